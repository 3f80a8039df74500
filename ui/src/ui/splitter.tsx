import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import styles from "./splitter.module.css";

/** A divider between two panes, moved by dragging or by the arrow keys. */
export function Splitter({
	label,
	value,
	min,
	max,
	step,
	onChange,
	toValue,
}: {
	label: string;
	value: number;
	min: number;
	max: number;
	step: number;
	onChange: (value: number) => void;
	/** The value for a pointer at this x, given the box of the divider's parent. */
	toValue: (clientX: number, box: DOMRect) => number;
}) {
	const dragging = useRef(false);
	const limit = (wanted: number) => onChange(Math.min(max, Math.max(min, wanted)));
	const move = (event: PointerEvent<HTMLDivElement>) => {
		const parent = event.currentTarget.parentElement;
		if (dragging.current && parent) limit(toValue(event.clientX, parent.getBoundingClientRect()));
	};
	const key = (event: KeyboardEvent) => {
		const moves: Record<string, number> = {
			ArrowLeft: value - step,
			ArrowRight: value + step,
			Home: min,
			End: max,
		};
		const wanted = moves[event.key];
		if (wanted === undefined) return;
		event.preventDefault();
		limit(wanted);
	};
	return (
		// biome-ignore lint/a11y/useSemanticElements: an <hr> cannot be moved; this is the window-splitter pattern.
		<div
			role="separator"
			aria-orientation="vertical"
			aria-label={label}
			aria-valuenow={Math.round(value)}
			aria-valuemin={min}
			aria-valuemax={max}
			tabIndex={0}
			className={styles.splitter}
			onKeyDown={key}
			onPointerDown={(event) => {
				dragging.current = true;
				event.currentTarget.setPointerCapture(event.pointerId);
			}}
			onPointerMove={move}
			onPointerUp={() => {
				dragging.current = false;
			}}
		/>
	);
}
