import { useSyncExternalStore } from "react";
import type { ReportLink } from "../host/bindings";
import { createStore } from "../lib/store";
import {
	adjusted,
	begun,
	closed,
	type Dialog,
	gone,
	kept,
	type Navigation,
	opened,
	type Place,
	type PortalView,
	placeOf,
	shown,
	stepped,
	type Target,
	viewOf,
} from "./history";
import { rememberPlace } from "./last-place";
import { takeSpot } from "./spot";

/*
 * The one way to go somewhere in the window, or to open a dialog that is not a view's own. Every view may call it.
 */

const store = createStore<Navigation>(begun({ kind: "connect" }, {}));

function change(next: Navigation) {
	if (next === store.get()) return;
	store.set(next);
	rememberPlace(next);
}

/** Begins anew, with no history. */
export const startAt = (target: Target, views: Navigation["views"] = {}) => change(begun(target, views));

export const navigate = (target: Target) => change(gone(store.get(), target, takeSpot()));

/** Changes what the present place shows, without a step that going back would undo. */
export const adjust = (target: Target) => change(adjusted(store.get(), target));

/** Closes the dialog that is open; where none is, goes to the place before this one. */
export function back() {
	if (store.get().dialog !== null) closeDialog();
	else change(stepped(store.get(), -1, takeSpot()));
}

/** Undoes a step back. Behind a dialog nothing moves. */
export function forward() {
	if (store.get().dialog === null) change(stepped(store.get(), 1, takeSpot()));
}

export const openDialog = (dialog: Dialog) => change(opened(store.get(), dialog));
/** Asks a portal for consent anew, with more scopes where these are given. */
export const reauthorize = (connection: string, extraScopes: string[] = []) =>
	openDialog({ kind: "reauthorize", connection, extraScopes });
/** Begins a report of a portal: of a time, or of these calls alone. */
export const makeReport = (connection: string, calls: string[] = [], asked: ReportLink | null = null) =>
	openDialog({ kind: "report", connection, calls, asked });
export const closeDialog = () => change(closed(store.get()));
export const keepConnections = (connections: string[], instead: Target) =>
	change(kept(store.get(), connections, instead));
export const showResponsePart = (id: string, response: PortalView["response"]) =>
	change(shown(store.get(), id, { response }));

export const navigation = store.get;
export const currentPlace = (): Place => placeOf(store.get());
export const canGoBack = () => store.get().at > 0;
export const canGoForward = () => store.get().at < store.get().entries.length - 1;

export const useNavigation = () => useSyncExternalStore(store.subscribe, store.get);
export const usePlace = (): Place => useSyncExternalStore(store.subscribe, currentPlace);
export const useDialog = () => useSyncExternalStore(store.subscribe, () => store.get().dialog);
/** What a portal's page shows. */
export const usePortalView = (id: string): PortalView =>
	useSyncExternalStore(store.subscribe, () => viewOf(store.get().views, id));
