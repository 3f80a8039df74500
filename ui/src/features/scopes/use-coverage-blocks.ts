import { useEffect, useMemo } from "react";
import { useStore } from "../../components/store";
import { type CoverageHead, commands } from "../../host/bindings";
import { block, createBlocks } from "./coverage-blocks";

type Item = { index: number };

/** What stands on the screen, as far as the host has told it. */
export function useCoverageBlocks(head: CoverageHead, rows: Item[], columns: Item[]) {
	const blocks = useMemo(() => createBlocks((area) => commands.coverageWindow(head.id, area)), [head.id]);
	const state = useStore(blocks.state);
	const down = blocksOf(rows, block.rows);
	const across = blocksOf(columns, block.columns);
	const inSight = `${down} ${across}`;
	useEffect(() => {
		blocks.want(down.flatMap((row) => across.map((column) => ({ row, column }))));
	}, [blocks, inSight]);
	const at = (row: number, column: number) =>
		blocks.at({ row: Math.floor(row / block.rows), column: Math.floor(column / block.columns) });
	return {
		error: state.error,
		row: (row: number) => across.map((b) => at(row, b * block.columns)).find(Boolean)?.rows[row % block.rows],
		column: (column: number) =>
			down.map((b) => at(b * block.rows, column)).find(Boolean)?.columns[column % block.columns],
		/** The verdicts of one row, for the columns in sight. */
		kind: (row: number, column: number) => at(row, column)?.cells[row % block.rows]?.[column % block.columns],
	};
}

function blocksOf(items: Item[], size: number): number[] {
	return [...new Set(items.map(({ index }) => Math.floor(index / size)))];
}
