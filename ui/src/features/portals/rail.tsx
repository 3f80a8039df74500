import { AppWindow, Settings as Gear, History, PanelLeftClose, PanelLeftOpen, Plus } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import type { Connection, OauthApp } from "../../host/bindings";
import { useRemembered } from "../../lib/remembered";
import { navigate, usePlace } from "../../navigation/navigation";
import { Button, IconButton } from "../../ui/button";
import { SearchField } from "../../ui/search-field";
import { arrange, type Grouping, isGrouping, isSorting, type Sorting } from "./arrange";
import { ArrangeMenu } from "./arrange-menu";
import { Mark } from "./mark";
import { PortalList } from "./portal-list";
import styles from "./rail.module.css";

const searchFrom = 8;
const toConnect = () => navigate({ kind: "connect" });
const toApps = () => navigate({ kind: "apps" });
const toHistory = () => navigate({ kind: "history" });
const toSettings = () => navigate({ kind: "settings" });

/** The portals at the left edge, always there. */
export function Rail({
	connections,
	apps,
	isNarrow,
	onNarrow,
	edge,
}: {
	connections: Connection[];
	/** For the names of groups. */
	apps: OauthApp[];
	isNarrow: boolean;
	onNarrow: (narrow: boolean) => void;
	/** The divider that sets the width. */
	edge: ReactNode;
}) {
	const place = usePlace();
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
				<PortalList rows={rows} openId={place.kind === "portal" ? place.id : null} isNarrow={isNarrow} />
			)}
			{!isNarrow && edge}
			<div className={styles.foot}>
				{isNarrow ? (
					<>
						<IconButton label="Connect a portal" onPress={toConnect}>
							<Plus aria-hidden />
						</IconButton>
						<IconButton label="History of all portals" onPress={toHistory}>
							<History aria-hidden />
						</IconButton>
						<IconButton label="OAuth apps" onPress={toApps}>
							<AppWindow aria-hidden />
						</IconButton>
						<IconButton label="Settings" onPress={toSettings}>
							<Gear aria-hidden />
						</IconButton>
					</>
				) : (
					<>
						<Button onPress={toConnect} className={place.kind === "connect" ? styles.here : ""}>
							<Plus aria-hidden />
							Connect a portal
						</Button>
						<Button kind="quiet" onPress={toHistory} className={place.kind === "history" ? styles.here : ""}>
							<History aria-hidden />
							History of all portals
						</Button>
						<Button kind="quiet" onPress={toApps} className={place.kind === "apps" ? styles.here : ""}>
							<AppWindow aria-hidden />
							OAuth apps
						</Button>
						<Button
							kind="quiet"
							onPress={toSettings}
							className={place.kind === "settings" ? styles.here : ""}
						>
							<Gear aria-hidden />
							Settings
						</Button>
					</>
				)}
			</div>
		</nav>
	);
}
