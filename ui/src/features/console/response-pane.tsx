import { Send } from "lucide-react";
import { useState } from "react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { EmptyState } from "../../components/empty-state";
import { ErrorNote } from "../../components/error-note";
import { count } from "../../components/format";
import { Note } from "../../components/note";
import { Bar, Loading } from "../../components/skeleton";
import tabStyles from "../../components/tabs.module.css";
import type { Connection, SentRequest } from "../../host/bindings";
import { BodyRaw } from "./body-raw";
import { BodyTree } from "./body-tree";
import styles from "./console.module.css";
import type { WaysOut } from "./console-view";
import { ExplanationPanel } from "./explanation-panel";
import { ResponseHead } from "./response-head";
import type { Sending } from "./use-send";

/** The answer: nothing yet, on its way, could not be had, or there. */
export function ResponsePane({
	connection,
	sending,
	waysOut,
	onSend,
}: {
	connection: Connection;
	sending: Sending;
	waysOut: WaysOut;
	onSend: () => void;
}) {
	switch (sending.kind) {
		case "idle":
			return (
				<EmptyState picture={<Send />} title="No answer yet">
					The answer to your call shows here: status, headers, and the body as a tree. When a call fails, what
					went wrong and what to do stands above it.
				</EmptyState>
			);
		case "waiting":
			return <WaitingAnswer />;
		case "failed":
			return <NotSent error={sending.error} />;
		case "answered":
			return (
				<Answer
					key={sending.sent.id}
					connection={connection}
					sent={sending.sent}
					waysOut={waysOut}
					onSend={onSend}
				/>
			);
	}
}

function WaitingAnswer() {
	return (
		<Loading what="Waiting for the answer">
			<Bar width="55%" height={20} />
			{["70%", "48%", "62%", "40%", "66%"].map((width) => (
				<Bar key={width} width={width} />
			))}
		</Loading>
	);
}

function NotSent({ error }: { error: { code: string; message: string; hint: string } }) {
	if (error.code !== "cancelled") return <ErrorNote error={error} />;
	return (
		<Note tone="info" title="You cancelled the call." announce>
			{error.hint || "It may have reached the server before it was stopped."}
		</Note>
	);
}

function Answer({
	connection,
	sent,
	waysOut,
	onSend,
}: {
	connection: Connection;
	sent: SentRequest;
	waysOut: WaysOut;
	onSend: () => void;
}) {
	return (
		<>
			<ResponseHead connection={connection} sent={sent} />
			{sent.explanation && (
				<ExplanationPanel
					connection={connection}
					explanation={sent.explanation}
					sentAt={sent.sentAt}
					waysOut={waysOut}
					onSend={onSend}
				/>
			)}
			<AnswerTabs sent={sent} />
		</>
	);
}

function AnswerTabs({ sent }: { sent: SentRequest }) {
	const [tab, setTab] = useState(sent.body.kind === "json" ? "tree" : "raw");
	return (
		<Tabs
			className={styles.answerTabs ?? ""}
			selectedKey={tab}
			onSelectionChange={(key) => setTab(String(key))}
		>
			<TabList aria-label="Response" className={`${tabStyles.bar} ${styles.answerBar}`}>
				{sent.body.kind === "json" && (
					<Tab id="tree" className={tabStyles.tab ?? ""}>
						Tree
					</Tab>
				)}
				<Tab id="raw" className={tabStyles.tab ?? ""}>
					Raw
				</Tab>
				<Tab id="headers" className={tabStyles.tab ?? ""}>
					Headers ({sent.headers.length})
				</Tab>
			</TabList>
			{sent.body.note !== "" && <p className="muted">{sent.body.note}</p>}
			{sent.body.kind === "json" && (
				<TabPanel id="tree" className={styles.bodyPanel ?? ""}>
					<BodyTree responseId={sent.id} rowCount={sent.body.rowCount} />
				</TabPanel>
			)}
			<TabPanel id="raw" className={styles.bodyPanel ?? ""}>
				<RawBody sent={sent} />
			</TabPanel>
			<TabPanel id="headers" className={styles.bodyPanel ?? ""}>
				<ResponseHeaders headers={sent.headers} />
			</TabPanel>
		</Tabs>
	);
}

function RawBody({ sent }: { sent: SentRequest }) {
	if (sent.body.kind === "empty") return <p className="muted">The answer has no body.</p>;
	if (sent.body.kind === "binary") {
		return (
			<p className="muted">The body is not text ({count(sent.sizeBytes, "byte")}), so it is not drawn.</p>
		);
	}
	return <BodyRaw responseId={sent.id} lineCount={sent.body.lineCount} />;
}

function ResponseHeaders({ headers }: { headers: SentRequest["headers"] }) {
	return (
		<div className={styles.headerScroll}>
			<table className={styles.headers}>
				<thead className="sr-only">
					<tr>
						<th scope="col">Name</th>
						<th scope="col">Value</th>
					</tr>
				</thead>
				<tbody>
					{headers.map(({ name, value }, index) => (
						<tr key={`${name} ${index}`}>
							<th scope="row" className="mono">
								{name}
							</th>
							<td className="mono">{value}</td>
						</tr>
					))}
				</tbody>
			</table>
		</div>
	);
}
