import { useEffect, useLayoutEffect, useRef } from "react";
import { placeOf } from "../navigation/history";
import { useNavigation } from "../navigation/navigation";
import { focusAt, placeTabs, scrollTo, watchFocus } from "../navigation/spot";

/**
 * Most steps take the control away that was pressed. The focus then goes to what is new: the heading of another
 * place, or the tab of another view. A focus that is still somewhere, as in the rail, stays there, unless a dialog
 * was told to go: it would only give the focus back to where it was called. Who goes back finds the place as it was
 * left, with its focus and its scrolling.
 */
export function useFocusAtPlace(flowId: string | undefined) {
	const navigation = useNavigation();
	const { arrivals, isReturn } = navigation;
	const place = placeOf(navigation);
	const hasTabs = place.kind === "portal" || place.kind === "opened";
	const room = hasTabs ? place.id : `${place.kind} ${flowId ?? ""}`;
	const tab = hasTabs ? place.tab : "";
	const hasDialog = navigation.dialog !== null;
	const spot = navigation.entries[navigation.at]?.spot;
	const before = useRef({ room, tab, hasDialog, arrivals });
	useEffect(watchFocus, []);
	useLayoutEffect(() => {
		if (before.current.arrivals !== arrivals && isReturn && spot) scrollTo(spot);
	}, [arrivals, isReturn, spot]);
	useEffect(() => {
		const last = before.current;
		before.current = { room, tab, hasDialog, arrivals };
		const returned = last.arrivals !== arrivals && isReturn ? spot : undefined;
		if (last.room === room && last.tab === tab && !returned) return;
		// A dialog that closes gives the focus back a little later; that comes first.
		const timer = setTimeout(() => {
			// What came with the drawing's own effects had no height before.
			if (returned) scrollTo(returned);
			if (returned && focusAt(returned)) return;
			if (last.hasDialog || isLost()) (last.room === room ? openTab() : heading())?.focus();
		}, 60);
		return () => clearTimeout(timer);
	}, [room, tab, hasDialog, arrivals, isReturn, spot]);
}

/** Focuses the tab of the view that is open. */
export function focusOpenTab() {
	openTab()?.focus();
}

/** Goes past the list of portals, to where the view begins. */
export const focusHeading = () => heading()?.focus();

const heading = () => document.querySelector<HTMLElement>("main h1");
const openTab = () => document.querySelector<HTMLElement>(`[${placeTabs}] [aria-selected="true"]`);

/** Nothing has the focus, or a tab of a view that is not the open one. */
function isLost(): boolean {
	const focused = document.activeElement;
	if (focused === null || focused === document.body || !focused.isConnected) return true;
	return focused.closest(`[${placeTabs}]`) !== null && focused.getAttribute("aria-selected") === "false";
}
