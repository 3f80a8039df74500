import { useEffect, useRef, useState } from "react";
import type { ReportPreview } from "../../host/bindings";
import { byteSize, count } from "../../lib/format";
import { Facts } from "../../ui/facts";
import { Stack } from "../../ui/stack";
import { Tab, TabList, TabPanel, Tabs } from "../../ui/tabs";
import { Time } from "../../ui/time";
import { CheckPart } from "./check-part";
import styles from "./preview.module.css";
import { RemovedPart } from "./removed-part";
import { ReportCalls } from "./report-calls";
import type { LeavingOut } from "./use-leaving-out";
import type { Report } from "./use-report";

/** The report before it is saved: what it says, what was removed of it, and what can be taken out still. */
export function Preview({
	report,
	preview,
	leaving,
}: {
	report: Report;
	preview: ReportPreview;
	leaving: LeavingOut;
}) {
	const [part, setPart] = useState("summary");
	const tabsBox = useRef<HTMLDivElement>(null);
	useEffect(() => {
		// What was pressed to make it may be gone with the one before.
		const focused = document.activeElement;
		if (focused?.isConnected && tabsBox.current?.contains(focused)) return;
		tabsBox.current?.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus();
	}, [preview.id]);
	const removed = preview.removed.reduce((sum, one) => sum + one.count, 0);
	const tabs = [
		{ id: "summary", title: "Summary" },
		{ id: "removed", title: `Removed (${removed.toLocaleString("en-GB")})` },
		{ id: "calls", title: `Calls (${preview.summary.calls.toLocaleString("en-GB")})` },
		{ id: "check", title: "Check and mask" },
	];
	return (
		<Tabs selected={part} onSelect={setPart} className={styles.preview} ref={tabsBox}>
			<TabList aria-label="Parts of the preview">
				{tabs.map(({ id, title }) => (
					<Tab key={id} id={id}>
						{title}
					</Tab>
				))}
			</TabList>
			<TabPanel id="summary">
				<SummaryPart preview={preview} />
			</TabPanel>
			<TabPanel id="removed">
				<RemovedPart preview={preview} />
			</TabPanel>
			<TabPanel id="calls">
				<ReportCalls preview={preview} leaving={leaving} isMaking={report.making.isPending} />
			</TabPanel>
			<TabPanel id="check">
				<CheckPart report={report} preview={preview} />
			</TabPanel>
		</Tabs>
	);
}

function SummaryPart({ preview: { summary, files, fileName, bytes, leftOut } }: { preview: ReportPreview }) {
	return (
		<Stack gap="3">
			<ul className={styles.sentences} aria-label="What it says first">
				{summary.sentences.map((sentence) => (
					<li key={sentence}>{sentence}</li>
				))}
			</ul>
			<Facts>
				<dt>Calls</dt>
				<dd>
					{count(summary.calls, "call")}, {summary.failures === 0 ? "none" : summary.failures} failed
					{leftOut > 0 && `; ${leftOut} left out`}
				</dd>
				{summary.firstAt && summary.lastAt && (
					<>
						<dt>Time</dt>
						<dd>
							<Time at={summary.firstAt} /> to <Time at={summary.lastAt} />
						</dd>
					</>
				)}
				<dt>File</dt>
				<dd>
					<code>{fileName}</code> · {byteSize(bytes)}
				</dd>
				<dt>In it</dt>
				<dd>
					<ul>
						{files.map(({ name, bytes: size }) => (
							<li key={name}>
								<code>{name}</code> <span className="muted">{`${aboutFile(name)} ${byteSize(size)}`}</span>
							</li>
						))}
					</ul>
				</dd>
			</Facts>
		</Stack>
	);
}

function aboutFile(name: string): string {
	if (name.endsWith(".html")) return "a page for people, opens in any browser without network ·";
	if (name.endsWith(".har")) return "the calls, for tools that read HTTP archives ·";
	return "the same for programs, and for Portalscope ·";
}
