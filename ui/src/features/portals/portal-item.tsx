import { memo, useId } from "react";
import { EnvironmentBadge } from "../../domain/environment";
import type { Connection } from "../../host/bindings";
import { useAppState } from "../../host/state";
import { useMinutesUntil } from "../../lib/clock";
import { minutes } from "../../lib/format";
import styles from "./portal-item.module.css";
import { connectionStatus, credentialWord, shortDataCenter } from "./status";

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
			title={`${portalName} (${hubId})`}
			className={classes.filter(Boolean).join(" ")}
			style={{ height, transform: `translateY(${start}px)` }}
			onClick={() => onPress(connection.id)}
		>
			<span className={`${styles.dot} ${styles[shape]} ${styles[tone]}`} aria-hidden />
			{isNarrow && (
				<span className={styles.initials} aria-hidden>
					{portalName.slice(0, 2)}
				</span>
			)}
			<span className={isNarrow ? "sr-only" : styles.name}>{portalName} </span>
			{isNarrow ? null : <EnvironmentBadge environment={connection.environment} />}
			<span className="sr-only">
				{" "}
				{word}
				{group !== null && `, ${group}`}
			</span>
			{!isNarrow && (
				<small id={facts} aria-hidden className={`num ${styles.facts}`}>
					<Facts connection={connection} />
				</small>
			)}
		</div>
	);
});

function Facts({ connection }: { connection: Connection }) {
	const { hubId, dataCenter } = connection.identity;
	const dataCenterText = connection.environment === "demo" ? null : shortDataCenter(dataCenter);
	const words = [hubId, dataCenterText, useTellingWord(connection)]
		.filter((word) => word !== null)
		.join(" · ");
	if (connection.state.kind !== "good") return `${words} · ${connectionStatus(connection).word}`;
	if (connection.token === null) return `${words} · does not expire`;
	return (
		<>
			{words} · <Left until={connection.token.expiresAt} />
		</>
	);
}

// A portal that is connected twice is in the list twice.
function useTellingWord(connection: Connection): string | null {
	const state = useAppState().data;
	const isAlike = ({ id, identity, environment }: Connection) =>
		id !== connection.id &&
		identity.hubId === connection.identity.hubId &&
		environment === connection.environment;
	return state?.connections.some(isAlike) ? credentialWord(connection, state.oauthApps) : null;
}

// In minutes: many portals that tick each second keep the whole window drawing.
function Left({ until }: { until: string }) {
	const left = useMinutesUntil(until);
	return left < 0 ? "token expired" : `${minutes(left)} left`;
}
