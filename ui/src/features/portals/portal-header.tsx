import { useMutation } from "@tanstack/react-query";
import { EllipsisVertical, LockKeyhole, LockKeyholeOpen } from "lucide-react";
import { EnvironmentBadge } from "../../domain/environment";
import { ownColor, shownName } from "../../domain/own-label";
import { isRefused } from "../../domain/refusal";
import type { Connection } from "../../host/bindings";
import { lockWriting } from "../../host/mutations";
import { useAppState } from "../../host/state";
import { secondsUntil, useSecond } from "../../lib/clock";
import { countdown, fullTime, hourAndMinute } from "../../lib/format";
import { openDialog } from "../../navigation/navigation";
import { Badge } from "../../ui/badge";
import { Button, IconButton } from "../../ui/button";
import { lazyPart } from "../../ui/lazy-part";
import { MenuTrigger } from "../../ui/menu-trigger";
import styles from "./portal-header.module.css";
import { credentialWords, identityWords } from "./status";

export const PortalEntries = lazyPart(async () => (await import("./portal-entries")).PortalEntries);

/** Who and where one is, on every view of a portal: two lines, the second one whole while the header has the focus. */
export function PortalHeader({ connection }: { connection: Connection }) {
	const lock = useMutation({ mutationFn: () => lockWriting(connection.id) });
	const { identity, writeLock, token } = connection;
	const oauthApps = useAppState().data?.oauthApps ?? [];
	const name = shownName(connection);
	const facts = [
		...(name === identity.portalName ? [] : [identity.portalName]),
		...identityWords(connection),
		credentialWords(connection, oauthApps),
		...(connection.demoServer === null ? [] : [`answered by ${connection.demoServer}, not by HubSpot`]),
		...(connection.sessionOnly ? ["this session only"] : []),
	];
	const note = lockNote(connection);
	return (
		<header className={styles.header}>
			<div className={styles.who}>
				<div className={styles.name}>
					<h1 tabIndex={-1} title={name} style={{ borderColor: ownColor(connection) }}>
						{name}
					</h1>
					<EnvironmentBadge environment={connection.environment} lock={writeLock} long />
					{connection.demoServer !== null && <Badge tone="demo">DEMO SERVER</Badge>}
					<p className={styles.note} role="status" title={note}>
						{note}
					</p>
				</div>
				<p className={styles.facts} title={facts.join(" · ")}>
					Hub ID <span className="mono">{identity.hubId}</span>
					{facts.map((fact) => ` · ${fact}`)}
				</p>
			</div>
			<div className={styles.tools}>
				{isRefused(connection) ? (
					<b className={styles.refused}>needs you</b>
				) : (
					token && <Countdown until={token.expiresAt} />
				)}
				{writeLock === "locked" && (
					<Button onPress={() => openDialog({ kind: "unlock", connection: connection.id })}>
						<LockKeyhole aria-hidden />
						<span>Unlock writing…</span>
					</Button>
				)}
				{writeLock === "unlocked" && (
					<Button onPress={() => lock.mutate()} isPending={lock.isPending}>
						<LockKeyholeOpen aria-hidden />
						<span>Lock writing</span>
					</Button>
				)}
				<MenuTrigger
					trigger={
						<IconButton label="Portal actions">
							<EllipsisVertical aria-hidden />
						</IconButton>
					}
				>
					{(opened) => <PortalEntries connection={connection} opened={opened} onFault={opened.onFault} />}
				</MenuTrigger>
			</div>
		</header>
	);
}

function lockNote({ unlockedUntil, lockedItselfAt }: Connection): string {
	if (unlockedUntil) return `Writing locks itself at ${hourAndMinute(unlockedUntil)} unless you write.`;
	if (!lockedItselfAt) return "";
	return `Writing locked itself at ${hourAndMinute(lockedItselfAt)}: nothing was written for 30 minutes.`;
}

function Countdown({ until }: { until: string }) {
	const left = secondsUntil(until, useSecond());
	const tone = left <= 0 ? styles.out : left < 300 ? styles.low : "";
	return (
		<span
			className={`${styles.left} ${tone}`}
			title={`Expires ${fullTime(until)}`}
			role="timer"
			aria-label="Token time left"
		>
			{left > 0 ? (
				<>
					<b className="num">{countdown(left)}</b> <span>{left < 300 ? "left, expires soon" : "left"}</span>
				</>
			) : (
				<b>expired</b>
			)}
		</span>
	);
}
