import { Ellipsis, ListFilter, Trash2, X } from "lucide-react";
import { useId, useState } from "react";
import type { Connection, HistoryLookup } from "../../../host/bindings";
import { anyEntry } from "../../../navigation/history-look";
import { Button, IconButton } from "../../../ui/button";
import { Menu } from "../../../ui/menu";
import { Row } from "../../../ui/row";
import { SearchField } from "../../../ui/search-field";
import { Switch } from "../../../ui/switch";
import type { Look } from "../use-look";
import { conditionsOf } from "./conditions";
import { Filters } from "./filters";
import styles from "./search-bar.module.css";

/** Words to look for, what else must hold, and what can be done with all that is found. */
export function SearchBar({
	look,
	connections,
	onSubmit,
	onDelete,
}: {
	look: Look;
	/** To choose from. `null`: the history is that of one portal. */
	connections: Connection[] | null;
	/** The words are typed, and the list is wanted. */
	onSubmit: () => void;
	onDelete: (lookup: HistoryLookup) => void;
}) {
	const [isOpen, setOpen] = useState(false);
	const filtersId = useId();
	const { lookup, asked } = look;
	const isAll = connections !== null;
	const conditions = conditionsOf(lookup, isAll, connections ?? []);
	const isSearched = conditions.length > 0 || lookup.text.trim() !== "" || lookup.failures;
	const everything = { ...anyEntry, connection: isAll ? null : asked.connection };
	const find = (part: Partial<HistoryLookup>) => {
		// Conditions are of entries, not of groups.
		if (look.show === "calls") look.find(part);
		else look.change({ show: "calls", lookup: { ...lookup, ...part } });
	};
	return (
		<div className={styles.bar}>
			<div className={styles.line}>
				<SearchField
					label="Search the history"
					placeholder="Path, body, message, correlation id, note"
					value={lookup.text}
					onChange={(text) => find({ text })}
					onSubmit={onSubmit}
					maxLength={500}
				/>
				<Switch isSelected={lookup.failures} onChange={(failures) => find({ failures })}>
					Only failures
				</Switch>
				<Button aria-expanded={isOpen} aria-controls={filtersId} onPress={() => setOpen(!isOpen)}>
					<ListFilter aria-hidden />
					Filters
				</Button>
				<Menu
					label="With what is found"
					trigger={
						<IconButton label="With what is found">
							<Ellipsis aria-hidden />
						</IconButton>
					}
					entries={[
						...(isSearched
							? [
									{
										id: "found",
										text: "Delete what is found…",
										picture: <Trash2 aria-hidden />,
										dangerous: true,
										act: () => onDelete(asked),
									},
								]
							: []),
						{
							id: "all",
							text: isAll ? "Delete the whole history…" : "Delete this portal's history…",
							picture: <Trash2 aria-hidden />,
							dangerous: true,
							act: () => onDelete(everything),
						},
					]}
				/>
			</div>
			{conditions.length > 0 && (
				<Row gap="1">
					{conditions.map(({ id, text, unset }) => (
						<Button key={id} small aria-label={`Without the filter ${text}`} onPress={() => find(unset)}>
							{text}
							<X aria-hidden />
						</Button>
					))}
				</Row>
			)}
			<div id={filtersId}>
				{isOpen && (
					<Filters lookup={lookup} connections={connections} of={asked.connection} onChange={find} />
				)}
			</div>
		</div>
	);
}
