// biome-ignore-all lint/a11y/useSemanticElements: a table cannot be drawn in windows both ways
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and names its active cell
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type MouseEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { Button } from "../../components/button";
import { ErrorNote } from "../../components/error-note";
import type { CoverageHead } from "../../host/bindings";
import { hasCode, toCommandError } from "../../host/errors";
import { CellFacts } from "./cell-facts";
import styles from "./coverage.module.css";
import { CoverageColumnHead, CoverageGridRow, CoverageRowHead, cellId } from "./coverage-cells";
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
	const size = useMemo(() => ({ row: 2.75 * em, column: 10 * em, first: 18 * em, top: 3.5 * em }), [em]);
	const [chosen, setActive] = useState<Cell>({ row: 0, column: 0 });
	// Another matrix may have fewer of both.
	const active = {
		row: Math.min(chosen.row, head.endpoints - 1),
		column: Math.min(chosen.column, head.portals - 1),
	};
	const [isFocused, setFocused] = useState(false);
	const shared = { getScrollElement: () => scroller.current, overscan: 3 };
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
	const isGone = blocks.error !== null && hasCode(blocks.error, "coverage_gone");
	useEffect(() => {
		if (isGone) onGone();
	}, [isGone, onGone]);
	if (blocks.error && !isGone) {
		return (
			<ErrorNote error={toCommandError(blocks.error)} actions={<Button onPress={onGone}>Try again</Button>} />
		);
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
	const press = ({ target }: MouseEvent) => {
		const cell = (target as Element).closest("[role=gridcell]");
		const place = (of: Element | null | undefined, name: string) => Number(of?.getAttribute(name)) - 2;
		if (cell)
			setActive({
				row: place(cell.parentElement, "aria-rowindex"),
				column: place(cell, "aria-colindex"),
			});
	};
	return (
		<>
			<div
				ref={scroller}
				className={styles.grid}
				role="grid"
				aria-label="Coverage of the endpoints by the portals"
				aria-rowcount={head.endpoints + 1}
				aria-colcount={head.portals + 1}
				aria-activedescendant={
					blocks.column(active.column) ? cellId(id, active.row, active.column) : undefined
				}
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
								left={start + size.first}
								width={size.column}
							/>
						))}
					</div>
					<div
						aria-hidden="true"
						className={styles.heads}
						style={{ height: rows.getTotalSize(), width: size.first }}
					>
						{shownRows.map(({ index, start }) => (
							<CoverageRowHead
								key={index}
								row={blocks.row(index)}
								portals={head.portals}
								top={start}
								height={size.row}
							/>
						))}
					</div>
					{shownRows.map(({ index, start }) => (
						<CoverageGridRow
							key={index}
							grid={id}
							index={index}
							row={blocks.row(index)}
							portals={head.portals}
							kinds={shownColumns.map((column) => blocks.kind(index, column.index))}
							columns={shownColumns}
							active={active.row === index ? active.column : null}
							isFocused={isFocused && active.row === index}
							top={start + size.top}
							size={size}
						/>
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
