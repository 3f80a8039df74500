import type { HistoryLookup } from "../../../host/bindings";
import { createStore, useStore } from "../../../lib/store";
import { anyEntry, firstLook, type HistoryLook } from "../../../navigation/history-look";
import type { Look } from "../use-look";

/** How the calls of each opened file are looked at, for as long as the window lives. */
const looks = createStore<Record<string, HistoryLook>>({});

/** The same as a portal's look at its history; the steps of it are no places to go back to. */
export function useOpenedLook(id: string): Look {
	const look = useStore(looks)[id] ?? firstLook;
	const change = (part: Partial<HistoryLook>) =>
		looks.set((all) => ({ ...all, [id]: { ...(all[id] ?? firstLook), ...part } }));
	return {
		...look,
		opened: id,
		asked: look.lookup,
		go: change,
		change,
		find: (part: Partial<HistoryLookup>) => change({ lookup: { ...look.lookup, ...part } }),
		showCalls: (part: Partial<HistoryLookup>) => change({ lookup: { ...anyEntry, ...part }, entry: null }),
		open: (entry: string) => change({ entry, beside: null }),
		close: () => change({ entry: null, beside: null }),
	};
}
