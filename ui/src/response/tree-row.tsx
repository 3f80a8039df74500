import { ChevronDown, ChevronRight } from "lucide-react";
import { type CSSProperties, useLayoutEffect, useRef, useState } from "react";
import type { BodyRow } from "../host/bindings";
import { Marked } from "../ui/marked";
import { BodyLine } from "./body-lines";
import styles from "./tree-row.module.css";

/** One row of the tree. Keys go to the tree itself, which names this row as the active one. */
export function TreeRow({
	id,
	index,
	row,
	isActive,
	isFound,
	words,
	style,
	onPress,
	onWhole,
}: {
	id: string;
	index: number;
	row: BodyRow | undefined;
	isActive: boolean;
	isFound: boolean;
	/** What is looked for, to mark it. */
	words: string | undefined;
	style: CSSProperties;
	onPress: (row: BodyRow) => void;
	onWhole: (node: number) => void;
}) {
	const text = useRef<HTMLElement>(null);
	const isCut = useIsCut(text, row?.text, isActive);
	if (row === undefined) return <BodyLine style={style} role="presentation" />;
	const indent = { paddingLeft: `${0.25 + row.depth * 1}rem` };
	if (row.kind === "close") {
		return (
			// No element inside: a screen reader's tree holds tree items and nothing else.
			<BodyLine
				className={styles.close}
				style={{ ...style, ...indent }}
				role="presentation"
				data-index={index}
			>
				{row.text}
			</BodyLine>
		);
	}
	const Arrow = row.folded ? ChevronRight : ChevronDown;
	return (
		// No focus and no keys of its own: the tree has both, and names its active row.
		<BodyLine
			id={id}
			data-index={index}
			role="treeitem"
			aria-level={row.depth + 1}
			aria-posinset={row.position}
			aria-setsize={row.siblings}
			aria-expanded={row.foldable ? !row.folded : undefined}
			aria-selected={isActive}
			className={`${styles.treeLine} ${isActive ? styles.active : ""}`}
			isFound={isFound}
			style={{ ...style, ...indent }}
			onClick={() => onPress(row)}
			onDoubleClick={() => !row.foldable && onWhole(row.node)}
		>
			<span className={styles.arrow}>{row.foldable && <Arrow aria-hidden />}</span>
			<code ref={text} className={styles.treeText}>
				{row.key !== null && (
					<span className={styles.key}>
						{row.key === "" ? <i>empty key</i> : <Marked text={row.key} words={words} />}{" "}
					</span>
				)}
				{row.key === null && row.depth > 0 && <span className={styles.place}>{row.position - 1} </span>}
				<span className={styles[`is-${row.kind}`]}>
					{row.foldable ? row.text : <Marked text={row.text} words={words} />}
				</span>
			</code>
			{isCut && !row.foldable && (
				// For the pointer; by the keyboard it is Enter.
				<span aria-hidden className={styles.whole} onClick={() => onWhole(row.node)}>
					Show whole (Enter)
				</span>
			)}
		</BodyLine>
	);
}

/** Whether the text of the active row goes on behind its edge, or was cut by the host. */
function useIsCut(
	element: { current: HTMLElement | null },
	text: string | undefined,
	isActive: boolean,
): boolean {
	const [isCut, setCut] = useState(false);
	useLayoutEffect(() => {
		const drawn = element.current;
		const isWider = drawn !== null && drawn.scrollWidth > drawn.clientWidth;
		setCut(isActive && (isWider || text?.endsWith("…") === true));
	}, [element, text, isActive]);
	return isCut;
}
