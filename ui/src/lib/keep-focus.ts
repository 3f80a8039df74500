import { type RefObject, useEffect } from "react";

const focusable = 'button:not([disabled]), input:not([disabled]), textarea, a[href], [tabindex="0"]';

/**
 * Keeps the focus within an element when what has it is taken away: it goes to the first thing that can take it in the
 * nearest place that is left. Whoever clicked beside everything has no focus to lose.
 */
export function useKeepFocus(frame: RefObject<HTMLElement | null>) {
	useEffect(() => {
		const box = frame.current;
		if (!box) return;
		let last: HTMLElement[] = [];
		const arrive = (event: FocusEvent) => {
			last = withAncestors(event.target as HTMLElement, box);
		};
		const leave = (event: FocusEvent) => {
			const isGoing = !(event.target as HTMLElement).isConnected;
			if (event.relatedTarget === null && !isGoing && document.hasFocus()) last = [];
		};
		const look = () => {
			if (last[0] === undefined || last[0].isConnected || !isLost()) return;
			const left = last.filter(({ isConnected }) => isConnected);
			const next = left.map((one) => one.querySelector<HTMLElement>(focusable)).find(Boolean);
			(next ?? box).focus({ preventScroll: true });
		};
		const watch = new MutationObserver(look);
		// A dialog that closes gives the focus back to what may be gone by then; it is no part of the frame.
		watch.observe(document.body, { childList: true, subtree: true });
		box.addEventListener("focusin", arrive);
		box.addEventListener("focusout", leave);
		return () => {
			watch.disconnect();
			box.removeEventListener("focusin", arrive);
			box.removeEventListener("focusout", leave);
		};
	}, [frame]);
}

const isLost = () => document.activeElement === null || document.activeElement === document.body;

function withAncestors(element: HTMLElement, end: HTMLElement): HTMLElement[] {
	const all: HTMLElement[] = [];
	for (let at: HTMLElement | null = element; at; at = at === end ? null : at.parentElement) all.push(at);
	return all;
}
