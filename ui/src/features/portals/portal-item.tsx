import { memo, useId } from "react";
import { EnvironmentBadge } from "../../domain/environment";
import { ownColor, shownName } from "../../domain/own-label";
import { useIsSending } from "../../domain/sending";
import type { Connection } from "../../host/bindings";
import { useAppState } from "../../host/state";
import { useMinutesUntil } from "../../lib/clock";
import { minutes } from "../../lib/format";
import styles from "./portal-item.module.css";
import { connectionStatus, shortDataCenter, tellingWord } from "./status";

/**
 * One portal in the rail. Its name for screen readers stays still; what ticks is its description. Drawn anew only
 * when something of its own changed: news of one portal must not touch the others.
 */
export const PortalItem = memo(function PortalItem({
	id,
	connection,
	group,
	position,
	total,
	isOpen,
	isActive,
	isNarrow,
	isTight,
	start,
	height,
	onPress,
}: {
	id: string;
	connection: Connection;
	group: string | null;
	position: number;
	total: number;
	isOpen: boolean;
	isActive: boolean;
	isNarrow: boolean;
	/** The badge goes under the name. */
	isTight: boolean;
	start: number;
	height: number;
	onPress: (id: string) => void;
}) {
	const facts = useId();
	const { word, shape, tone } = connectionStatus(connection);
	const { portalName, hubId } = connection.identity;
	const name = shownName(connection);
	const isSending = useIsSending(connection.id);
	const classes = [
		styles.item,
		isOpen && styles.open,
		isActive && styles.active,
		isTight && styles.tight,
		isNarrow && styles.narrow,
	];
	return (
		// biome-ignore lint/a11y/useKeyWithClickEvents: the list holds the focus and takes the keys.
		// biome-ignore lint/a11y/useFocusableInteractive: active-descendant pattern; the list is focusable.
		<div
			id={id}
			role="option"
			aria-selected={isOpen}
			aria-posinset={position}
			aria-setsize={total}
			aria-describedby={isNarrow ? undefined : facts}
			title={`${name === portalName ? "" : `${name}: `}${portalName} (${hubId})`}
			className={classes.filter(Boolean).join(" ")}
			style={{ height, transform: `translateY(${start}px)`, ["--own" as string]: ownColor(connection) }}
			onClick={() => onPress(connection.id)}
		>
			<span className={`${styles.dot} ${styles[shape]} ${styles[tone]}`} aria-hidden />
			{isNarrow && (
				<span className={styles.initials} aria-hidden>
					{name.slice(0, 2)}
				</span>
			)}
			<span className={isNarrow ? "sr-only" : styles.name}>{name} </span>
			{isNarrow ? null : (
				<EnvironmentBadge
					environment={connection.environment}
					// Locked is how it ought to be, and is not worth a word in a list.
					lock={connection.writeLock === "unlocked" ? "unlocked" : "not_needed"}
				/>
			)}
			<span className="sr-only">
				{" "}
				{word}
				{isSending && ", sending"}
				{group !== null && `, ${group}`}
			</span>
			{!isNarrow && (
				<small id={facts} aria-hidden className={`num ${styles.facts}`}>
					<Facts connection={connection} isOpen={isOpen} isSending={isSending} />
				</small>
			)}
		</div>
	);
});

function Facts({
	connection,
	isOpen,
	isSending,
}: {
	connection: Connection;
	isOpen: boolean;
	isSending: boolean;
}) {
	const state = useAppState().data;
	const { identity, environment, token } = connection;
	const known = [
		connection.label.name === null ? null : identity.portalName,
		identity.hubId,
		environment === "demo" ? null : shortDataCenter(identity.dataCenter),
		state ? tellingWord(connection, state.connections, state.oauthApps) : null,
	];
	const words = known.filter((word) => word !== null).join(" · ");
	if (isSending) return `${words} · sending…`;
	if (connection.state.kind !== "good") return `${words} · ${connectionStatus(connection).word}`;
	if (token === null) return `${words} · does not expire`;
	// Only the open portal's token is renewed before it ends; of the others that end says nothing.
	if (!isOpen) return `${words} · renews when used`;
	return (
		<>
			{words} · <Left until={token.expiresAt} />
		</>
	);
}

// In minutes: the header beside it counts the seconds.
function Left({ until }: { until: string }) {
	const left = useMinutesUntil(until);
	return left < 0 ? "token expired" : `${minutes(left)} left`;
}
