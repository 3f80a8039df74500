import type { ReactNode } from "react";
import { MenuItem } from "react-aria-components";
import styles from "./layer.module.css";
import { MenuLayer } from "./menu-layer";
import type { OpenedMenu } from "./menu-trigger";

export type MenuEntry = {
	id: string;
	text: string;
	picture?: ReactNode;
	dangerous?: boolean;
	/** The keys that do the same, as they are written. */
	keys?: string;
	act: () => void;
};

/** The actions of a `Menu`. */
export function MenuEntries({
	label,
	opened,
	entries,
}: {
	label: string;
	opened: OpenedMenu;
	entries: MenuEntry[];
}) {
	return (
		<MenuLayer label={label} opened={opened}>
			{itemsOf(entries)}
		</MenuLayer>
	);
}

/** The entries as items of a menu. */
export const itemsOf = (entries: MenuEntry[]) =>
	entries.map((entry) => (
		<MenuItem
			key={entry.id}
			id={entry.id}
			textValue={entry.text}
			onAction={entry.act}
			className={`${styles.item} ${entry.dangerous ? styles.dangerous : ""}`}
		>
			{entry.picture}
			{entry.text}
			{entry.keys !== undefined && <kbd className={styles.keys}>{entry.keys}</kbd>}
		</MenuItem>
	));
