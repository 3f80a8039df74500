// biome-ignore-all lint/a11y/useSemanticElements: a table cannot be drawn in windows both ways
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and names its active cell
import { memo } from "react";
import { Method } from "../../../domain/method";
import { VerdictMark } from "../../../domain/verdict";
import type { CoverageColumn, CoverageRow, VerdictKind } from "../../../host/bindings";
import styles from "./coverage-cells.module.css";

/** The position of a row or column in the grid, in pixels. */
type Slot = { index: number; start: number };

export const cellId = (grid: string, row: number, column: number) => `${grid}-${row}-${column}`;

export const CoverageColumnHead = memo(function CoverageColumnHead({
	index,
	column,
	endpoints,
	left,
	width,
}: {
	index: number;
	column: CoverageColumn | undefined;
	endpoints: number;
	left: number;
	width: number;
}) {
	return (
		<div role="columnheader" aria-colindex={index + 2} className={styles.columnHead} style={{ width, left }}>
			{column && (
				<>
					<strong title={column.name}>{column.name}</strong>
					<span className="muted num">
						{column.hubId} · {column.allowed} of {endpoints}
					</span>
				</>
			)}
		</div>
	);
});

type RowProps = {
	grid: string;
	index: number;
	row: CoverageRow | undefined;
	legend: VerdictKind[];
	portals: number;
	columns: Slot[];
	columnKey: (index: number) => number;
	/** The active column; `null`: the active cell is in another row. */
	active: number | null;
	isFocused: boolean;
	top: number;
	size: { row: number; column: number; first: number };
};

/** One endpoint in the portals that are in sight. Drawn anew only where something of it changed. */
export const CoverageGridRow = memo(function CoverageGridRow({
	grid,
	index,
	row,
	legend,
	portals,
	columns,
	columnKey,
	active,
	isFocused,
	top,
	size,
}: RowProps) {
	return (
		<div role="row" aria-rowindex={index + 2} className={styles.row} style={{ height: size.row, top }}>
			{/* The visible one is beside the rows. */}
			<span role="rowheader" aria-colindex={1} className="sr-only">
				{row && `${row.title}, ${row.endpoint.method} ${row.endpoint.path}, ${row.allowed} of ${portals}`}
			</span>
			{columns.map(({ index: column, start }) => (
				<CoverageCell
					key={columnKey(column)}
					id={cellId(grid, index, column)}
					column={column}
					kind={legend[Number(row?.verdicts[column])]}
					isProbable={row?.probable ?? false}
					isActive={active === column}
					isFocused={active === column && isFocused}
					left={start + size.first}
					width={size.column}
				/>
			))}
		</div>
	);
});

/** The endpoint of a row, to be seen. All of them stand in one place, so that one layer stays put and not one a row. */
export const CoverageRowHead = memo(function CoverageRowHead({
	row,
	portals,
	top,
	height,
}: {
	row: CoverageRow | undefined;
	portals: number;
	top: number;
	height: number;
}) {
	return (
		<div className={styles.rowHead} style={{ top, height }}>
			{row && (
				<>
					<span className={styles.rowTitle}>
						<strong title={row.title}>{row.title}</strong>
						<span className="muted num">
							{row.allowed} of {portals}
						</span>
					</span>
					<span className={styles.rowCall} title={`${row.endpoint.method} ${row.endpoint.path}`}>
						<Method>{row.endpoint.method}</Method> <span className="mono muted">{row.endpoint.path}</span>
					</span>
				</>
			)}
		</div>
	);
});

/** A verdict as shape, word and color. */
const CoverageCell = memo(function CoverageCell({
	id,
	column,
	kind,
	isProbable,
	isActive,
	isFocused,
	left,
	width,
}: {
	id: string;
	column: number;
	kind: VerdictKind | undefined;
	isProbable: boolean;
	isActive: boolean;
	isFocused: boolean;
	left: number;
	width: number;
}) {
	return (
		<div
			id={id}
			role="gridcell"
			aria-colindex={column + 2}
			aria-selected={isActive}
			className={styles.cell}
			data-active={isActive || undefined}
			data-focused={isFocused || undefined}
			style={{ width, left }}
		>
			{kind && <VerdictMark kind={kind} probable={isProbable} />}
		</div>
	);
});
