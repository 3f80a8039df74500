import { type Locator, nowhere, type Spot } from "./history";

/** A list of tabs that are places of their own: to focus one is to go there. */
export const placeTabs = "data-place-tabs";
const focusable = "main, nav";

let lastFocused: Element | null = null;

/**
 * Follows the focus. What had it before a dialog, a menu or a tab took it is what is left behind: these go away, or lead
 * somewhere themselves.
 */
export function watchFocus(): () => void {
	const note = ({ target }: FocusEvent) => {
		if (!(target instanceof Element)) return;
		if (target.closest(focusable) && !target.closest(`[${placeTabs}]`)) lastFocused = target;
	};
	document.addEventListener("focusin", note);
	return () => document.removeEventListener("focusin", note);
}

/** How the place on the screen is left now. */
export function takeSpot(): Spot {
	const boxes = [...document.querySelectorAll("main *")].filter(
		({ scrollTop, scrollLeft }) => scrollTop > 0 || scrollLeft > 0,
	);
	const scrolled = boxes.map((box) => ({
		box: locate(box, classOf),
		top: box.scrollTop,
		left: box.scrollLeft,
	}));
	const focus = lastFocused?.isConnected ? locate(lastFocused, labelOf) : null;
	return focus === null && scrolled.length === 0 ? nowhere : { focus, scrolled };
}

/** Scrolls the boxes to where they were. */
export function scrollTo({ scrolled }: Spot) {
	for (const { box, top, left } of scrolled) {
		const found = find(box, classOf);
		if (!found) continue;
		found.scrollTop = top;
		found.scrollLeft = left;
	}
}

/** Focuses what had the focus. `false`: it is not there any more. */
export function focusAt({ focus }: Spot): boolean {
	const found = focus && find(focus, labelOf);
	if (!(found instanceof HTMLElement)) return false;
	found.focus({ preventScroll: true });
	return document.activeElement === found;
}

type NameOf = (element: Element) => string;

function locate(element: Element, nameOf: NameOf): Locator {
	const { tagName: tag } = element;
	const name = nameOf(element);
	return { tag, name, index: alike(tag, name, nameOf).indexOf(element) };
}

const find = ({ tag, name, index }: Locator, nameOf: NameOf) => alike(tag, name, nameOf)[index];

function alike(tag: string, name: string, nameOf: NameOf): Element[] {
	const all = [...document.querySelectorAll(focusable)].flatMap((room) => [...room.querySelectorAll(tag)]);
	return all.filter((element) => nameOf(element) === name);
}

// React makes ids anew with each drawing; names and classes stay.
const classOf: NameOf = (element) => element.getAttribute("class") ?? "";
const labelOf: NameOf = (element) =>
	element.getAttribute("aria-label") ??
	(element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
		? element.labels?.[0]?.textContent
		: element.textContent?.slice(0, 100)) ??
	"";
