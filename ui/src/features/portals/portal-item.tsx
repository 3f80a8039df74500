import { useId } from "react";
import { secondsUntil, useSecond } from "../../components/clock";
import { EnvironmentBadge } from "../../components/environment";
import { countdown } from "../../components/format";
import type { Connection } from "../../host/bindings";
import { useAppState } from "../../host/state";
import styles from "./rail.module.css";
import { credentialWord, shortCentre, standing } from "./standing";

/** One portal in the rail. Its name for screen readers stays still; what ticks is its description. */
export function PortalItem({
	connection,
	isOpen,
	isNarrow,
	onOpen,
}: {
	connection: Connection;
	isOpen: boolean;
	isNarrow: boolean;
	onOpen: () => void;
}) {
	const facts = useId();
	const { word, shape, tone } = standing(connection);
	const name = connection.identity.portalName;
	return (
		<li className={`${styles.item} ${isOpen ? styles.open : ""}`}>
			<button
				type="button"
				aria-current={isOpen ? "true" : undefined}
				aria-describedby={isNarrow ? undefined : facts}
				title={isNarrow ? `${name} (${connection.identity.hubId})` : undefined}
				onClick={onOpen}
			>
				<span className={`${styles.dot} ${styles[shape]} ${styles[tone]}`} aria-hidden />
				{isNarrow && (
					<span className={styles.initials} aria-hidden>
						{name.slice(0, 2)}
					</span>
				)}
				<span className={isNarrow ? "sr-only" : styles.name}>{name} </span>
				{isNarrow ? null : <EnvironmentBadge environment={connection.environment} />}
				<span className="sr-only"> {word}</span>
			</button>
			{!isNarrow && (
				<small id={facts} className={`num ${styles.facts}`}>
					<Facts connection={connection} />
				</small>
			)}
		</li>
	);
}

function Facts({ connection }: { connection: Connection }) {
	const { hubId, dataCentre } = connection.identity;
	const centre = connection.environment === "demo" ? null : shortCentre(dataCentre);
	const words = [hubId, centre, useTellingWord(connection)].filter((word) => word !== null).join(" · ");
	if (connection.state.kind !== "good") return `${words} · ${standing(connection).word}`;
	if (connection.token === null) return `${words} · does not expire`;
	return (
		<>
			{words} · <Left until={connection.token.expiresAt} />
		</>
	);
}

// A portal that is connected twice stands in the list twice.
function useTellingWord(connection: Connection): string | null {
	const state = useAppState().data;
	const isAlike = ({ id, identity, environment }: Connection) =>
		id !== connection.id &&
		identity.hubId === connection.identity.hubId &&
		environment === connection.environment;
	return state?.connections.some(isAlike) ? credentialWord(connection, state.apps) : null;
}

function Left({ until }: { until: string }) {
	const left = secondsUntil(until, useSecond());
	return left > 0 ? `${countdown(left)} left` : "token expired";
}
