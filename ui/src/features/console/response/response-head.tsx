import type { Connection, SentRequest } from "../../../host/bindings";
import { copyAndTell } from "../../../host/copied";
import { copyText } from "../../../host/mutations";
import { toastError } from "../../../host/toast-error";
import { byteSize, duration } from "../../../lib/format";
import { CorrelationTerm } from "../../../response/correlation-term";
import { StatusBadge } from "../../../response/status-badge";
import { outcomeOf, supportLine } from "../../../response/support-line";
import { useContextMenu } from "../../../ui/context-menu";
import { CopyButton } from "../../../ui/copy-button";
import { Row } from "../../../ui/row";
import { Time } from "../../../ui/time";
import { VisibleText } from "../../../ui/visible-text";
import styles from "./response-head.module.css";

/** Status, time, size, when, the id that support asks for, and whether the call went out twice. */
export function ResponseHead({ connection, sent }: { connection: Connection; sent: SentRequest }) {
	const { correlationId } = sent;
	const line = supportLine(connection.identity, sent, outcomeOf(sent));
	const { listeners, menu } = useContextMenu("Answer", () => ({
		entries: [
			{ id: "line", text: "Copy support line", act: () => copyAndTell(line, "support line") },
			...(correlationId === null
				? []
				: [
						{
							id: "id",
							text: "Copy correlation ID",
							act: () => copyAndTell(correlationId, "correlation ID"),
						},
					]),
			{ id: "url", text: "Copy address", act: () => copyAndTell(sent.url, "address") },
		],
	}));
	return (
		<div {...listeners} className={styles.head}>
			<Row between>
				<Row as="span" gap="1-3" role="status">
					<StatusBadge status={sent.status} words={sent.statusText} />
					<span className="muted num">
						{duration(sent.durationMs)} · {byteSize(sent.sizeBytes)} · <Time at={sent.sentAt} short />
					</span>
				</Row>
				<CopyButton small label="Copy support line" copy={() => copyText(line)} onError={toastError} />
			</Row>
			{sent.renewal !== null && <p role="status">{sent.renewal.message}</p>}
			{sent.notes.map((note) => (
				<p key={note} role="status">
					<VisibleText text={note} />
				</p>
			))}
			{correlationId !== null && (
				<p className={styles.correlation}>
					<CorrelationTerm /> <code>{correlationId}</code>
					<CopyButton iconOnly label="Copy correlation ID" copy={() => copyText(correlationId)} />
				</p>
			)}
			{menu}
		</div>
	);
}
