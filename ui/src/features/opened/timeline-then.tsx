import { useState } from "react";
import type { ReportTimelineEvent } from "../../host/bindings";
import { count } from "../../lib/format";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Time } from "../../ui/time";
import { VisibleText } from "../../ui/visible-text";
import type { Whole } from "./names";
import styles from "./timeline-then.module.css";

const page = 50;

/** What happened to the connection: connects, refreshes, failures, changes of its scopes. The newest first. */
export function TimelineThen({ events, leftOut }: { events: Whole<ReportTimelineEvent>[]; leftOut: number }) {
	const [shown, setShown] = useState(page);
	const newest = [...events].reverse();
	return (
		<Card title="Timeline of the connection">
			{events.length === 0 && <p>Nothing happened to the connection in this time.</p>}
			<ol className={styles.events}>
				{newest.slice(0, shown).map((event, at) => (
					<li key={at} className={styles.event}>
						<Time at={event.at} />
						<span>
							{event.failed && <strong>Failed. </strong>}
							<VisibleText text={event.sentence} />
							{event.call !== null && <span className="muted"> Call {event.call}.</span>}
						</span>
					</li>
				))}
			</ol>
			{shown < newest.length && (
				<div>
					<Button small onPress={() => setShown(shown + page)}>
						Show {Math.min(page, newest.length - shown)} older
					</Button>
				</div>
			)}
			{leftOut > 0 && (
				<p className="muted">{count(leftOut, "older event")} left out by the report's bounds.</p>
			)}
		</Card>
	);
}
