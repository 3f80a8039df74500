/** Rows are asked for in pages of this many. */
export const pageSize = 100;

// Beyond this height browsers lose precision when they place rows.
const tallest = 30_000_000;

export function pagesOf(items: { index: number }[]): number[] {
	return [...new Set(items.map(({ index }) => Math.floor(index / pageSize)))];
}

/** How many rows of this height can be drawn in one list. */
export function drawable(rows: number, height: number): number {
	return Math.min(rows, Math.floor(tallest / height));
}
