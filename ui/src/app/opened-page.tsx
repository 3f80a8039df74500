import { useQuery } from "@tanstack/react-query";
import { FileX } from "lucide-react";
import { FaultBoundary } from "../domain/fault-boundary";
import { lazyView } from "../domain/lazy-view";
import { factsOf } from "../features/opened/names";
import { OpenedHeader } from "../features/opened/opened-header";
import { OpenedOverview } from "../features/opened/opened-overview";
import { OpenedScopes } from "../features/opened/opened-scopes";
import type { Connection } from "../host/bindings";
import { openedReports } from "../host/queries/report";
import { type OpenedTab, tabs } from "../navigation/history";
import { navigate } from "../navigation/navigation";
import { placeTabs } from "../navigation/spot";
import { EmptyState } from "../ui/empty-state";
import { Tab, TabList, TabPanel, Tabs } from "../ui/tabs";
import styles from "./opened-page.module.css";

const OpenedHistory = lazyView(
	"The calls of the file",
	async () => (await import("../features/history/opened/opened-history")).OpenedHistory,
);

/** A report of somebody else or a HAR file, read only, with the tabs of a portal that it can have. */
export function OpenedPage({
	id,
	tab,
	connections,
}: {
	id: string;
	tab: OpenedTab;
	connections: Connection[];
}) {
	const reports = useQuery(openedReports);
	if (reports.isPending || reports.isFetching) return null;
	const report = reports.data?.find((one) => one.id === id);
	if (report === undefined) return <Closed />;
	const facts = factsOf(report);
	const shown: OpenedTab[] = facts ? ["overview", "scopes", "history"] : ["overview", "history"];
	return (
		<div className={styles.page}>
			<OpenedHeader report={report} />
			<Tabs
				className={styles.tabs}
				selected={shown.includes(tab) ? tab : "overview"}
				onSelect={(next) => navigate({ kind: "opened", id, tab: next as OpenedTab })}
			>
				<TabList aria-label="Views of the report" className={styles.tabBar} {...{ [placeTabs]: "" }}>
					{tabs
						.filter((one) => shown.some((name) => name === one.id))
						.map((one) => (
							<Tab key={one.id} id={one.id}>
								{one.title}
							</Tab>
						))}
				</TabList>
				<TabPanel id="overview" className={styles.scroll}>
					<div data-pane tabIndex={-1}>
						<FaultBoundary key={id} what="The overview">
							<OpenedOverview report={report} />
						</FaultBoundary>
					</div>
				</TabPanel>
				{facts && (
					<TabPanel id="scopes" className={styles.scroll}>
						<div data-pane tabIndex={-1}>
							<FaultBoundary key={id} what="The scopes">
								<OpenedScopes facts={facts} />
							</FaultBoundary>
						</div>
					</TabPanel>
				)}
				<TabPanel id="history" className={styles.panel}>
					<FaultBoundary key={id} what="The calls">
						<OpenedHistory id={id} connections={connections} />
					</FaultBoundary>
				</TabPanel>
			</Tabs>
		</div>
	);
}

function Closed() {
	return (
		<div className={styles.scroll}>
			<h1 className="sr-only" tabIndex={-1}>
				A closed report
			</h1>
			<EmptyState picture={<FileX />} title="This file was closed">
				Nothing of it is kept. Open it again with Reports… in the list of portals.
			</EmptyState>
		</div>
	);
}
