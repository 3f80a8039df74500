import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { ErrorNote } from "../../../domain/error-note";
import type { Connection, PastCall } from "../../../host/bindings";
import { toCommandError } from "../../../host/errors";
import { openedCall } from "../../../host/queries/report";
import { ownKeys } from "../../../response/answer-tabs";
import { ExplanationPanel } from "../../../response/explanation-panel";
import { Button, IconButton } from "../../../ui/button";
import { Note } from "../../../ui/note";
import { Bar, Loading } from "../../../ui/skeleton";
import { VisibleText } from "../../../ui/visible-text";
import { Sides } from "../entry/sides";
import styles from "./opened-entry.module.css";
import { OpenedHead } from "./opened-head";

/** One call of an opened file, with why it failed as of then. */
export function OpenedEntry({
	report,
	call,
	connections,
	onClose,
}: {
	report: string;
	call: string;
	connections: Connection[];
	onClose: () => void;
}) {
	const pane = useRef<HTMLElement>(null);
	const past = useQuery(openedCall(report, call));
	// What was chosen takes the focus, as its list may be gone from the screen.
	useEffect(() => pane.current?.focus({ preventScroll: true }), []);
	const key = (event: KeyboardEvent) => {
		if (event.key !== "Escape" || event.defaultPrevented) return;
		event.preventDefault();
		onClose();
	};
	return (
		<section
			ref={pane}
			className={styles.pane}
			aria-label="Entry"
			data-pane
			data-entry
			{...{ [ownKeys]: "" }}
			tabIndex={-1}
			onKeyDown={key}
		>
			<div className={styles.back}>
				<Button small onPress={onClose}>
					<ArrowLeft aria-hidden />
					Back to the list
				</Button>
			</div>
			<div className={styles.close}>
				<IconButton label="Close (Esc)" onPress={onClose}>
					<X aria-hidden />
				</IconButton>
			</div>
			{past.isPending && (
				<Loading what="Opening the call">
					<Bar width="55%" height={20} />
					<Bar width="70%" />
					<Bar width="48%" />
				</Loading>
			)}
			{past.error && (
				<ErrorNote
					error={toCommandError(past.error)}
					actions={<Button onPress={() => past.refetch()}>Try again</Button>}
				/>
			)}
			{past.data && <Drawn report={report} past={past.data} connections={connections} />}
		</section>
	);
}

function Drawn({ report, past, connections }: { report: string; past: PastCall; connections: Connection[] }) {
	const { answer, failure, row } = past;
	return (
		<>
			<OpenedHead report={report} past={past} connections={connections} />
			{answer?.explanation && (
				<ExplanationPanel
					connection={undefined}
					explanation={answer.explanation}
					sentAt={row.sentAt}
					entryId={row.id}
					onSend={() => undefined}
				/>
			)}
			{failure !== null && <ErrorNote error={failure} />}
			{answer === null && failure === null && (
				<Note tone="danger" title="No answer arrived.">
					The file does not tell why.
				</Note>
			)}
			{answer?.notes.map((note) => (
				<p key={note}>
					<VisibleText text={note} />
				</p>
			))}
			<Sides past={past} />
		</>
	);
}
