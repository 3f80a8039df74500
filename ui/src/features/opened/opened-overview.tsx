import type { OpenedReport } from "../../host/bindings";
import { count } from "../../lib/format";
import { Card } from "../../ui/card";
import { Facts } from "../../ui/facts";
import layout from "../../ui/layout.module.css";
import { Note } from "../../ui/note";
import { Time } from "../../ui/time";
import { VisibleText } from "../../ui/visible-text";
import { ConnectionThen } from "./connection-then";
import { FailuresThen } from "./failures-then";
import { LimitsThen } from "./limits-then";
import { factsOf, type Facts as Known, plain } from "./names";
import styles from "./opened-overview.module.css";
import { TimelineThen } from "./timeline-then";

/** What a report tells, as of when it was made. Nothing of it is live. */
export function OpenedOverview({ report }: { report: OpenedReport }) {
	if (report.file.kind === "har") {
		return (
			<div className={layout.page}>
				<Note tone="info" title="This is a HAR file, not a report.">
					It has {count(report.calls, "call")}
					{report.file.creator !== null && `, recorded by ${report.file.creator}`}, and tells nothing of
					scopes or of a connection. Each call is under History, with why it failed as far as the answer shows
					it. Secrets in it were replaced by labels when it was read.
				</Note>
			</div>
		);
	}
	const facts = factsOf(report);
	if (facts === null) return null;
	return (
		<div className={layout.page}>
			<Card title="In one minute">
				<ul className={styles.sentences}>
					{facts.summary.sentences.map((sentence) => (
						<li key={sentence}>
							<VisibleText text={sentence} />
						</li>
					))}
				</ul>
			</Card>
			<FailuresThen failures={facts.failures} />
			<div className={layout.columns}>
				<ConnectionThen facts={facts} />
				<AboutReport facts={facts} calls={report.calls} />
			</div>
			<LimitsThen points={facts.limits} />
			<TimelineThen events={facts.timeline} leftOut={facts.timelineLeftOut} />
		</div>
	);
}

const personal = {
	keep: "kept as it was",
	mask: "masked: made-up values stand in its place",
	remove: "removed",
};

function AboutReport({ facts, calls }: { facts: Known; calls: number }) {
	const { madeAt, madeBy, madeOn, period, removed, versions } = facts;
	const times = removed.reduce((sum, one) => sum + one.count, 0);
	return (
		<Card title="The report">
			<Facts>
				<dt>Made</dt>
				<dd>
					<Time at={madeAt} /> by {madeBy.name} {madeBy.version}, catalogue of {madeBy.catalogDate}
				</dd>
				<dt>On</dt>
				<dd>{`${madeOn.os}, ${madeOn.arch}; secrets kept in: ${madeOn.secretsKeptIn}; keyring: ${plain(madeOn.keyring)}`}</dd>
				<dt>Calls</dt>
				<dd>
					{count(calls, "call")}
					{period.isChosen ? ", chosen one by one" : ""}
					{period.leftOut > 0 && `, ${period.leftOut} left out by the sender`}
				</dd>
				{period.since !== null && (
					<>
						<dt>Since</dt>
						<dd>
							<Time at={period.since} />
						</dd>
					</>
				)}
				<dt>Personal data</dt>
				<dd>{personal[facts.personalData]}</dd>
				<dt>Removed</dt>
				<dd>{times === 0 ? "nothing had to be" : count(times, "text")}</dd>
				{versions.length > 0 && (
					<>
						<dt>API versions</dt>
						<dd>{versions.map(({ version, calls: each }) => `${version} (${each})`).join(", ")}</dd>
					</>
				)}
			</Facts>
		</Card>
	);
}
