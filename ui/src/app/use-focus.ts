import { useEffect, useRef } from "react";
import type { Place } from "./place";

/**
 * Most steps take the control away that was pressed. The focus then goes to what is new: the heading of another
 * place, or the tab of another view. A focus that is still somewhere, as in the rail, stays there, unless the palette
 * was told to go: it would only give the focus back to where it was called.
 */
export function useFocusAtPlace(place: Place, flowId: string | undefined, inPalette: boolean) {
	const room = place.kind === "portal" ? place.id : `${place.kind} ${flowId ?? ""}`;
	const tab = place.kind === "portal" ? place.tab : "";
	const before = useRef({ room, tab, inPalette });
	useEffect(() => {
		const last = before.current;
		before.current = { room, tab, inPalette };
		if (last.room === room && last.tab === tab) return;
		// A dialog that closes gives the focus back a little later; that comes first.
		const timer = setTimeout(() => {
			if (last.inPalette || isLost()) (last.room === room ? openTab() : heading())?.focus();
		}, 60);
		return () => clearTimeout(timer);
	}, [room, tab, inPalette]);
}

/** Focuses the tab of the view that is open. */
export function focusOpenTab() {
	openTab()?.focus();
}

const heading = () => document.querySelector<HTMLElement>("main h1");
const openTab = () => document.querySelector<HTMLElement>('main [role="tab"][aria-selected="true"]');

function isLost(): boolean {
	const focused = document.activeElement;
	return focused === null || focused === document.body || !focused.isConnected;
}
