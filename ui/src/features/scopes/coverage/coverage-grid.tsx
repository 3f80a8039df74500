// biome-ignore-all lint/a11y/useSemanticElements: a table cannot be drawn in windows both ways
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and names its active cell
import { useVirtualizer, type VirtualItem } from "@tanstack/react-virtual";
import { type KeyboardEvent, type MouseEvent, useId, useMemo, useRef, useState } from "react";
import type { CoverageMatrix } from "../../../host/bindings";
import { CellFacts } from "./cell-facts";
import { CoverageColumnHead, CoverageGridRow, CoverageRowHead, cellId } from "./coverage-cells";
import styles from "./coverage-grid.module.css";
import { type Cell, moved } from "./grid-keys";
import { useEm } from "./use-em";

/** Endpoints down, portals across. Only what is on the screen is drawn. */
export function CoverageGrid({ matrix }: { matrix: CoverageMatrix }) {
	const scroller = useRef<HTMLDivElement>(null);
	const id = useId();
	const em = useEm();
	const size = useMemo(() => ({ row: 2.75 * em, column: 10 * em, first: 18 * em, top: 3.5 * em }), [em]);
	// The bars and the border stand in the box, but show no cells.
	const edge = 0.75 * em + 2;
	const [chosen, setActive] = useState<Cell>({ row: 0, column: 0 });
	const count = { rows: matrix.rows.length, columns: matrix.columns.length };
	// Another matrix may have fewer of both.
	const active = {
		row: Math.min(chosen.row, count.rows - 1),
		column: Math.min(chosen.column, count.columns - 1),
	};
	const [isFocused, setFocused] = useState(false);
	const shared = {
		getScrollElement: () => scroller.current,
		overscan: 3,
		initialRect: { width: 800, height: 480 },
	};
	const rows = useVirtualizer({
		...shared,
		count: count.rows,
		estimateSize: () => size.row,
	});
	const columns = useVirtualizer({
		...shared,
		horizontal: true,
		count: count.columns,
		estimateSize: () => size.column,
	});
	const shownRows = rows.getVirtualItems();
	const shownColumns = columns.getVirtualItems();
	const rowKey = useReusedKeys(shownRows.length);
	const columnKey = useReusedKeys(shownColumns.length);
	const go = (cell: Cell) => {
		setActive(cell);
		const box = scroller.current;
		// Rows and columns begin behind their heads, so that much less of them is in sight.
		box?.scrollTo({
			top: nearest(box.scrollTop, cell.row, size.row, box.clientHeight - size.top - edge),
			left: nearest(box.scrollLeft, cell.column, size.column, box.clientWidth - size.first - edge),
		});
	};
	const key = (event: KeyboardEvent) => {
		const page = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 480) - size.top) / size.row) - 1);
		const next = moved(event, active, { ...count, page });
		if (next === null) return;
		event.preventDefault();
		go(next);
	};
	const press = ({ target }: MouseEvent) => {
		const cell = (target as Element).closest("[role=gridcell]");
		const place = (of: Element | null | undefined, name: string) => Number(of?.getAttribute(name)) - 2;
		if (cell)
			setActive({
				row: place(cell.parentElement, "aria-rowindex"),
				column: place(cell, "aria-colindex"),
			});
	};
	const isDrawn = includes(shownRows, active.row) && includes(shownColumns, active.column);
	const corner = { row: shownRows[0]?.start ?? 0, column: shownColumns[0]?.start ?? 0 };
	return (
		<>
			<div
				ref={scroller}
				className={styles.grid}
				role="grid"
				aria-label="Coverage of the endpoints by the portals"
				aria-rowcount={count.rows + 1}
				aria-colcount={count.columns + 1}
				aria-activedescendant={isDrawn ? cellId(id, active.row, active.column) : undefined}
				tabIndex={0}
				onKeyDown={key}
				onClick={press}
				onFocus={() => setFocused(true)}
				onBlur={() => setFocused(false)}
			>
				<div
					role="presentation"
					className={styles.canvas}
					style={{ height: rows.getTotalSize() + size.top, width: columns.getTotalSize() + size.first }}
				>
					<div role="row" aria-rowindex={1} className={styles.top}>
						<div
							role="columnheader"
							aria-colindex={1}
							className={styles.corner}
							style={{ width: size.first, height: size.top, marginBottom: -size.top }}
						>
							Endpoint
						</div>
						<div
							role="presentation"
							className={styles.columnHeads}
							style={{
								height: size.top,
								width: shownColumns.length * size.column,
								marginLeft: corner.column + size.first,
							}}
						>
							{shownColumns.map(({ index, start }) => (
								<CoverageColumnHead
									key={columnKey(index)}
									index={index}
									column={matrix.columns[index]}
									endpoints={count.rows + matrix.skipped}
									left={start - corner.column}
									width={size.column}
								/>
							))}
						</div>
					</div>
					<div
						aria-hidden="true"
						className={styles.rowHeads}
						style={{
							height: shownRows.length * size.row,
							width: size.first,
							marginTop: corner.row,
						}}
					>
						{shownRows.map(({ index, start }) => (
							<CoverageRowHead
								key={rowKey(index)}
								row={matrix.rows[index]}
								portals={count.columns}
								top={start - corner.row}
								height={size.row}
							/>
						))}
					</div>
					{shownRows.map(({ index, start }) => (
						<CoverageGridRow
							key={rowKey(index)}
							columnKey={columnKey}
							grid={id}
							index={index}
							row={matrix.rows[index]}
							legend={matrix.legend}
							portals={count.columns}
							columns={shownColumns}
							active={active.row === index ? active.column : null}
							isFocused={isFocused && active.row === index}
							top={start + size.top}
							size={size}
						/>
					))}
				</div>
			</div>
			<CellFacts row={matrix.rows[active.row]} column={matrix.columns[active.column]} />
		</>
	);
}

/**
 * Keys for a run of indices: what leaves at one end is drawn anew at the other, with other words, instead of being made
 * again.
 */
function useReusedKeys(shown: number) {
	const most = useRef(0);
	most.current = Math.max(most.current, shown);
	const pool = most.current;
	return useMemo(() => (index: number) => index % pool, [pool]);
}

/** The least scrolling that shows the whole of one: all are of one size, so where it is needs no asking. */
function nearest(now: number, index: number, size: number, room: number): number {
	const start = index * size;
	return Math.min(Math.max(now, start + size - room), start);
}

const includes = (items: VirtualItem[], index: number) => items.some((item) => item.index === index);
