import { useId } from "react";
import { secondsUntil, useSecond } from "../../components/clock";
import { EnvironmentBadge } from "../../components/environment";
import { countdown } from "../../components/format";
import type { Connection } from "../../host/bindings";
import styles from "./rail.module.css";
import { shortCentre, standing } from "./standing";

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
		<li>
			<button
				type="button"
				className={`${styles.item} ${isOpen ? styles.open : ""}`}
				aria-current={isOpen ? "true" : undefined}
				aria-label={`${name}, ${connection.environment.replace("_", " ")}, ${word}`}
				aria-describedby={facts}
				title={isNarrow ? `${name} (${connection.identity.hubId})` : undefined}
				onClick={onOpen}
			>
				<span className={`${styles.dot} ${styles[shape]} ${styles[tone]}`} aria-hidden />
				{isNarrow ? (
					<span className={styles.initials} aria-hidden>
						{name.slice(0, 2)}
					</span>
				) : (
					<>
						<span className={styles.name}>{name}</span>
						<EnvironmentBadge environment={connection.environment} />
						<small id={facts} className={`num ${styles.facts}`}>
							<Facts connection={connection} />
						</small>
					</>
				)}
			</button>
		</li>
	);
}

function Facts({ connection }: { connection: Connection }) {
	const { hubId, dataCentre } = connection.identity;
	const centre = connection.environment === "demo" ? null : shortCentre(dataCentre);
	const words = [hubId, centre].filter((word) => word !== null).join(" · ");
	if (connection.state.kind !== "good") return `${words} · ${standing(connection).word}`;
	if (connection.token === null) return `${words} · does not expire`;
	return (
		<>
			{words} · <Left until={connection.token.expiresAt} />
		</>
	);
}

function Left({ until }: { until: string }) {
	const left = secondsUntil(until, useSecond());
	return left > 0 ? `${countdown(left)} left` : "token expired";
}
