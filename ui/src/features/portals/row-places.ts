import type { ScrollBox } from "../../lib/scroll-box";

/** Where rows of known heights stand under each other: `starts[n]` is where row n begins, the last one where all end. */
export function startsOf(heights: number[]): number[] {
	const starts = [0];
	for (const height of heights) starts.push((starts.at(-1) ?? 0) + height);
	return starts;
}

/** The rows in sight and some on either side, as [from, to). */
export function rowsInSight(starts: number[], { top, height }: ScrollBox, beside: number): [number, number] {
	const from = rowAt(starts, top) - beside;
	const to = rowAt(starts, top + height) + 1 + beside;
	return [Math.max(0, from), Math.min(starts.length - 1, to)];
}

// By halving: a thousand rows are looked through at each step of scrolling.
function rowAt(starts: number[], y: number): number {
	let low = 0;
	let high = starts.length - 1;
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if ((starts[middle] ?? 0) <= y) low = middle;
		else high = middle - 1;
	}
	return low;
}

/** Scrolls no further than it takes to see the row. */
export function scrollToRow(scroller: HTMLElement, starts: number[], row: number) {
	const start = starts[row] ?? 0;
	const end = starts[row + 1] ?? start;
	if (start < scroller.scrollTop) scroller.scrollTo({ top: start });
	else if (end > scroller.scrollTop + scroller.clientHeight)
		scroller.scrollTo({ top: end - scroller.clientHeight });
}
