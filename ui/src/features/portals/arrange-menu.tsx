import { ListFilter } from "lucide-react";
import {
	Header,
	Menu,
	MenuItem,
	MenuSection,
	MenuTrigger,
	Popover,
	type Selection,
} from "react-aria-components";
import { IconButton } from "../../ui/button";
import layer from "../../ui/layer.module.css";
import type { Grouping, Sorting } from "./arrange";
import styles from "./arrange-menu.module.css";

const groupings: { id: Grouping; text: string }[] = [
	{ id: "none", text: "Not grouped" },
	{ id: "environment", text: "By environment" },
	{ id: "app", text: "By app" },
	{ id: "centre", text: "By data centre" },
];
const sortings: { id: Sorting; text: string }[] = [
	{ id: "name", text: "By name" },
	{ id: "hub", text: "By Hub ID" },
	{ id: "left", text: "By time left" },
	{ id: "used", text: "By last use" },
];

export const isGrouping = (value: unknown): value is Grouping => groupings.some(({ id }) => id === value);
export const isSorting = (value: unknown): value is Sorting => sortings.some(({ id }) => id === value);

/** In which order and under which headings the portals stand. */
export function ArrangeMenu({
	grouping,
	sorting,
	onGrouping,
	onSorting,
}: {
	grouping: Grouping;
	sorting: Sorting;
	onGrouping: (grouping: Grouping) => void;
	onSorting: (sorting: Sorting) => void;
}) {
	return (
		<MenuTrigger>
			<IconButton label="Group and sort portals">
				<ListFilter aria-hidden />
			</IconButton>
			<Popover className={layer.popover ?? ""} placement="bottom end" offset={4}>
				<Menu aria-label="Group and sort portals" className={layer.list ?? ""}>
					<Choices title="Group" choices={groupings} value={grouping} onChange={onGrouping} />
					<Choices title="Sort" choices={sortings} value={sorting} onChange={onSorting} />
				</Menu>
			</Popover>
		</MenuTrigger>
	);
}

function Choices<T extends string>({
	title,
	choices,
	value,
	onChange,
}: {
	title: string;
	choices: { id: T; text: string }[];
	value: T;
	onChange: (value: T) => void;
}) {
	const take = (selection: Selection) => {
		const chosen = choices.find(({ id }) => selection !== "all" && selection.has(`${title} ${id}`));
		if (chosen) onChange(chosen.id);
	};
	return (
		<MenuSection
			selectionMode="single"
			disallowEmptySelection
			selectedKeys={[`${title} ${value}`]}
			onSelectionChange={take}
		>
			<Header className={styles.menuTitle ?? ""}>{title}</Header>
			{choices.map(({ id, text }) => (
				<MenuItem key={id} id={`${title} ${id}`} textValue={text} className={layer.item ?? ""}>
					{({ isSelected }) => (
						<>
							<span className={styles.tick} aria-hidden>
								{isSelected ? "✓" : ""}
							</span>
							{text}
						</>
					)}
				</MenuItem>
			))}
		</MenuSection>
	);
}
