// biome-ignore-all lint/a11y/useSemanticElements: a table cannot be drawn in windows both ways
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and names its active cell
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import { ErrorNote } from "../../components/error-note";
import type { CoverageHead } from "../../host/bindings";
import { hasCode, toCommandError } from "../../host/errors";
import { CellFacts } from "./cell-facts";
import styles from "./coverage.module.css";
import { CoverageCell, CoverageColumnHead, CoverageRowHead } from "./coverage-cells";
import { type Cell, moved } from "./grid-keys";
import { useCoverageBlocks } from "./use-coverage-blocks";
import { useEm } from "./use-em";

/** Endpoints down, portals across. Only what is on the screen exists; the host answers in blocks. */
export function CoverageGrid({
	head,
	onOpenPortal,
	onGone,
}: {
	head: CoverageHead;
	onOpenPortal: (id: string) => void;
	onGone: () => void;
}) {
	const scroller = useRef<HTMLDivElement>(null);
	const id = useId();
	const em = useEm();
	const size = { row: 2.75 * em, column: 10 * em, first: 18 * em, top: 3.5 * em };
	const [active, setActive] = useState<Cell>({ row: 0, column: 0 });
	const [isFocused, setFocused] = useState(false);
	const shared = { getScrollElement: () => scroller.current, overscan: 4 };
	const rows = useVirtualizer({
		...shared,
		count: head.endpoints,
		estimateSize: () => size.row,
		initialRect: { width: 800, height: 480 },
		scrollPaddingStart: size.top,
	});
	const columns = useVirtualizer({
		...shared,
		horizontal: true,
		count: head.portals,
		estimateSize: () => size.column,
		initialRect: { width: 800, height: 480 },
		scrollPaddingStart: size.first,
	});
	const shownRows = rows.getVirtualItems();
	const shownColumns = columns.getVirtualItems();
	const blocks = useCoverageBlocks(head, shownRows, shownColumns);
	if (blocks.error) {
		if (hasCode(blocks.error, "coverage_gone")) queueMicrotask(onGone);
		return <ErrorNote error={toCommandError(blocks.error)} />;
	}
	const go = (cell: Cell) => {
		setActive(cell);
		rows.scrollToIndex(cell.row);
		columns.scrollToIndex(cell.column);
	};
	const key = (event: KeyboardEvent) => {
		const page = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 480) - size.top) / size.row) - 1);
		const next = moved(event, active, { rows: head.endpoints, columns: head.portals, page });
		if (next === null) return;
		event.preventDefault();
		go(next);
	};
	const cellId = (row: number, column: number) => `${id}-${row}-${column}`;
	return (
		<>
			<div
				ref={scroller}
				className={styles.grid}
				role="grid"
				aria-label="Coverage of the endpoints by the portals"
				aria-rowcount={head.endpoints + 1}
				aria-colcount={head.portals + 1}
				aria-activedescendant={blocks.column(active.column) ? cellId(active.row, active.column) : undefined}
				tabIndex={0}
				onKeyDown={key}
				onFocus={() => setFocused(true)}
				onBlur={() => setFocused(false)}
			>
				<div
					role="presentation"
					className={styles.canvas}
					style={{ height: rows.getTotalSize() + size.top, width: columns.getTotalSize() + size.first }}
				>
					<div role="row" aria-rowindex={1} className={styles.top} style={{ height: size.top }}>
						<div
							role="columnheader"
							aria-colindex={1}
							className={styles.corner}
							style={{ width: size.first }}
						>
							Endpoint
						</div>
						{shownColumns.map(({ index, start }) => (
							<CoverageColumnHead
								key={index}
								index={index}
								column={blocks.column(index)}
								endpoints={head.endpoints + head.leftOut}
								style={{ width: size.column, transform: `translateX(${start + size.first}px)` }}
							/>
						))}
					</div>
					{shownRows.map(({ index: row, start }) => (
						<div
							key={row}
							role="row"
							aria-rowindex={row + 2}
							className={styles.row}
							style={{ height: size.row, transform: `translateY(${start + size.top}px)` }}
						>
							<CoverageRowHead row={blocks.row(row)} portals={head.portals} style={{ width: size.first }} />
							{shownColumns.map(({ index: column, start: left }) => (
								<CoverageCell
									key={column}
									id={cellId(row, column)}
									index={column}
									kind={blocks.kind(row, column)}
									isActive={active.row === row && active.column === column}
									isFocused={isFocused}
									onPress={() => setActive({ row, column })}
									style={{ width: size.column, transform: `translateX(${left + size.first}px)` }}
								/>
							))}
						</div>
					))}
				</div>
			</div>
			<CellFacts
				row={blocks.row(active.row)}
				column={blocks.column(active.column)}
				onOpenPortal={onOpenPortal}
			/>
		</>
	);
}
