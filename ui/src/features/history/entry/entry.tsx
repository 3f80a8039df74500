import { useState } from "react";
import { ErrorNote } from "../../../domain/error-note";
import type { Connection, HistoryRow, PastCall } from "../../../host/bindings";
import type { ResponsePart } from "../../../navigation/history";
import { AnswerTabs } from "../../../response/answer-tabs";
import { ExplanationPanel } from "../../../response/explanation-panel";
import { Note } from "../../../ui/note";
import { Tab, TabList, TabPanel, Tabs } from "../../../ui/tabs";
import { VisibleText } from "../../../ui/visible-text";
import type { Look } from "../use-look";
import { titleOf } from "../words";
import styles from "./entry.module.css";
import { EntryHead } from "./entry-head";
import { NoteField } from "./note-field";
import { SinceThen } from "./since-then";
import { useEntryActs } from "./use-entry-acts";

type Side = "answer" | "request";

/** One call as the console showed it: what was sent, what came back, why it failed, and what is different now. */
export function Entry({
	past,
	look,
	connections,
	onDelete,
}: {
	past: PastCall;
	look: Look;
	connections: Connection[];
	onDelete: (entry: HistoryRow) => void;
}) {
	const { row, request, answer, failure } = past;
	const connection = connections.find(({ id }) => id === row.connection);
	const acts = useEntryActs(past, connection);
	const [side, setSide] = useState<Side>(answer === null ? "request" : "answer");
	const [part, setPart] = useState<Record<Side, ResponsePart | null>>({ answer: null, request: null });
	const choose = (which: Side) => (chosen: ResponsePart) => setPart({ ...part, [which]: chosen });
	return (
		<>
			<EntryHead
				past={past}
				connection={connection}
				acts={acts}
				onCompare={() => look.go({ beside: "choosing", show: "calls" })}
				onDelete={() => onDelete(row)}
			/>
			<NoteField row={row} />
			{answer?.explanation && (
				<ExplanationPanel
					connection={connection}
					explanation={answer.explanation}
					sentAt={row.sentAt}
					entryId={row.id}
					onSend={acts.sendAgain}
					onCopySupport={row.correlationId === null ? undefined : acts.copyLine}
				/>
			)}
			{failure !== null && <ErrorNote error={failure} />}
			{answer === null && failure === null && (
				<Note tone="danger" title="No answer arrived.">
					The reason was not recorded.
				</Note>
			)}
			{answer?.notes.map((note) => (
				<p key={note}>
					<VisibleText text={note} />
				</p>
			))}
			<SinceThen past={past} connection={connection} />
			<Tabs className={styles.sides} selected={side} onSelect={(id) => setSide(id as Side)}>
				<TabList aria-label="Sides of the call">
					{answer !== null && <Tab id="answer">Answer</Tab>}
					<Tab id="request">Request</Tab>
				</TabList>
				{answer !== null && (
					<TabPanel id="answer" className={styles.side}>
						<AnswerTabs
							key={answer.id}
							sent={answer}
							name={titleOf(row)}
							part={part.answer}
							onPart={choose("answer")}
						/>
					</TabPanel>
				)}
				<TabPanel id="request" className={styles.side}>
					<p className={styles.url}>
						<code>
							{row.method} {request.url}
						</code>
					</p>
					<AnswerTabs
						key={request.id}
						sent={request}
						name={`${titleOf(row)} request`}
						part={part.request ?? (request.body.kind === "empty" ? "headers" : null)}
						onPart={choose("request")}
					/>
				</TabPanel>
			</Tabs>
		</>
	);
}
