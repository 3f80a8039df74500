import type { BodyRow } from "../host/bindings";
import type { MenuEntry } from "../ui/menu-entries";
import type { BodyActs } from "./use-body-acts";

const mod = /Mac/.test(navigator.userAgent) ? "⌘" : "Ctrl";

/** What can be done with the body as a whole. */
export function bodyEntries(acts: BodyActs): MenuEntry[] {
	const copy = { id: "body", text: "Copy the whole body", act: acts.copyBody };
	const save = { id: "save", text: "Save the body as a file…", act: acts.save };
	return [...(acts.canCopy ? [copy] : []), ...(acts.canSave ? [save] : [])];
}

/** What can be done with a row of the tree. */
export function rowEntries(
	row: BodyRow,
	acts: BodyActs,
	{ showWhole, toggle }: { showWhole: (node: number) => void; toggle: (node: number) => void },
): MenuEntry[] {
	const { node, key, foldable, folded, kind } = row;
	const isValue = kind !== "object" && kind !== "array" && kind !== "close";
	const entries: (MenuEntry | false)[] = [
		...selectionEntries(acts),
		{ id: "value", text: "Copy value", keys: `${mod} C`, act: () => acts.copyValue(node) },
		{ id: "path", text: "Copy path", keys: `${mod} Shift C`, act: () => acts.copyPath(node) },
		key !== null && { id: "key", text: "Copy key", act: () => acts.copy(key, "Key") },
		isValue && { id: "whole", text: "Show the whole value…", keys: "Enter", act: () => showWhole(node) },
		foldable && { id: "fold", text: folded ? "Unfold" : "Fold", keys: "Enter", act: () => toggle(node) },
		...bodyEntries(acts),
	];
	return entries.filter((entry) => entry !== false);
}

/** Of what is selected in the text, if anything is. */
export function selectionEntries(acts: BodyActs): MenuEntry[] {
	const selected = window.getSelection()?.toString() ?? "";
	return selected === ""
		? []
		: [{ id: "selection", text: "Copy what is selected", act: () => acts.copy(selected, "Selection") }];
}
