import type { ReactNode } from "react";
import { lazyPart } from "./lazy-part";
import type { MenuEntry } from "./menu-entries";
import { MenuTrigger } from "./menu-trigger";

export const MenuEntries = lazyPart(async () => (await import("./menu-entries")).MenuEntries);

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
		<MenuTrigger trigger={trigger}>
			{(opened) => <MenuEntries label={label} opened={opened} entries={entries} onFault={opened.onFault} />}
		</MenuTrigger>
	);
}
