import { Send } from "lucide-react";
import { ErrorNote } from "../../../domain/error-note";
import type { Connection, SentRequest } from "../../../host/bindings";
import { showResponsePart, usePortalView } from "../../../navigation/navigation";
import { AnswerTabs } from "../../../response/answer-tabs";
import { ExplanationPanel } from "../../../response/explanation-panel";
import { Button } from "../../../ui/button";
import { EmptyState } from "../../../ui/empty-state";
import { Note } from "../../../ui/note";
import { Bar, Loading } from "../../../ui/skeleton";
import { Time } from "../../../ui/time";
import type { Attempt, Sending } from "../send/use-send";
import { type Belongs, nameOf } from "./answer-to";
import { ResponseHead } from "./response-head";
import styles from "./response-pane.module.css";

type Acts = {
	/** Sends what is written now. */
	onSend: () => void;
	/** Adds a property to the body that is written now. */
	onAdd: (name: string) => void;
};

/** The answer: nothing yet, on its way, could not be had, or there. It is never shown as that of another request. */
export function ResponsePane({
	connection,
	sending,
	belongs,
	...acts
}: {
	connection: Connection;
	sending: Sending;
	belongs: Belongs;
} & Acts) {
	switch (sending.kind) {
		case "idle":
			return (
				<EmptyState picture={<Send />} title="No answer yet">
					The answer to your call shows here. When it fails, what went wrong and what to do stands above it.
				</EmptyState>
			);
		case "waiting":
			return <WaitingAnswer of={belongs === "other" ? nameOf(sending.attempt) : null} />;
		case "failed":
			return (
				<>
					<Whose belongs={belongs} attempt={sending.attempt} />
					<NotSent error={sending.error} onSend={belongs === "other" ? undefined : acts.onSend} />
				</>
			);
		case "answered":
			return (
				<>
					<Whose belongs={belongs} attempt={sending.attempt} at={sending.sent.sentAt} />
					<div className={`${styles.answer} ${belongs === "other" ? styles.faded : ""}`}>
						<Answer
							key={sending.sent.id}
							connection={connection}
							sent={sending.sent}
							name={nameOf(sending.attempt)}
							isPast={belongs === "other"}
							{...acts}
						/>
					</div>
				</>
			);
	}
}

/** Says of which request the answer is, as soon as another one stands beside it. */
function Whose({ belongs, attempt, at }: { belongs: Belongs; attempt: Attempt; at?: string }) {
	if (belongs === "same") return null;
	const when = at !== undefined && (
		<>
			, <Time at={at} short />
		</>
	);
	return (
		<p role="status" className={styles.whose}>
			{belongs === "other" ? (
				<>
					<strong>
						Answer to {nameOf(attempt)}
						{when}
					</strong>{" "}
					<span className="muted">The request beside it was not sent yet.</span>
				</>
			) : (
				<span className="muted">Answer to this call as it was sent{when}, before your changes.</span>
			)}
		</p>
	);
}

function WaitingAnswer({ of }: { of: string | null }) {
	return (
		<>
			{of !== null && <p className={styles.whose}>Waiting for the answer to {of}.</p>}
			<Loading what="Waiting for the answer">
				<Bar width="55%" height={20} />
				{["70%", "48%", "62%", "40%", "66%"].map((width) => (
					<Bar key={width} width={width} />
				))}
			</Loading>
		</>
	);
}

function NotSent({
	error,
	onSend,
}: {
	error: { code: string; message: string; hint: string };
	onSend: (() => void) | undefined;
}) {
	const again = onSend && (
		<Button kind="primary" onPress={onSend}>
			Send again
		</Button>
	);
	if (error.code !== "cancelled") {
		const isOnTheWay = error.code.startsWith("network_");
		return <ErrorNote error={error} actions={isOnTheWay ? again : undefined} />;
	}
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
	name,
	isPast,
	onSend,
	onAdd,
}: {
	connection: Connection;
	sent: SentRequest;
	name: string;
	isPast: boolean;
} & Acts) {
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
					onAdd={isPast ? undefined : onAdd}
					isPast={isPast}
				/>
			)}
			<AnswerTabs
				sent={sent}
				name={name}
				part={part}
				onPart={(part) => showResponsePart(connection.id, { id: sent.id, part })}
			/>
		</>
	);
}
