import { Badge, type Tone } from "../ui/badge";

/** An HTTP status, with its words where there is room. */
export function StatusBadge({ status, words = "" }: { status: number; words?: string }) {
	return (
		<Badge tone={toneOf(status)}>
			{status} {words}
		</Badge>
	);
}

function toneOf(status: number): Tone {
	if (status >= 400) return "danger";
	return status >= 300 || status === 207 ? "warn" : "ok";
}
