export type Cell = { row: number; column: number };
type Press = { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean };

/** Where an arrow key leads in a grid; `null`: the key is none of the grid's. */
export function moved(
	{ key, ctrlKey, metaKey, altKey }: Press,
	from: Cell,
	{ rows, columns, page }: { rows: number; columns: number; page: number },
): Cell | null {
	if (altKey || metaKey) return null;
	const to = target(key, ctrlKey, from, rows, columns, page);
	if (to === null) return null;
	return { row: within(to.row, rows), column: within(to.column, columns) };
}

function target(
	key: string,
	far: boolean,
	{ row, column }: Cell,
	rows: number,
	columns: number,
	page: number,
) {
	switch (key) {
		case "ArrowDown":
			return { row: far ? rows : row + 1, column };
		case "ArrowUp":
			return { row: far ? 0 : row - 1, column };
		case "ArrowRight":
			return { row, column: far ? columns : column + 1 };
		case "ArrowLeft":
			return { row, column: far ? 0 : column - 1 };
		case "PageDown":
			return { row: row + page, column };
		case "PageUp":
			return { row: row - page, column };
		case "Home":
			return { row: far ? 0 : row, column: 0 };
		case "End":
			return { row: far ? rows : row, column: columns };
		default:
			return null;
	}
}

const within = (at: number, count: number) => Math.max(0, Math.min(count - 1, at));
