import type { Connection, SentRequest } from "../../../host/bindings";
import { copyText } from "../../../host/mutations";
import { byteSize, duration } from "../../../lib/format";
import { supportLine } from "../../../response/support-line";
import { Badge, type Tone } from "../../../ui/badge";
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
					<Badge tone={statusTone(sent.status)}>
						{sent.status} {sent.statusText}
					</Badge>
					<span className="muted num">
						{duration(sent.durationMs)} · {byteSize(sent.sizeBytes)} · <Time at={sent.sentAt} short />
					</span>
				</Row>
				<CopyButton small label="Copy support line" copy={() => copyText(supportLine(connection, sent))} />
			</Row>
			{sent.renewal !== null && <p role="status">{sent.renewal.message}</p>}
			{correlationId !== null && (
				<p className={styles.correlation}>
					<span className="muted">Correlation id</span> <code>{correlationId}</code>
					<CopyButton iconOnly label="Copy correlation id" copy={() => copyText(correlationId)} />
				</p>
			)}
		</>
	);
}

function statusTone(status: number): Tone {
	if (status >= 400) return "danger";
	return status >= 300 || status === 207 ? "warn" : "ok";
}
