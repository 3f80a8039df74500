import { useEffect, useState } from "react";
import { FaultBoundary } from "../domain/fault-boundary";
import { openEndpoint } from "../features/console/request/draft-store";
import { OverviewView } from "../features/overview/overview-view";
import { PortalHeader } from "../features/portals/portal-header";
import type { Connection } from "../host/bindings";
import { useStore } from "../lib/store";
import { Tab, TabList, TabPanel, Tabs } from "../ui/tabs";
import styles from "./app.module.css";
import { type Tab as TabName, tabs } from "./place";
import { askedDialog } from "./portal-actions";
import { ConsoleView, ReauthorizeDialog, ScopesView } from "./views";

/** One portal: its header, its tabs, and the dialogs that several of them can ask for. */
export function PortalPage({
	connection,
	tab,
	onTab,
	onOpenPortal,
}: {
	connection: Connection;
	tab: TabName;
	onTab: (tab: TabName) => void;
	/** Goes to the scopes of another portal. */
	onOpenPortal: (id: string) => void;
}) {
	const [extraScopes, setExtraScopes] = useState<string[] | null>(null);
	const [unlockAsked, setUnlockAsked] = useState(false);
	const [leaveAsked, setLeaveAsked] = useState(false);
	const reconnect = () => setExtraScopes([]);
	const asked = useStore(askedDialog);
	useEffect(() => {
		if (asked === null) return;
		if (asked === "unlock") setUnlockAsked(true);
		else if (asked === "leave") setLeaveAsked(true);
		else setExtraScopes([]);
		askedDialog.set(null);
	}, [asked]);
	return (
		<div className={styles.portal}>
			<PortalHeader
				connection={connection}
				onReconnect={reconnect}
				unlockAsked={unlockAsked}
				onUnlockAsked={setUnlockAsked}
				leaveAsked={leaveAsked}
				onLeaveAsked={setLeaveAsked}
			/>
			<Tabs className={styles.tabs} selected={tab} onSelect={(id) => onTab(id as TabName)}>
				<TabList aria-label={`Views of ${connection.identity.portalName}`} className={styles.tabBar}>
					{tabs.map(({ id, title }) => (
						<Tab key={id} id={id}>
							{title}
						</Tab>
					))}
				</TabList>
				<TabPanel id="overview" className={styles.scroll}>
					<div className={styles.pane} data-pane tabIndex={-1}>
						<FaultBoundary key={connection.id} what="The overview">
							<OverviewView
								connection={connection}
								onReconnect={reconnect}
								onCompare={() => onTab("scopes")}
								onConsole={() => onTab("console")}
							/>
						</FaultBoundary>
					</div>
				</TabPanel>
				<TabPanel id="scopes" className={styles.panel}>
					<FaultBoundary key={connection.id} what="The scopes view">
						<ScopesView
							connection={connection}
							onReauthorize={setExtraScopes}
							onOpenPortal={onOpenPortal}
							onOpenInConsole={(endpoint) => {
								openEndpoint(connection.id, endpoint);
								onTab("console");
							}}
						/>
					</FaultBoundary>
				</TabPanel>
				<TabPanel id="console" className={styles.panel}>
					<FaultBoundary key={connection.id} what="The console">
						<ConsoleView
							connection={connection}
							onReauthorize={setExtraScopes}
							onReconnect={reconnect}
							onUnlock={() => setUnlockAsked(true)}
						/>
					</FaultBoundary>
				</TabPanel>
			</Tabs>
			{extraScopes !== null && (
				<ReauthorizeDialog
					connection={connection}
					extraScopes={extraScopes}
					onClose={() => setExtraScopes(null)}
				/>
			)}
		</div>
	);
}
