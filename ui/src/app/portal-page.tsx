import { useMemo } from "react";
import { FaultBoundary } from "../domain/fault-boundary";
import { isRefused, RefusedContext } from "../domain/refusal";
import { OverviewView } from "../features/overview/overview-view";
import { PortalHeader } from "../features/portals/portal-header";
import type { Connection } from "../host/bindings";
import { type Tab as TabName, tabs } from "../navigation/history";
import { navigate, reauthorize, usePortalView } from "../navigation/navigation";
import { placeTabs } from "../navigation/spot";
import { Tab, TabList, TabPanel, Tabs } from "../ui/tabs";
import styles from "./portal-page.module.css";
import { ConsoleView, DiagnosticsView, HistoryView, ScopesView } from "./views";

/** One portal: its header and its tabs. */
export function PortalPage({ connection }: { connection: Connection }) {
	const { tab } = usePortalView(connection.id);
	return (
		<RefusedContext value={useRefusal(connection)}>
			<Tabs
				className={styles.portal}
				selected={tab}
				onSelect={(id) => navigate({ kind: "portal", id: connection.id, tab: id as TabName })}
			>
				<section className={styles.top} aria-label="Portal and its views" data-pane tabIndex={-1}>
					<PortalHeader connection={connection} />
					<TabList
						aria-label={`Views of ${connection.identity.portalName}`}
						className={styles.tabBar}
						{...{ [placeTabs]: "" }}
					>
						{tabs.map(({ id, title }) => (
							<Tab key={id} id={id}>
								{title}
							</Tab>
						))}
					</TabList>
				</section>
				<TabPanel id="overview" className={styles.scroll}>
					<div data-pane tabIndex={-1}>
						<FaultBoundary key={connection.id} what="The overview">
							<OverviewView connection={connection} />
						</FaultBoundary>
					</div>
				</TabPanel>
				<TabPanel id="scopes" className={styles.panel}>
					<FaultBoundary key={connection.id} what="The scopes view">
						<ScopesView connection={connection} />
					</FaultBoundary>
				</TabPanel>
				<TabPanel id="console" className={styles.panel}>
					<FaultBoundary key={connection.id} what="The console">
						<ConsoleView connection={connection} />
					</FaultBoundary>
				</TabPanel>
				<TabPanel id="history" className={styles.panel}>
					<FaultBoundary key={connection.id} what="The history">
						<HistoryView connection={connection} connections={[connection]} />
					</FaultBoundary>
				</TabPanel>
				<TabPanel id="diagnostics" className={styles.scroll}>
					<div data-pane tabIndex={-1}>
						<DiagnosticsView />
					</div>
				</TabPanel>
			</Tabs>
		</RefusedContext>
	);
}

function useRefusal(connection: Connection) {
	const { id, credential, state } = connection;
	const reason = isRefused(connection) && state.kind !== "good" ? state.error.message : null;
	const isOauth = credential === "oauth";
	return (
		useMemo(
			() => reason && { reason, reauthorize: isOauth ? () => reauthorize(id) : null },
			[id, isOauth, reason],
		) || null
	);
}
