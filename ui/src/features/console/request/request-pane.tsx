import type { UseQueryResult } from "@tanstack/react-query";
import type { RefObject } from "react";
import { ErrorNote } from "../../../domain/error-note";
import { type ChangeDraft, cleanDraft, takesBody, withoutBody } from "../../../domain/request-draft";
import { VerdictNote } from "../../../domain/verdict";
import type { Connection, RequestDraft, RequestPreview } from "../../../host/bindings";
import { toCommandError } from "../../../host/errors";
import { copyRequestLink } from "../../../host/mutations";
import { toastError } from "../../../host/toast-error";
import { reauthorize } from "../../../navigation/navigation";
import { Button } from "../../../ui/button";
import { CopyButton } from "../../../ui/copy-button";
import { Note } from "../../../ui/note";
import { Row } from "../../../ui/row";
import { Bar, Loading } from "../../../ui/skeleton";
import { Time } from "../../../ui/time";
import { FullUrl } from "../full-url";
import { CallLine } from "../send/call-line";
import { SendBar } from "../send/send-bar";
import type { Sending } from "../send/use-send";
import { BodyEditor } from "./body-editor";
import { ChooseEndpoint } from "./endpoint-picker";
import { DraftFindings, PastedFindings } from "./findings";
import { HeadersTable } from "./headers-table";
import { PathValues } from "./path-values";
import { QueryTable } from "./query-table";
import styles from "./request-pane.module.css";
import type { CaretWish } from "./use-add-property";

/** The request as it is being made, from the plain-words title down to Send. */
export function RequestPane({
	connection,
	draft,
	onChange,
	preview,
	sending,
	isAnswered,
	maySend,
	hinderedTimes,
	caret,
	onSend,
	onCode,
	pathInput,
}: {
	connection: Connection;
	draft: RequestDraft;
	onChange: ChangeDraft;
	preview: UseQueryResult<RequestPreview>;
	sending: Sending;
	/** The last answer is that of this request as it stands. */
	isAnswered: boolean;
	maySend: boolean;
	hinderedTimes: number;
	caret: CaretWish | null;
	onSend: () => void;
	onCode: () => void;
	pathInput: RefObject<HTMLInputElement | null>;
}) {
	const shown = preview.data;
	const problems = shown?.problems ?? [];
	const refusedAt = isAnswered ? refusalOf(sending) : null;
	return (
		<>
			<Row between>
				<h2>{shown?.title ?? "Request"}</h2>
				<Row gap="1">
					<ChooseEndpoint connectionId={connection.id} />
					<CopyButton
						small
						label="Copy link"
						copy={() => copyRequestLink(connection.id, cleanDraft(draft))}
						onError={toastError}
					/>
				</Row>
			</Row>
			<CallLine
				connectionId={connection.id}
				draft={draft}
				onChange={onChange}
				pathInput={pathInput}
				problems={problems}
			/>
			<PastedFindings connectionId={connection.id} />
			<DraftFindings findings={shown?.findings ?? []} draft={draft} onChange={onChange} />
			<Verdict preview={preview} connection={connection} refusedAt={refusedAt} />
			<PathValues
				draft={draft}
				onChange={onChange}
				operation={shown?.operation ?? null}
				problems={problems}
				showsAll={hinderedTimes > 0}
			/>
			{shown && (
				<FullUrl>
					<span className="sr-only">Full address: </span>
					<code>{shown.url}</code>
				</FullUrl>
			)}
			<QueryTable
				draft={draft}
				onChange={onChange}
				operation={shown?.operation ?? null}
				problems={problems}
			/>
			<HeadersTable draft={draft} onChange={onChange} headers={shown?.headers ?? []} problems={problems} />
			{(takesBody(draft) || shown?.operation?.hasBody) && (
				<BodyEditor
					text={draft.body ?? ""}
					onChange={(body) => onChange({ body })}
					unsentWith={withoutBody.includes(draft.method) ? draft.method : null}
					problems={problems.filter((problem) => problem.at === "body")}
					caret={caret}
				/>
			)}
			<div className={styles.sendArea}>
				<SendBar
					connection={connection}
					draft={draft}
					verdict={refusedAt === null ? (shown?.verdict ?? null) : null}
					confirmation={shown?.confirmation ?? null}
					problems={problems}
					sending={sending}
					maySend={maySend}
					hinderedTimes={hinderedTimes}
					onSend={onSend}
					onCode={onCode}
				/>
			</div>
		</>
	);
}

/** When the call was refused for want of scopes. `null`: it was not. */
function refusalOf(sending: Sending): string | null {
	const isRefused = sending.kind === "answered" && sending.sent.status === 403;
	return isRefused && sending.sent.explanation?.claim ? sending.sent.sentAt : null;
}

function Verdict({
	preview,
	connection,
	refusedAt,
}: {
	preview: UseQueryResult<RequestPreview>;
	connection: Connection;
	refusedAt: string | null;
}) {
	if (preview.isPending) {
		return (
			<Loading what="Checking whether this call is allowed">
				<Bar width="100%" height={40} />
			</Loading>
		);
	}
	if (preview.error) {
		const again = <Button onPress={() => preview.refetch()}>Try again</Button>;
		return <ErrorNote error={toCommandError(preview.error)} actions={again} />;
	}
	const { verdict } = preview.data;
	// What has just been refused is not called allowed; why it was stands beside.
	if (refusedAt !== null && verdict.kind === "allowed") {
		return (
			<Note
				tone="warn"
				compact
				title={
					<>
						Its scopes are granted, but HubSpot refused this call at <Time at={refusedAt} short />.
					</>
				}
			/>
		);
	}
	const missing = verdict.kind === "missing_scopes" ? verdict.missing[0] : undefined;
	const mend = missing && connection.credential === "oauth" && (
		<Button kind="link" onPress={() => reauthorize(connection.id, missing)}>
			Re-authorize with {missing.length === 1 ? "it" : "them"}…
		</Button>
	);
	return <VerdictNote verdict={verdict} actions={mend || undefined} />;
}
