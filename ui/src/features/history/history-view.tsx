import { useRef, useState } from "react";
import type { Connection } from "../../host/bindings";
import { useCommandKeys } from "../../lib/command-keys";
import { isNumber, useRemembered } from "../../lib/remembered";
import type { HistoryShow } from "../../navigation/history-look";
import { Splitter } from "../../ui/splitter";
import { Tab, TabList, TabPanel, Tabs } from "../../ui/tabs";
import { CallList } from "./call-list";
import { ChoosingNote } from "./choosing-note";
import { ChosenCallsNote } from "./chosen-calls-note";
import { DeleteDialog, type Deleting } from "./delete-dialog";
import { EntryPane } from "./entry/entry-pane";
import { FailureList } from "./groups/failure-list";
import { OperationList } from "./groups/operation-list";
import { VersionList } from "./groups/version-list";
import styles from "./history-view.module.css";
import { SearchBar } from "./search/search-bar";
import { useLook } from "./use-look";
import { useSlash } from "./use-slash";

const shows: { id: HistoryShow; title: string }[] = [
	{ id: "calls", title: "Calls" },
	{ id: "operations", title: "Operations" },
	{ id: "failures", title: "Errors" },
	{ id: "versions", title: "Versions" },
];

/** What was called, and what came back: of a portal, or of all (`connection` is `null`). */
export function HistoryView({
	connection,
	connections,
}: {
	connection: Connection | null;
	connections: Connection[];
}) {
	const look = useLook(connection?.id ?? null);
	const [share, setShare] = useRemembered("history.share", 42, isNumber);
	const [deleting, setDeleting] = useState<Deleting | null>(null);
	const frame = useRef<HTMLDivElement>(null);
	const focusSearch = () => {
		const field = frame.current?.querySelector<HTMLInputElement>('input[type="search"]');
		field?.focus();
		field?.select();
	};
	const focusList = () => frame.current?.querySelector<HTMLElement>('[role="listbox"]')?.focus();
	useCommandKeys({
		f: () => {
			const inEntry = document.activeElement?.closest("[data-entry]") && look.beside === null;
			return inEntry ? false : focusSearch();
		},
	});
	useSlash(focusSearch);
	const close = () => {
		look.close();
		requestAnimationFrame(focusList);
	};
	const of = look.asked.connection;
	const isOpen = look.entry !== null && look.beside !== "choosing";
	return (
		<div className={styles.frame} ref={frame} data-open={isOpen || undefined}>
			{connection === null && <h1 className={styles.title}>History of all portals</h1>}
			<div className={styles.split} style={{ ["--share" as string]: `${share}%` }}>
				<section className={styles.list} aria-label="Calls" data-pane tabIndex={-1}>
					<SearchBar
						look={look}
						connections={connection === null ? connections : null}
						onSubmit={focusList}
						onDelete={(lookup) => setDeleting({ kind: "found", lookup })}
					/>
					<ChoosingNote look={look} />
					{(connection === null ? connections : [connection]).map((one) => (
						<ChosenCallsNote key={one.id} connection={one} />
					))}
					<Tabs
						className={styles.tabs}
						selected={look.show}
						onSelect={(show) => look.go({ show: show as HistoryShow })}
					>
						<TabList aria-label="Show">
							{shows.map(({ id, title }) => (
								<Tab key={id} id={id}>
									{title}
								</Tab>
							))}
						</TabList>
						<TabPanel id="calls" className={styles.panel}>
							<CallList
								look={look}
								connections={connection === null ? connections : null}
								all={connections}
								onDelete={(entry) => setDeleting({ kind: "entry", entry })}
							/>
						</TabPanel>
						<TabPanel id="operations" className={styles.panel}>
							<OperationList connectionId={of} onOpen={look.showCalls} />
						</TabPanel>
						<TabPanel id="failures" className={styles.panel}>
							<FailureList connectionId={of} onOpen={look.showCalls} />
						</TabPanel>
						<TabPanel id="versions" className={styles.panel}>
							<VersionList connectionId={of} onOpen={look.showCalls} />
						</TabPanel>
					</Tabs>
				</section>
				{isOpen && (
					<>
						<Splitter
							label="Width of the list"
							value={share}
							min={28}
							max={68}
							step={2}
							onChange={setShare}
							toValue={(x, box) => ((x - box.left) / box.width) * 100}
						/>
						<EntryPane
							look={look}
							connections={connections}
							onClose={close}
							onDelete={(entry) => setDeleting({ kind: "entry", entry })}
						/>
					</>
				)}
			</div>
			{deleting && (
				<DeleteDialog
					deleting={deleting}
					connections={connections}
					onClose={() => setDeleting(null)}
					onDeleted={(id) => {
						setDeleting(null);
						if (id === null || id === look.entry || id === look.beside) close();
					}}
				/>
			)}
		</div>
	);
}
