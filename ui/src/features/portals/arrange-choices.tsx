import { Header, MenuItem, MenuSection, type Selection } from "react-aria-components";
import layer from "../../ui/layer.module.css";
import { MenuLayer } from "../../ui/menu-layer";
import type { OpenedMenu } from "../../ui/menu-trigger";
import { type Arrangement, groupings, sortings } from "./arrange";
import styles from "./arrange-choices.module.css";

/** The choices of the `ArrangeMenu`. */
export function ArrangeChoices({
	label,
	opened,
	grouping,
	sorting,
	onGrouping,
	onSorting,
}: Arrangement & { label: string; opened: OpenedMenu }) {
	return (
		<MenuLayer label={label} opened={opened}>
			<Choices title="Group" choices={groupings} value={grouping} onChange={onGrouping} />
			<Choices title="Sort" choices={sortings} value={sorting} onChange={onSorting} />
		</MenuLayer>
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
