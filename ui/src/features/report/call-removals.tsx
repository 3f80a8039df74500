import { useQuery } from "@tanstack/react-query";
import { ErrorNote } from "../../domain/error-note";
import { toCommandError } from "../../host/errors";
import { reportRemovals } from "../../host/queries/report";
import styles from "./call-removals.module.css";
import { rules } from "./words";

/** What was removed of one call, in the order in which it stood there. */
export function CallRemovals({ report, call }: { report: string; call: number }) {
	const removals = useQuery(reportRemovals(report, call));
	if (removals.isPending) {
		return (
			<p role="status" className={styles.removals}>
				Reading the call…
			</p>
		);
	}
	if (removals.error) return <ErrorNote error={toCommandError(removals.error)} />;
	if (removals.data.length === 0) return <p className={styles.removals}>Nothing was removed of this call.</p>;
	return (
		<ul className={styles.removals} aria-label={`Removed of call ${call}`}>
			{removals.data.map(({ label, place, rule }, at) => (
				<li key={at}>
					<code>{label}</code>{" "}
					<span className="muted">
						in the {place} · {ruleTitle(rule)}
					</span>
				</li>
			))}
		</ul>
	);
}

const ruleTitle = (rule: (typeof rules)[number]["id"]) => rules.find(({ id }) => id === rule)?.title ?? rule;
