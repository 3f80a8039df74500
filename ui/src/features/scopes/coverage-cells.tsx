// biome-ignore-all lint/a11y/useSemanticElements: a table cannot be drawn in windows both ways
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and names its active cell
import type { CSSProperties } from "react";
import { Method } from "../../components/method";
import { VerdictMark } from "../../components/verdict";
import type { CoverageColumn, CoverageRow, VerdictKind } from "../../host/bindings";
import styles from "./coverage.module.css";

export function CoverageColumnHead({
	index,
	column,
	endpoints,
	style,
}: {
	index: number;
	column: CoverageColumn | undefined;
	endpoints: number;
	style: CSSProperties;
}) {
	return (
		<div role="columnheader" aria-colindex={index + 2} className={styles.columnHead} style={style}>
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
}

export function CoverageRowHead({
	row,
	portals,
	style,
}: {
	row: CoverageRow | undefined;
	portals: number;
	style: CSSProperties;
}) {
	return (
		<div role="rowheader" aria-colindex={1} className={styles.rowHead} style={style}>
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
}

/** A verdict as shape, word and colour. */
export function CoverageCell({
	id,
	index,
	kind,
	isActive,
	isFocused,
	onPress,
	style,
}: {
	id: string;
	index: number;
	kind: VerdictKind | undefined;
	isActive: boolean;
	isFocused: boolean;
	onPress: () => void;
	style: CSSProperties;
}) {
	return (
		// biome-ignore lint/a11y/useKeyWithClickEvents: the grid takes the arrow keys
		<div
			id={id}
			role="gridcell"
			aria-colindex={index + 2}
			aria-selected={isActive}
			className={styles.cell}
			data-active={isActive || undefined}
			data-focused={(isActive && isFocused) || undefined}
			onClick={onPress}
			style={style}
		>
			{kind && <VerdictMark kind={kind} />}
		</div>
	);
}
