import type { ReactNode } from "react";
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import styles from "./layer.module.css";

export type MenuEntry = {
	id: string;
	text: string;
	picture?: ReactNode;
	dangerous?: boolean;
	act: () => void;
};

/** A button's list of actions. */
export function Menu({
	trigger,
	label,
	entries,
}: {
	trigger: ReactNode;
	label: string;
	entries: MenuEntry[];
}) {
	return (
		<MenuTrigger>
			{trigger}
			<Popover className={styles.popover ?? ""} placement="bottom end" offset={4}>
				<AriaMenu aria-label={label} className={styles.list ?? ""}>
					{entries.map((entry) => (
						<MenuItem
							key={entry.id}
							id={entry.id}
							textValue={entry.text}
							onAction={entry.act}
							className={`${styles.item} ${entry.dangerous ? styles.dangerous : ""}`}
						>
							{entry.picture}
							{entry.text}
						</MenuItem>
					))}
				</AriaMenu>
			</Popover>
		</MenuTrigger>
	);
}
