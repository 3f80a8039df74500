import { useMutation } from "@tanstack/react-query";
import { EllipsisVertical, FileDown, LockKeyhole, LockKeyholeOpen, RotateCw, Unplug } from "lucide-react";
import { EnvironmentBadge } from "../../domain/environment";
import type { Connection } from "../../host/bindings";
import { lockWriting } from "../../host/mutations";
import { useAppState } from "../../host/state";
import { secondsUntil, useSecond } from "../../lib/clock";
import { countdown, fullTime, hourAndMinute } from "../../lib/format";
import { makeReport, openDialog, reauthorize } from "../../navigation/navigation";
import { Badge } from "../../ui/badge";
import { Button, IconButton } from "../../ui/button";
import { Menu } from "../../ui/menu";
import type { MenuEntry } from "../../ui/menu-entries";
import styles from "./portal-header.module.css";
import { credentialWords, identityWords } from "./status";

/** Who and where one is, on every view of a portal. */
export function PortalHeader({ connection }: { connection: Connection }) {
	const lock = useMutation({ mutationFn: () => lockWriting(connection.id) });
	const { identity, writeLock } = connection;
	const oauthApps = useAppState().data?.oauthApps ?? [];
	const words = identityWords(connection);
	const entries: MenuEntry[] = [
		{
			id: "report",
			text: "Make a report…",
			picture: <FileDown aria-hidden />,
			act: () => makeReport(connection.id),
		},
		...(connection.credential === "oauth"
			? [
					{
						id: "reauthorize",
						text: "Re-authorize…",
						picture: <RotateCw aria-hidden />,
						act: () => reauthorize(connection.id),
					},
				]
			: []),
		{
			id: "leave",
			text: "Disconnect…",
			picture: <Unplug aria-hidden />,
			dangerous: true,
			act: () => openDialog({ kind: "disconnect", connection: connection.id }),
		},
	];
	return (
		<header className={styles.header}>
			<div className={styles.who}>
				<div className={styles.name}>
					<h1 tabIndex={-1}>{identity.portalName}</h1>
					<EnvironmentBadge environment={connection.environment} suffix={lockWord(writeLock)} />
					{connection.demoServer !== null && <Badge tone="demo">DEMO SERVER</Badge>}
				</div>
				<p className="muted" title={[...words, credentialWords(connection, oauthApps)].join(" · ")}>
					Hub ID <span className="mono">{identity.hubId}</span>
					{words.map((word) => ` · ${word}`)}
					<span className={styles.more}>
						{` · ${credentialWords(connection, oauthApps)}`}
						{connection.demoServer !== null && ` · answered by ${connection.demoServer}, not by HubSpot`}
						{connection.sessionOnly && " · this session only"}
					</span>
				</p>
				<p className="muted" role="status">
					{lockNote(connection)}
				</p>
			</div>
			<div className={styles.tools}>
				{connection.token && <Countdown until={connection.token.expiresAt} />}
				{writeLock === "locked" && (
					<Button onPress={() => openDialog({ kind: "unlock", connection: connection.id })}>
						<LockKeyhole aria-hidden />
						Unlock writing…
					</Button>
				)}
				{writeLock === "unlocked" && (
					<Button onPress={() => lock.mutate()} isPending={lock.isPending}>
						<LockKeyholeOpen aria-hidden />
						Lock writing
					</Button>
				)}
				<Menu
					label="Portal actions"
					entries={entries}
					trigger={
						<IconButton label="Portal actions">
							<EllipsisVertical aria-hidden />
						</IconButton>
					}
				/>
			</div>
		</header>
	);
}

function lockWord(lock: Connection["writeLock"]): string {
	return { locked: " · read-only", unlocked: " · writing unlocked", not_needed: "" }[lock];
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
