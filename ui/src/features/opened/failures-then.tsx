import { Method } from "../../domain/method";
import type { ReportFailureGroup } from "../../host/bindings";
import { count } from "../../lib/format";
import { Card } from "../../ui/card";
import { Time } from "../../ui/time";
import { VisibleText } from "../../ui/visible-text";
import styles from "./failures-then.module.css";
import type { Whole } from "./names";

/** The failures by cause, with what speaks for the first cause. Each call is under History. */
export function FailuresThen({ failures }: { failures: Whole<ReportFailureGroup>[] }) {
	if (failures.length === 0) return null;
	return (
		<Card title="What failed, and why">
			<ul className={styles.failures}>
				{failures.map((group) => (
					<Failure key={`${group.method} ${group.operation} ${group.call}`} group={group} />
				))}
			</ul>
		</Card>
	);
}

function Failure({ group }: { group: Whole<ReportFailureGroup> }) {
	const { method, operation, status, causes, unknown, lastAt, correlationId } = group;
	const first = causes[0];
	return (
		<li className={styles.failure}>
			<p>
				<strong>
					<VisibleText text={first?.title ?? "No cause could be told."} />
				</strong>{" "}
				{first && <span className="muted">{first.certainty}</span>}
			</p>
			<p>
				<Method>{method}</Method> <span className="mono">{operation}</span>{" "}
				<span className="muted num">
					{count(group.count, "call")}, {status === null ? "no answer" : `status ${status}`}, the last{" "}
					<Time at={lastAt} />
				</span>
			</p>
			{correlationId !== null && (
				<p>
					<span className="muted">Correlation ID</span> <code>{correlationId}</code>
				</p>
			)}
			{first && (
				<details>
					<summary>Why, and what mends it</summary>
					<p>
						<VisibleText text={first.fix} />
					</p>
					<ul>
						{first.evidence.map(({ place, quote, tells }) => (
							<li key={`${place} ${quote}`}>
								<span className="muted">{place}:</span>{" "}
								<q>
									<VisibleText text={quote} />
								</q>{" "}
								<VisibleText text={tells ?? ""} />
							</li>
						))}
					</ul>
					{causes.length > 1 && (
						<p className="muted">
							Or:{" "}
							{causes
								.slice(1)
								.map(({ title }) => title)
								.join("; ")}
						</p>
					)}
					{unknown.length > 0 && <p className="muted">Not known: {unknown.join("; ")}</p>}
				</details>
			)}
		</li>
	);
}
