import { useSyncExternalStore } from "react";

/** One rem in pixels; it follows the text size. */
export function useRem(): number {
	return useSyncExternalStore(subscribe, read);
}

function read(): number {
	const size = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
	return Number.isFinite(size) ? size : 16;
}

function subscribe(listener: () => void) {
	const observer = new MutationObserver(listener);
	observer.observe(document.documentElement, { attributes: true, attributeFilter: ["style"] });
	return () => observer.disconnect();
}
