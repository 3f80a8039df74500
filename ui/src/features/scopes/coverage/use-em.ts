import { useSyncExternalStore } from "react";

/** The root font size in pixels, which the text size setting changes. */
export function useEm(): number {
	return useSyncExternalStore(subscribe, read);
}

function read(): number {
	return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
}

function subscribe(changed: () => void) {
	const observer = new MutationObserver(changed);
	observer.observe(document.documentElement, { attributes: true, attributeFilter: ["style"] });
	return () => observer.disconnect();
}
