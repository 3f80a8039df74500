import type { HistoryLookup } from "../host/bindings";

/** What the history shows: single entries, or groups of them. */
export type HistoryShow = "calls" | "operations" | "failures" | "versions";

/** How one looks at the history of calls: what is searched for, and what is open. */
export type HistoryLook = {
	show: HistoryShow;
	lookup: HistoryLookup;
	/** The entry that is open. */
	entry: string | null;
	/** The entry that is compared with it. `"choosing"`: it is yet to be chosen. */
	beside: string | "choosing" | null;
};

export const anyEntry: HistoryLookup = {
	text: "",
	connection: null,
	operation: null,
	method: null,
	kind: null,
	sender: null,
	minStatus: null,
	maxStatus: null,
	cause: null,
	lastHours: null,
	since: null,
	until: null,
	failures: false,
	pinned: false,
};

export const firstLook: HistoryLook = { show: "calls", lookup: anyEntry, entry: null, beside: null };

export function isSameLook(one: HistoryLook, other: HistoryLook): boolean {
	if (one === other) return true;
	const { lookup } = one;
	const names = Object.keys(lookup) as (keyof HistoryLookup)[];
	return (
		one.show === other.show &&
		one.entry === other.entry &&
		one.beside === other.beside &&
		names.every((name) => lookup[name] === other.lookup[name])
	);
}
