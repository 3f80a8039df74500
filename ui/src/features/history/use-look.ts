import type { HistoryLookup } from "../../host/bindings";
import { type Target, viewOf } from "../../navigation/history";
import type { HistoryLook } from "../../navigation/history-look";
import { anyEntry } from "../../navigation/history-look";
import { adjust, navigate, useNavigation } from "../../navigation/navigation";

export type Look = ReturnType<typeof useLook>;

/** How the history of a portal, or of all (`null`), is looked at, and how that is changed. */
export function useLook(connectionId: string | null) {
	const state = useNavigation();
	const look = connectionId === null ? state.look : viewOf(state.views, connectionId).history;
	const target = (part: Partial<HistoryLook>): Target => {
		const history = { ...look, ...part };
		return connectionId === null
			? { kind: "history", history }
			: { kind: "portal", id: connectionId, tab: "history", history };
	};
	/** A step that going back undoes. */
	const go = (part: Partial<HistoryLook>) => navigate(target(part));
	const change = (part: Partial<HistoryLook>) => adjust(target(part));
	return {
		...look,
		/** The opened file whose calls they are. `null`: those of the app itself. */
		opened: null as string | null,
		/** As the host is asked: that of a portal's tab is always for this portal. */
		asked: connectionId === null ? look.lookup : { ...look.lookup, connection: connectionId },
		go,
		change,
		/** Changes what is searched for; what is open stays so. */
		find: (part: Partial<HistoryLookup>) => change({ lookup: { ...look.lookup, ...part } }),
		/** Shows the entries of a group. */
		showCalls: (part: Partial<HistoryLookup>) =>
			go({
				show: "calls",
				lookup: { ...anyEntry, connection: look.lookup.connection, ...part },
				entry: null,
			}),
		/** Opens an entry: the first is a step, another takes its place. */
		open: (entry: string) => {
			const isBeside = look.beside === "choosing" && look.entry !== null && look.entry !== entry;
			if (isBeside) go({ beside: entry });
			else if (look.entry === null) go({ entry, beside: null });
			else change({ entry, beside: null });
		},
		close: () => change({ entry: null, beside: null }),
	};
}
