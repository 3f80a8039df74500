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
import { Row } from "../../../ui/row";
import { Bar, Loading } from "../../../ui/skeleton";
import { FullUrl } from "../full-url";
import { CallLine } from "../send/call-line";
import { SendBar } from "../send/send-bar";
import type { Sending } from "../send/use-send";
import { BodyEditor } from "./body-editor";
import { DraftFindings, PastedFindings } from "./findings";
import { HeadersTable } from "./headers-table";
import { PathValues } from "./path-values";
import { QueryTable } from "./query-table";
import styles from "./request-pane.module.css";

/** The request as it is being made, from the plain-words title down to Send. */
export function RequestPane({
	connection,
	draft,
	onChange,
	preview,
	sending,
	maySend,
	onSend,
	onCode,
	pathInput,
}: {
	connection: Connection;
	draft: RequestDraft;
	onChange: ChangeDraft;
	preview: UseQueryResult<RequestPreview>;
	sending: Sending;
	maySend: boolean;
	onSend: () => void;
	onCode: () => void;
	pathInput: RefObject<HTMLInputElement | null>;
}) {
	const shown = preview.data;
	const problems = shown?.problems ?? [];
	return (
		<>
			<Row between>
				<h2>{shown?.title ?? "Request"}</h2>
				<CopyButton
					small
					label="Copy link"
					copy={() => copyRequestLink(connection.id, cleanDraft(draft))}
					onError={toastError}
				/>
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
			<Verdict preview={preview} connection={connection} />
			<PathValues
				draft={draft}
				onChange={onChange}
				operation={shown?.operation ?? null}
				problems={problems}
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
				/>
			)}
			<div className={styles.sendArea}>
				<SendBar
					connection={connection}
					verdict={shown?.verdict ?? null}
					confirmation={shown?.confirmation ?? null}
					problems={problems}
					sending={sending}
					maySend={maySend}
					onSend={onSend}
					onCode={onCode}
				/>
			</div>
		</>
	);
}

function Verdict({
	preview,
	connection,
}: {
	preview: UseQueryResult<RequestPreview>;
	connection: Connection;
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
	const missing = verdict.kind === "missing_scopes" ? verdict.missing[0] : undefined;
	const mend = missing && connection.credential === "oauth" && (
		<Button kind="link" onPress={() => reauthorize(connection.id, missing)}>
			Re-authorize with {missing.length === 1 ? "it" : "them"}…
		</Button>
	);
	return <VerdictNote verdict={verdict} actions={mend || undefined} />;
}
