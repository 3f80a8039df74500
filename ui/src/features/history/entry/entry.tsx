import { ErrorNote } from "../../../domain/error-note";
import type { Connection, HistoryRow, PastCall } from "../../../host/bindings";
import { ExplanationPanel } from "../../../response/explanation-panel";
import { Note } from "../../../ui/note";
import { VisibleText } from "../../../ui/visible-text";
import type { Look } from "../use-look";
import { EntryHead } from "./entry-head";
import { NoteField } from "./note-field";
import { Sides } from "./sides";
import { SinceThen } from "./since-then";
import { useEntryActs } from "./use-entry-acts";

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
	const { row, answer, failure } = past;
	const connection = connections.find(({ id }) => id === row.connection);
	const acts = useEntryActs(past, connection);
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
			<Sides past={past} />
		</>
	);
}
