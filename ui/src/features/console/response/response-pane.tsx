import { Send } from "lucide-react";
import { ErrorNote } from "../../../domain/error-note";
import type { Connection, SentRequest } from "../../../host/bindings";
import { showResponsePart, usePortalView } from "../../../navigation/navigation";
import { AnswerTabs } from "../../../response/answer-tabs";
import { ExplanationPanel } from "../../../response/explanation-panel";
import { EmptyState } from "../../../ui/empty-state";
import { Note } from "../../../ui/note";
import { Bar, Loading } from "../../../ui/skeleton";
import type { Sending } from "../send/use-send";
import { ResponseHead } from "./response-head";

/** The answer: nothing yet, on its way, could not be had, or there. */
export function ResponsePane({
	connection,
	sending,
	onSend,
}: {
	connection: Connection;
	sending: Sending;
	onSend: () => void;
}) {
	switch (sending.kind) {
		case "idle":
			return (
				<EmptyState picture={<Send />} title="No answer yet">
					The answer to your call shows here. When it fails, what went wrong and what to do stands above it.
				</EmptyState>
			);
		case "waiting":
			return <WaitingAnswer />;
		case "failed":
			return <NotSent error={sending.error} />;
		case "answered":
			return <Answer key={sending.sent.id} connection={connection} sent={sending.sent} onSend={onSend} />;
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
			{error.hint
				? `${error.message} ${error.hint}`
				: "It may have reached the server before it was stopped."}
		</Note>
	);
}

function Answer({
	connection,
	sent,
	onSend,
}: {
	connection: Connection;
	sent: SentRequest;
	onSend: () => void;
}) {
	const { response } = usePortalView(connection.id);
	const part = response?.id === sent.id ? response.part : null;
	return (
		<>
			<ResponseHead connection={connection} sent={sent} />
			{sent.explanation && (
				<ExplanationPanel
					connection={connection}
					explanation={sent.explanation}
					sentAt={sent.sentAt}
					onSend={onSend}
				/>
			)}
			<AnswerTabs
				sent={sent}
				part={part}
				onPart={(part) => showResponsePart(connection.id, { id: sent.id, part })}
			/>
		</>
	);
}
