import { AppWindow, Settings as Gear, PanelLeftClose, PanelLeftOpen, Plus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button, IconButton } from "../../components/button";
import { SearchField } from "../../components/search-field";
import type { Connection } from "../../host/bindings";
import { Mark } from "./mark";
import { PortalItem } from "./portal-item";
import styles from "./rail.module.css";

const searchFrom = 8;

/** The portals at the left edge, always there. */
export function Rail({
	connections,
	openId,
	isNarrow,
	onNarrow,
	onOpen,
	onConnect,
	onApps,
	onSettings,
	place,
	edge,
}: {
	connections: Connection[];
	openId: string | null;
	isNarrow: boolean;
	onNarrow: (narrow: boolean) => void;
	onOpen: (id: string) => void;
	onConnect: () => void;
	onApps: () => void;
	onSettings: () => void;
	place: "portal" | "connect" | "apps" | "settings";
	/** The divider that sets the width. */
	edge: ReactNode;
}) {
	const [words, setWords] = useState("");
	const fitting = connections.filter((connection) => fits(connection, words));
	const Fold = isNarrow ? PanelLeftOpen : PanelLeftClose;
	return (
		<nav
			className={`${styles.rail} ${isNarrow ? styles.narrow : ""}`}
			aria-label="Portals"
			data-pane
			tabIndex={-1}
		>
			<div className={styles.brand}>
				{!isNarrow && (
					<>
						<Mark />
						<span className={styles.brandName}>Portalscope</span>
					</>
				)}
				<IconButton
					label={isNarrow ? "Show the portal list" : "Fold the portal list"}
					onPress={() => onNarrow(!isNarrow)}
				>
					<Fold aria-hidden />
				</IconButton>
			</div>
			{!isNarrow && connections.length >= searchFrom && (
				<SearchField label="Search portals" placeholder="Search portals" value={words} onChange={setWords} />
			)}
			{fitting.length === 0 && !isNarrow && (
				<p className={styles.none}>
					{connections.length === 0
						? "No portal is connected yet."
						: "No portal has these words in its name or id."}
				</p>
			)}
			<ul className={styles.list}>
				{fitting.map((connection) => (
					<PortalItem
						key={connection.id}
						connection={connection}
						isOpen={place === "portal" && connection.id === openId}
						isNarrow={isNarrow}
						onOpen={() => onOpen(connection.id)}
					/>
				))}
			</ul>
			{!isNarrow && edge}
			<div className={styles.foot}>
				{isNarrow ? (
					<>
						<IconButton label="Connect a portal" onPress={onConnect}>
							<Plus aria-hidden />
						</IconButton>
						<IconButton label="OAuth apps" onPress={onApps}>
							<AppWindow aria-hidden />
						</IconButton>
						<IconButton label="Settings" onPress={onSettings}>
							<Gear aria-hidden />
						</IconButton>
					</>
				) : (
					<>
						<Button onPress={onConnect} className={place === "connect" ? styles.here : ""}>
							<Plus aria-hidden />
							Connect a portal
						</Button>
						<Button kind="quiet" onPress={onApps} className={place === "apps" ? styles.here : ""}>
							<AppWindow aria-hidden />
							OAuth apps
						</Button>
						<Button kind="quiet" onPress={onSettings} className={place === "settings" ? styles.here : ""}>
							<Gear aria-hidden />
							Settings
						</Button>
					</>
				)}
			</div>
		</nav>
	);
}

function fits({ identity }: Connection, words: string): boolean {
	return `${identity.portalName} ${identity.hubId}`.toLowerCase().includes(words.trim().toLowerCase());
}
