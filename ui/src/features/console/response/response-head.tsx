import type { Connection, SentRequest } from "../../../host/bindings";
import { copyText } from "../../../host/mutations";
import { byteSize, duration } from "../../../lib/format";
import { StatusBadge } from "../../../response/status-badge";
import { outcomeOf, supportLine } from "../../../response/support-line";
import { CopyButton } from "../../../ui/copy-button";
import { Row } from "../../../ui/row";
import { Time } from "../../../ui/time";
import styles from "./response-head.module.css";

/** Status, time, size, when, the id that support asks for, and whether the call went out twice. */
export function ResponseHead({ connection, sent }: { connection: Connection; sent: SentRequest }) {
	const { correlationId } = sent;
	return (
		<>
			<Row between>
				<Row as="span" gap="1-3" role="status">
					<StatusBadge status={sent.status} words={sent.statusText} />
					<span className="muted num">
						{duration(sent.durationMs)} · {byteSize(sent.sizeBytes)} · <Time at={sent.sentAt} short />
					</span>
				</Row>
				<CopyButton
					small
					label="Copy support line"
					copy={() => copyText(supportLine(connection.identity, sent, outcomeOf(sent)))}
				/>
			</Row>
			{sent.renewal !== null && <p role="status">{sent.renewal.message}</p>}
			{sent.notes.map((note) => (
				<p key={note} role="status">
					{note}
				</p>
			))}
			{correlationId !== null && (
				<p className={styles.correlation}>
					<span className="muted">Correlation id</span> <code>{correlationId}</code>
					<CopyButton iconOnly label="Copy correlation id" copy={() => copyText(correlationId)} />
				</p>
			)}
		</>
	);
}
