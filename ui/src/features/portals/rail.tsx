import { AppWindow, Settings as Gear, PanelLeftClose, PanelLeftOpen, Plus } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import type { Connection, OauthApp } from "../../host/bindings";
import { useRemembered } from "../../lib/remembered";
import { Button, IconButton } from "../../ui/button";
import { SearchField } from "../../ui/search-field";
import { arrange, type Grouping, isGrouping, isSorting, type Sorting } from "./arrange";
import { ArrangeMenu } from "./arrange-menu";
import { Mark } from "./mark";
import { PortalList } from "./portal-list";
import styles from "./rail.module.css";

const searchFrom = 8;

/** The portals at the left edge, always there. */
export function Rail({
	connections,
	apps,
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
	/** For the names of groups. */
	apps: OauthApp[];
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
	const [grouping, setGrouping] = useRemembered<Grouping>("rail.grouping", "none", isGrouping);
	const [sorting, setSorting] = useRemembered<Sorting>("rail.sorting", "name", isSorting);
	const rows = useMemo(
		() => arrange(connections, isNarrow ? "" : words, grouping, sorting, apps),
		[connections, isNarrow, words, grouping, sorting, apps],
	);
	const isMany = connections.length >= searchFrom;
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
			{!isNarrow && isMany && (
				<div className={styles.tools}>
					<SearchField
						label="Search portals"
						placeholder="Search portals"
						value={words}
						onChange={setWords}
					/>
					<ArrangeMenu
						grouping={grouping}
						sorting={sorting}
						onGrouping={setGrouping}
						onSorting={setSorting}
					/>
				</div>
			)}
			{rows.length === 0 && !isNarrow && (
				<p className={styles.none}>
					{connections.length === 0
						? "No portal is connected yet."
						: "No portal has these words in its name or id."}
				</p>
			)}
			{rows.length > 0 && (
				<PortalList
					rows={rows}
					openId={place === "portal" ? openId : null}
					isNarrow={isNarrow}
					onOpen={onOpen}
				/>
			)}
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
