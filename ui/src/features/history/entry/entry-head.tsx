import {
	Columns2,
	Copy,
	Ellipsis,
	FileDown,
	FileJson,
	ListPlus,
	ListX,
	Pin,
	PinOff,
	Send,
	SquarePen,
	Terminal,
	Trash2,
} from "lucide-react";
import { toggleChosenCall, useChosenCalls } from "../../../domain/chosen-calls";
import { EnvironmentBadge } from "../../../domain/environment";
import { Method, Path } from "../../../domain/method";
import type { Connection, PastCall } from "../../../host/bindings";
import { copyText } from "../../../host/mutations";
import { byteSize, count, duration } from "../../../lib/format";
import { makeReport } from "../../../navigation/navigation";
import { CorrelationTerm } from "../../../response/correlation-term";
import { StatusBadge } from "../../../response/status-badge";
import { Badge } from "../../../ui/badge";
import { Button, IconButton } from "../../../ui/button";
import { CopyButton } from "../../../ui/copy-button";
import { Menu } from "../../../ui/menu";
import type { MenuEntry } from "../../../ui/menu-entries";
import { Row } from "../../../ui/row";
import { Time } from "../../../ui/time";
import { kindNames, senderNames, titleOf } from "../words";
import styles from "./entry-head.module.css";
import type { EntryActs } from "./use-entry-acts";

/** What was called, how it ended, for whom, and what can be done with it. */
export function EntryHead({
	past: { row, answer, retries },
	connection,
	acts,
	onCompare,
	onDelete,
}: {
	past: PastCall;
	connection: Connection | undefined;
	acts: EntryActs;
	onCompare: () => void;
	onDelete: () => void;
}) {
	const { correlationId } = row;
	const isCall = row.kind === "call";
	const isChosen = useChosenCalls(row.connection ?? "").includes(row.id);
	const canSend = isCall && connection !== undefined;
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
			<p className="muted">
				{connection ? (
					<>
						<EnvironmentBadge environment={connection.environment} /> {connection.identity.portalName} ·{" "}
					</>
				) : (
					`${row.portal === null ? "No portal" : `Portal ${row.portal}, no longer connected`} · `
				)}
				{isCall ? `${senderNames[row.sender]}` : kindNames[row.kind]}
				{retries > 0 && ` · sent ${count(retries + 1, "time")}: the token was refused and renewed`}
			</p>
			{correlationId !== null && (
				<p className={styles.correlation}>
					<CorrelationTerm /> <code>{correlationId}</code>
					<CopyButton iconOnly label="Copy correlation ID" copy={() => copyText(correlationId)} />
				</p>
			)}
			<Row>
				{isCall && (
					<>
						<Button kind="primary" isDisabled={!canSend} onPress={acts.sendAgain}>
							<Send aria-hidden />
							Send again
						</Button>
						<Button isDisabled={!canSend} onPress={acts.reopen}>
							<SquarePen aria-hidden />
							Open in the console
						</Button>
					</>
				)}
				<Button onPress={onCompare}>
					<Columns2 aria-hidden />
					Compare…
				</Button>
				<IconButton
					label={row.pinned ? "Unpin" : "Pin: keep it even when older entries are removed"}
					onPress={acts.pin}
				>
					{row.pinned ? <PinOff aria-hidden /> : <Pin aria-hidden />}
				</IconButton>
				<Menu
					label="Copy"
					trigger={
						<IconButton label="Copy">
							<Copy aria-hidden />
						</IconButton>
					}
					entries={[
						{ id: "line", text: "Copy support line", picture: <Copy aria-hidden />, act: acts.copyLine },
						...(isCall
							? [{ id: "curl", text: "Copy as cURL", picture: <Terminal aria-hidden />, act: acts.copyCurl }]
							: []),
						{ id: "har", text: "Copy as HAR", picture: <FileJson aria-hidden />, act: acts.copyHar },
					]}
				/>
				<Menu
					label="More"
					trigger={
						<IconButton label="More">
							<Ellipsis aria-hidden />
						</IconButton>
					}
					entries={[
						...(connection === undefined ? [] : reportEntries(connection.id, row.id, isChosen)),
						{
							id: "delete",
							text: "Delete this entry…",
							picture: <Trash2 aria-hidden />,
							dangerous: true,
							act: onDelete,
						},
					]}
				/>
			</Row>
			{isCall && connection === undefined && (
				<p className="muted">The portal is no longer connected, so it cannot be sent again.</p>
			)}
		</header>
	);
}

/** A report of this call alone, or of several that are chosen one by one. */
const reportEntries = (connection: string, call: string, isChosen: boolean): MenuEntry[] => [
	{
		id: "report",
		text: "Make a report of it…",
		picture: <FileDown aria-hidden />,
		act: () => makeReport(connection, [call]),
	},
	{
		id: "choose",
		text: isChosen ? "Take it out of the report" : "Choose it for a report",
		picture: isChosen ? <ListX aria-hidden /> : <ListPlus aria-hidden />,
		act: () => toggleChosenCall(connection, call),
	},
];
