import { Progress } from "../../ui/progress";
import { TimeSince } from "../../ui/time";
import type { Report } from "./use-report";

/** What is being made, since when, how far, and the way to end it. */
export function ReportMaking({ report: { progress, since, cancel } }: { report: Report }) {
	const { done, total } = progress ?? { done: 0, total: 0 };
	const words = `Reading and redacting: ${done.toLocaleString("en-GB")} of ${total.toLocaleString("en-GB")} calls`;
	return (
		<section aria-label="Making the report">
			<Progress
				label="Calls that are done"
				words={total > 0 ? words : "Looking for the calls"}
				done={done}
				total={total}
				onCancel={cancel}
			/>
			<p className="muted num">
				for <TimeSince from={since} />
			</p>
		</section>
	);
}
