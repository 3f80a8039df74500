import type { Connection } from "../../../host/bindings";
import { isOneOf, useRemembered } from "../../../lib/remembered";
import { Tab, TabList, TabPanel, Tabs } from "../../../ui/tabs";
import { ScopesInWords } from "../proposal/scopes-in-words";
import type { Chosen } from "../sets/chosen-endpoints";
import { BrowseTree } from "./browse-tree";
import styles from "./endpoint-finder.module.css";
import { HistoryList } from "./history-list";
import { PasteList } from "./paste-list";
import { SearchList } from "./search-list";

const ways = [
	{ id: "search", title: "Search" },
	{ id: "browse", title: "Browse" },
	{ id: "history", title: "Called" },
	{ id: "paste", title: "Paste" },
	{ id: "words", title: "In words" },
] as const;
const isWay = isOneOf(ways.map(({ id }) => id));

/** Five ways to choose endpoints: by search, by product area, from what was called, from a pasted list, by what an app must do. */
export function EndpointFinder({
	id,
	connection,
	chosen,
	onUse,
}: {
	id: string;
	connection: Connection;
	chosen: Chosen;
	onUse: () => void;
}) {
	const [way, setWay] = useRemembered<string>("scopes.way", "search", isWay);
	return (
		<section
			id={id}
			className={styles.finder}
			aria-label="Find endpoints"
			data-pane
			tabIndex={-1}
			onFocus={onUse}
		>
			<Tabs className={styles.ways} selected={way} onSelect={setWay}>
				<TabList aria-label="Ways to choose endpoints" className={styles.wayBar}>
					{ways.map(({ id, title }) => (
						<Tab key={id} id={id} className={styles.way}>
							{title}
						</Tab>
					))}
				</TabList>
				<TabPanel id="search" className={styles.wayPanel}>
					<SearchList connectionId={connection.id} chosen={chosen} />
				</TabPanel>
				<TabPanel id="browse" className={styles.wayPanel}>
					<BrowseTree chosen={chosen} />
				</TabPanel>
				<TabPanel id="history" className={styles.wayPanel}>
					<HistoryList connection={connection} chosen={chosen} />
				</TabPanel>
				<TabPanel id="paste" className={styles.wayPanel}>
					<PasteList chosen={chosen} />
				</TabPanel>
				<TabPanel id="words" className={styles.wayPanel}>
					<ScopesInWords chosen={chosen} />
				</TabPanel>
			</Tabs>
		</section>
	);
}
