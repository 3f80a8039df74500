import type { Sunset } from "../host/bindings";
import { monthOrDay } from "../lib/format";
import styles from "./sunset-words.module.css";

/** When an old operation loses support, which is not when it stops; or that it has. */
export function SunsetWords({
	sunset,
	passed,
	short = false,
}: {
	sunset: Sunset;
	passed: boolean;
	short?: boolean;
}) {
	const date = monthOrDay(sunset.date);
	if (sunset.kind === "stops") {
		return (
			<span className={short ? styles.sunset : undefined}>
				{passed ? `stopped answering ${date}` : `stops answering ${date}`}
				{!short && <Sources sunset={sunset} />}
			</span>
		);
	}
	return (
		<span className={short ? styles.sunset : undefined}>
			{passed ? `unsupported since ${date}` : `unsupported from ${date}`}
			{!short && ": it may go on answering, but HubSpot mends nothing in it"}
			{!short && <Sources sunset={sunset} />}
		</span>
	);
}

/** Where HubSpot says so, and the later date that it names elsewhere. */
function Sources({ sunset: { source, other } }: { sunset: Sunset }) {
	return (
		<span className="muted">
			{` (${source}`}
			{other && `; ${other.source} says ${monthOrDay(other.date)}, plan by the earlier`})
		</span>
	);
}
