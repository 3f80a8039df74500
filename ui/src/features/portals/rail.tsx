import {
	Activity,
	AppWindow,
	Settings as Gear,
	History,
	PanelLeftClose,
	PanelLeftOpen,
	Plus,
	Search,
} from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { lazyView } from "../../domain/lazy-view";
import type { Connection, OauthApp } from "../../host/bindings";
import { useRemembered } from "../../lib/remembered";
import { navigate, openDialog, usePlace } from "../../navigation/navigation";
import { Button, IconButton } from "../../ui/button";
import { arrange, type Grouping, isGrouping, isSorting, type Sorting } from "./arrange";
import { Mark } from "./mark";
import { PortalList } from "./portal-list";
import styles from "./rail.module.css";

export const RailTools = lazyView(
	"The search of portals",
	async () => (await import("./rail-tools")).RailTools,
	"nothing",
);
const searchFrom = 8;
const paletteKeys = <kbd>{navigator.userAgent.includes("Mac") ? "⌘ K" : "Ctrl K"}</kbd>;
const places = [
	{ kind: "connect", label: "Connect a portal", Picture: Plus },
	{ kind: "history", label: "History of all portals", Picture: History },
	{ kind: "diagnostics", label: "Diagnostics", Picture: Activity },
	{ kind: "apps", label: "OAuth apps", Picture: AppWindow },
	{ kind: "settings", label: "Settings", Picture: Gear },
] as const;

/** The portals at the left edge, always there. */
export function Rail({
	connections,
	apps,
	isNarrow,
	onNarrow,
	edge,
	reports,
}: {
	connections: Connection[];
	/** For the names of groups. */
	apps: OauthApp[];
	isNarrow: boolean;
	onNarrow: (narrow: boolean) => void;
	/** The divider that sets the width. */
	edge: ReactNode;
	/** The reports of others that are open. */
	reports: ReactNode;
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
			{connections.length > 0 && (
				<div className={styles.tools}>
					<Button
						kind="quiet"
						aria-label={isNarrow ? "Search" : undefined}
						onPress={() => openDialog({ kind: "palette" })}
					>
						<Search aria-hidden />
						{!isNarrow && <>Search {paletteKeys}</>}
					</Button>
					{!isNarrow && (
						<Button kind="quiet" onPress={() => openDialog({ kind: "shortcuts" })}>
							Help <kbd>?</kbd>
						</Button>
					)}
				</div>
			)}
			{!isNarrow && isMany && (
				<div className={styles.tools}>
					<RailTools
						words={words}
						onWords={setWords}
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
			<div className={styles.foot}>
				<div className={styles.reports}>{reports}</div>
				{places.map(({ kind, label, Picture }) => {
					const go = () => navigate({ kind });
					return isNarrow ? (
						<IconButton key={kind} label={label} onPress={go}>
							<Picture aria-hidden />
						</IconButton>
					) : (
						<Button
							key={kind}
							kind={kind === "connect" ? "plain" : "quiet"}
							onPress={go}
							className={place.kind === kind ? styles.here : ""}
						>
							<Picture aria-hidden />
							{label}
						</Button>
					);
				})}
			</div>
			{!isNarrow && edge}
		</nav>
	);
}
