import { type KeyboardEvent, type MouseEvent, useState } from "react";
import { lazyPart } from "./lazy-part";
import type { MenuEntry } from "./menu-entries";
import { showToast } from "./toast";

type Point = { x: number; y: number };
type Opened = { at: Point; entries: MenuEntry[] };

const Layer = lazyPart(async () => (await import("./context-menu-layer")).ContextMenuLayer);

/**
 * The menu of what is under the pointer or has the focus: by right click, Shift F10 and the Menu key. `entriesOf`: what
 * can be done with the element that the event came from; nothing leaves the event to others. Returns what listens, and
 * the menu, which is drawn beside the element and not in it.
 */
export function useContextMenu(
	label: string,
	entriesOf: (target: Element) => { entries: MenuEntry[]; anchor?: Element | null | undefined } | null,
) {
	const [opened, setOpened] = useState<Opened | null>(null);
	const close = () => setOpened(null);
	const open = (event: MouseEvent | KeyboardEvent, pointer: Point | null) => {
		const target = event.target as Element;
		const found = entriesOf(target);
		if (!found || found.entries.length === 0) return;
		event.preventDefault();
		event.stopPropagation();
		setOpened({ at: pointer ?? below(found.anchor ?? target), entries: found.entries });
	};
	const listeners = {
		onContextMenu: (event: MouseEvent) => {
			const { clientX: x, clientY: y } = event;
			// Some systems send it after the key too, without a place or at the window's corner.
			open(event, x === 0 && y === 0 ? null : { x, y });
		},
		onKeyDown: (event: KeyboardEvent) => {
			if (isMenuKey(event)) open(event, null);
		},
	};
	const onFault = () => {
		close();
		showToast(
			"danger",
			"The menu could not be loaded.",
			"A file of Portalscope could not be read. Try again.",
		);
	};
	const menu = opened && <Layer label={label} {...opened} onClose={close} onFault={onFault} />;
	return { listeners, menu };
}

const isMenuKey = ({ key, shiftKey }: Pick<KeyboardEvent, "key" | "shiftKey">) =>
	key === "ContextMenu" || (shiftKey && key === "F10");

function below(element: Element): Point {
	const { left, bottom, width } = element.getBoundingClientRect();
	return { x: left + Math.min(width / 2, 24), y: bottom };
}
