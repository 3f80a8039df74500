import type { ArrivedLink, Cause, Import, PasteSource, ReportLink } from "../host/bindings";
import { firstLook, type HistoryLook, isSameLook } from "./history-look";

/*
 * Where in the window one is, where one was, and the dialog above it. Steps are functions from one state to the next;
 * what the page looks like is no concern of theirs.
 */

export type Tab = "overview" | "scopes" | "console" | "history" | "diagnostics";

export const tabs: { id: Tab; title: string }[] = [
	{ id: "overview", title: "Overview" },
	{ id: "scopes", title: "Scopes" },
	{ id: "console", title: "Console" },
	{ id: "history", title: "History" },
	{ id: "diagnostics", title: "Diagnostics" },
];

/** `scopesFor`: whether the scopes view answers for this portal, or for all as a matrix. */
type PortalPlace = {
	kind: "portal";
	id: string;
	tab: Tab;
	scopesFor: "portal" | "portals";
	history: HistoryLook;
};
/** The parts of an opened report, by the names that they have on a portal's page. */
export type OpenedTab = Extract<Tab, "overview" | "scopes" | "history">;
/** A report of somebody else, or a HAR file. */
type OpenedPlace = { kind: "opened"; id: string; tab: OpenedTab };
/** The history of all portals. */
type HistoryPlace = { kind: "history"; history: HistoryLook };
export type Place =
	| PortalPlace
	| HistoryPlace
	| OpenedPlace
	| { kind: "connect" }
	| { kind: "diagnostics" }
	| { kind: "apps" }
	| { kind: "settings" };

/** Where to go. What is left open of a portal's page, or of the history, is what it last showed. */
export type Target =
	| Exclude<Place, PortalPlace | HistoryPlace | OpenedPlace>
	| (Pick<OpenedPlace, "kind" | "id"> & Partial<OpenedPlace>)
	| (Pick<PortalPlace, "kind" | "id"> & Partial<PortalPlace>)
	| (Pick<HistoryPlace, "kind"> & Partial<HistoryPlace>);

/** What a portal's page shows, or showed when it was left. */
export type PortalView = Pick<PortalPlace, "tab" | "scopesFor" | "history"> & {
	/** The part of a response that was chosen; of another response the body is shown. */
	response: { id: string; part: ResponsePart } | null;
};
export type ResponsePart = "tree" | "raw" | "headers";

export type Dialog =
	| { kind: "palette" }
	| { kind: "shortcuts" }
	/** The page of a cause. */
	| { kind: "cause"; label: Cause }
	| { kind: "link"; link: ArrivedLink }
	/** `source`: the paste that it was read of; none for a file. */
	| { kind: "import"; import: Import; source?: PasteSource | undefined }
	/** `calls`: these alone; empty for all of a time. `asked`: what a link asks for. */
	| { kind: "report"; connection: string; calls: string[]; asked: ReportLink | null }
	| { kind: "ask_report" }
	| { kind: "unlock" | "disconnect" | "label"; connection: string }
	| { kind: "reauthorize"; connection: string; extraScopes: string[] };

/** Finds an element again in a view that was drawn anew: the one of so many that are alike. */
export type Locator = { tag: string; name: string; index: number };
/** Where the focus was in a place, and how far its boxes were scrolled. */
export type Spot = { focus: Locator | null; scrolled: { box: Locator; top: number; left: number }[] };

type Entry = { place: Place; spot: Spot };

export type Navigation = {
	/** At least one; the oldest first. */
	entries: Entry[];
	/** Which of them is on the screen. */
	at: number;
	/** Counts the arrivals at a place, so that each can be told from the one before. */
	arrivals: number;
	/** Whether the last one went back or forward to an entry, and not to a new one. */
	isReturn: boolean;
	dialog: Dialog | null;
	/** By connection. */
	views: Record<string, PortalView>;
	/** What the history of all portals shows, or showed when it was left. */
	look: HistoryLook;
};

export const mostEntries = 100;
export const firstView: PortalView = {
	tab: "overview",
	scopesFor: "portal",
	history: firstLook,
	response: null,
};
export const nowhere: Spot = { focus: null, scrolled: [] };

export const viewOf = (views: Navigation["views"], id: string): PortalView => views[id] ?? firstView;
export const placeOf = ({ entries, at }: Navigation): Place => entries[at]?.place ?? { kind: "connect" };

/** A history of one place. */
export function begun(target: Target, views: Navigation["views"]): Navigation {
	const place = completed(target, views, firstLook);
	return {
		entries: [{ place, spot: nowhere }],
		at: 0,
		arrivals: 0,
		isReturn: false,
		dialog: null,
		views: withView(views, place),
		look: lookOf(place) ?? firstLook,
	};
}

