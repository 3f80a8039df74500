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

/** In rem: what a window of 900 pixels has at a text size of 150 %. */
const cramped = 38;

/** Whether the window is small for the size of its text. */
export function useIsCramped(): boolean {
	const rem = useRem();
	return useSyncExternalStore(onResize, () => window.innerWidth < cramped * rem);
}

function onResize(listener: () => void) {
	window.addEventListener("resize", listener);
	return () => window.removeEventListener("resize", listener);
}
