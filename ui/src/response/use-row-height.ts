import { useSyncExternalStore } from "react";

const lineRem = 1.25;

/** The height of one line in pixels, which follows the text size. */
export function useRowHeight(): number {
	return useSyncExternalStore(subscribe, read);
}

function read(): number {
	const size = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
	return Math.round((Number.isFinite(size) ? size : 16) * lineRem);
}

function subscribe(listener: () => void) {
	const observer = new MutationObserver(listener);
	observer.observe(document.documentElement, { attributes: true, attributeFilter: ["style"] });
	return () => observer.disconnect();
}