/** Goes to a place, if one is not there already. `left`: how the present one was left. What was forward is gone. */
export function gone(state: Navigation, target: Target, left: Spot): Navigation {
	const place = completed(target, state.views, state.look);
	const here = placeOf(state);
	if (isSame(place, here)) return state;
	const past = state.entries.slice(0, state.at).concat({ place: here, spot: left });
	const entries = [...past.slice(1 - mostEntries), { place, spot: nowhere }];
	return arrived(state, entries, entries.length - 1, false);
}

/** Changes what the present place shows; going back does not undo it. */
export function adjusted(state: Navigation, target: Target): Navigation {
	const place = completed(target, state.views, state.look);
	if (isSame(place, placeOf(state))) return state;
	const entries = state.entries.map((entry, index) => (index === state.at ? { ...entry, place } : entry));
	return { ...state, entries, ...shownAt(state, place) };
}

/** Goes so many entries along the history; where there is none, stays. */
export function stepped(state: Navigation, by: -1 | 1, left: Spot): Navigation {
	const at = state.at + by;
	if (state.entries[at] === undefined) return state;
	const entries = state.entries.map((entry, index) =>
		index === state.at ? { ...entry, spot: left } : entry,
	);
	return arrived(state, entries, at, true);
}

/** Leaves the portals that are not among these connections, in the history too. `instead`: where to go from one. */
export function kept(state: Navigation, connections: string[], instead: Target): Navigation {
	const exists = ({ place }: Entry) => place.kind !== "portal" || connections.includes(place.id);
	const views = Object.fromEntries(Object.entries(state.views).filter(([id]) => connections.includes(id)));
	const isWhole = state.entries.every(exists);
	if (isWhole && Object.keys(views).length === Object.keys(state.views).length) return state;
	const before = { ...state, views };
	if (isWhole) return before;
	const here = state.entries[state.at];
	const isHereGone = here !== undefined && !exists(here);
	const replaced = state.entries.map((entry, index) =>
		index === state.at && isHereGone
			? { place: completed(instead, views, state.look), spot: nowhere }
			: entry,
	);
	const past = withoutRepeats(replaced.slice(0, state.at + 1).filter(exists));
	const all = withoutRepeats([...past, ...replaced.slice(state.at + 1).filter(exists)]);
	const at = past.length - 1;
	return isHereGone ? arrived(before, all, at, false) : { ...before, entries: all, at };
}

/** Shows another part of a portal's page that is no place to go back to. */
export function shown(state: Navigation, id: string, part: Pick<PortalView, "response">): Navigation {
	return { ...state, views: { ...state.views, [id]: { ...viewOf(state.views, id), ...part } } };
}

/** Only what asks nothing gives way to another dialog: a question stays until it is answered. */
export function opened(state: Navigation, dialog: Dialog): Navigation {
	if (state.dialog !== null && !["palette", "shortcuts", "cause"].includes(state.dialog.kind)) return state;
	return { ...state, dialog };
}

export function closed(state: Navigation): Navigation {
	return state.dialog === null ? state : { ...state, dialog: null };
}

function arrived(state: Navigation, entries: Entry[], at: number, isReturn: boolean): Navigation {
	const next = { ...state, entries, at, isReturn, arrivals: state.arrivals + 1 };
	const place = placeOf(next);
	// A question about a portal goes with its page.
	const { dialog } = state;
	const stays =
		dialog && (!("connection" in dialog) || (place.kind === "portal" && place.id === dialog.connection));
	return { ...next, dialog: stays ? dialog : null, ...shownAt(state, place) };
}

function completed(target: Target, views: Navigation["views"], look: HistoryLook): Place {
	if (target.kind === "history") return { history: look, ...target };
	if (target.kind === "opened") return { tab: "overview", ...target };
	if (target.kind !== "portal") return target;
	const { tab, scopesFor, history } = viewOf(views, target.id);
	return { tab, scopesFor, history, ...target };
}

const lookOf = (place: Place) => (place.kind === "history" ? place.history : null);

function shownAt({ views, look }: Navigation, place: Place): Pick<Navigation, "views" | "look"> {
	return { views: withView(views, place), look: lookOf(place) ?? look };
}

function withView(views: Navigation["views"], place: Place): Navigation["views"] {
	if (place.kind !== "portal") return views;
	const { id, tab, scopesFor, history } = place;
	return { ...views, [id]: { ...viewOf(views, id), tab, scopesFor, history } };
}

function isSame(one: Place, other: Place): boolean {
	if (one.kind === "history" && other.kind === "history") return isSameLook(one.history, other.history);
	if (one.kind === "opened" && other.kind === "opened") return one.id === other.id && one.tab === other.tab;
	if (one.kind !== "portal" || other.kind !== "portal") return one.kind === other.kind;
	return (
		one.id === other.id &&
		one.tab === other.tab &&
		one.scopesFor === other.scopesFor &&
		(one.tab !== "history" || isSameLook(one.history, other.history))
	);
}

function withoutRepeats(entries: Entry[]): Entry[] {
	return entries.filter(({ place }, index) => {
		const before = entries[index - 1];
		return before === undefined || !isSame(before.place, place);
	});
}
