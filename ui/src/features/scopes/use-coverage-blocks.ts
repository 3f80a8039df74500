import { useQueries } from "@tanstack/react-query";
import { type CoverageHead, type CoverageWindow, commands } from "../../host/bindings";

/** Cells are asked for in blocks of this size, so that scrolling by a row asks for nothing new. */
const block = { rows: 40, columns: 20 };
type Item = { index: number };

/** The blocks that cover what is on the screen. */
export function useCoverageBlocks(head: CoverageHead, rows: Item[], columns: Item[]) {
	const down = blocksOf(rows, block.rows);
	const across = blocksOf(columns, block.columns);
	const wanted = down.flatMap((row) => across.map((column) => ({ row, column })));
	const queries = useQueries({
		queries: wanted.map(({ row, column }) => ({
			queryKey: ["coverage-block", head.id, row, column],
			queryFn: () =>
				commands.coverageWindow(head.id, {
					row: row * block.rows,
					rows: block.rows,
					column: column * block.columns,
					columns: block.columns,
				}),
			staleTime: Number.POSITIVE_INFINITY,
			gcTime: 60_000,
		})),
	});
	const held = new Map<string, CoverageWindow>();
	wanted.forEach(({ row, column }, at) => {
		const data = queries[at]?.data;
		if (data) held.set(`${row} ${column}`, data);
	});
	const at = (row: number, column: number) =>
		held.get(`${Math.floor(row / block.rows)} ${Math.floor(column / block.columns)}`);
	const inRow = (row: number) => row % block.rows;
	const inColumn = (column: number) => column % block.columns;
	return {
		error: queries.find(({ error }) => error !== null)?.error ?? null,
		row: (row: number) => across.map((b) => at(row, b * block.columns)).find(Boolean)?.rows[inRow(row)],
		column: (column: number) =>
			down.map((b) => at(b * block.rows, column)).find(Boolean)?.columns[inColumn(column)],
		kind: (row: number, column: number) => at(row, column)?.cells[inRow(row)]?.[inColumn(column)],
	};
}

function blocksOf(items: Item[], size: number): number[] {
	return [...new Set(items.map(({ index }) => Math.floor(index / size)))];
}
