import { useMutation } from "@tanstack/react-query";
import { FlaskConical } from "lucide-react";
import { Method, Path } from "../../../domain/method";
import { reopenRequest } from "../../../domain/send-request";
import type { Connection, PastCall } from "../../../host/bindings";
import { copyText, openedDraft } from "../../../host/mutations";
import { toastError } from "../../../host/toast-error";
import { byteSize, duration } from "../../../lib/format";
import { navigate } from "../../../navigation/navigation";
import { CorrelationTerm } from "../../../response/correlation-term";
import { StatusBadge } from "../../../response/status-badge";
import { Badge } from "../../../ui/badge";
import { Button } from "../../../ui/button";
import { CopyButton } from "../../../ui/copy-button";
import { Menu } from "../../../ui/menu";
import { Row } from "../../../ui/row";
import { Time } from "../../../ui/time";
import { VisibleText } from "../../../ui/visible-text";
import { kindNames, senderNames, titleOf } from "../words";
import styles from "./opened-head.module.css";

/** What was called, how it ended, and the way to try it on a portal of one's own. */
export function OpenedHead({
	report,
	past: { row, answer },
	connections,
}: {
	report: string;
	past: PastCall;
	connections: Connection[];
}) {
	const { correlationId, note } = row;
	const isCall = row.kind === "call";
	return (
		<header className={styles.head}>
			<h2 className={styles.title}>{titleOf(row)}</h2>
			<p className={styles.call}>
				<Method>{row.method}</Method> <Path text={row.path} />
			</p>
			<Row gap="1-3">
				{answer === null ? (
					<Badge tone="danger">no answer</Badge>
				) : (
					<StatusBadge status={answer.status} words={answer.statusText} />
				)}
				<span className="muted num">
					{duration(row.durationMs)} · {byteSize(row.responseBytes)} · <Time at={row.sentAt} />
				</span>
			</Row>
			<p className="muted">{isCall ? senderNames[row.sender] : kindNames[row.kind]} · read only</p>
			{correlationId !== null && (
				<p className={styles.call}>
					<CorrelationTerm /> <code>{correlationId}</code>{" "}
					<CopyButton iconOnly label="Copy correlation ID" copy={() => copyText(correlationId)} />
				</p>
			)}
			{note !== null && (
				<p className={styles.call}>
					<span className="muted">Note:</span>{" "}
					<q>
						<VisibleText text={note} />
					</q>
				</p>
			)}
			{isCall && <TryIt report={report} call={row.id} connections={connections} />}
		</header>
	);
}

/** Nothing is sent: a draft of it is opened in the console of the chosen portal. */
function TryIt({ report, call, connections }: { report: string; call: string; connections: Connection[] }) {
	const draft = useMutation({
		mutationFn: async (connectionId: string) => {
			reopenRequest(connectionId, await openedDraft(report, call));
			navigate({ kind: "portal", id: connectionId, tab: "console" });
		},
		onError: toastError,
	});
	const only = connections.length === 1 ? connections[0] : undefined;
	const words = (
		<>
			<FlaskConical aria-hidden />
			Try it on my portal{only ? "" : "…"}
		</>
	);
	if (connections.length === 0) {
		return (
			<Row>
				<Button isDisabled>{words}</Button>
				<span className="muted">Connect a portal of your own first.</span>
			</Row>
		);
	}
	return (
		<Row>
			{only ? (
				<Button kind="primary" isPending={draft.isPending} onPress={() => draft.mutate(only.id)}>
					{words}
				</Button>
			) : (
				<Menu
					label="Try it on"
					trigger={
						<Button kind="primary" isPending={draft.isPending}>
							{words}
						</Button>
					}
					entries={connections.map(({ id, identity }) => ({
						id,
						text: `${identity.portalName} (${identity.hubId})`,
						act: () => draft.mutate(id),
					}))}
				/>
			)}
			<span className="muted">
				{only ? `Opens it in the console of ${only.identity.portalName}; ` : "Opens it in the console; "}
				nothing is sent.
			</span>
		</Row>
	);
}
