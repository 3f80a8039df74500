import { Button } from "../../ui/button";
import { Row } from "../../ui/row";
import { TimeSince } from "../../ui/time";
import styles from "./report-making.module.css";
import type { Report } from "./use-report";

/** What is being made, since when, how far, and the way to end it. */
export function ReportMaking({ report: { progress, since, cancel } }: { report: Report }) {
	const total = progress?.total ?? 0;
	const done = progress?.done ?? 0;
	const isCounted = total > 0;
	return (
		<section aria-label="Making the report" className={styles.making}>
			<p role="status">
				{isCounted ? "Reading and redacting the calls" : "Looking for the calls"}
				<span className="sr-only"> of the history</span>
			</p>
			<progress
				className={styles.bar}
				aria-label="Calls that are done"
				{...(isCounted ? { value: done, max: total } : {})}
			/>
			<Row between>
				<span className="muted num">
					{isCounted && `${done.toLocaleString("en-GB")} of ${total.toLocaleString("en-GB")} calls · `}
					<TimeSince from={since} />
				</span>
				<Button onPress={cancel}>Cancel the making</Button>
			</Row>
		</section>
	);
}
