import { ChevronDown, ChevronRight } from "lucide-react";
import type { CSSProperties } from "react";
import type { BodyRow } from "../../../host/bindings";
import styles from "../console.module.css";
import { Marked } from "../request/marked";

/** One row of the tree. Keys go to the tree itself, which names this row as the active one. */
export function TreeRow({
	id,
	row,
	isActive,
	isFound,
	words,
	style,
	onPress,
}: {
	id: string;
	row: BodyRow | undefined;
	isActive: boolean;
	isFound: boolean;
	/** What is looked for, to mark it. */
	words: string | undefined;
	style: CSSProperties;
	onPress: (row: BodyRow) => void;
}) {
	if (row === undefined) return <div className={styles.line} style={style} role="presentation" />;
	const indent = { paddingLeft: `${0.25 + row.depth * 1}rem` };
	if (row.kind === "close") {
		return (
			// No element inside: a screen reader's tree holds tree items and nothing else.
			<div className={`${styles.line} ${styles.close}`} style={{ ...style, ...indent }} role="presentation">
				{row.text}
			</div>
		);
	}
	const Arrow = row.folded ? ChevronRight : ChevronDown;
	return (
		// biome-ignore lint/a11y/useKeyWithClickEvents: the tree holds the focus and takes the keys.
		// biome-ignore lint/a11y/useFocusableInteractive: active-descendant pattern; the tree is focusable.
		<div
			id={id}
			role="treeitem"
			aria-level={row.depth + 1}
			aria-posinset={row.position}
			aria-setsize={row.siblings}
			aria-expanded={row.foldable ? !row.folded : undefined}
			aria-selected={isActive}
			className={`${styles.line} ${styles.treeLine} ${isActive ? styles.active : ""} ${isFound ? styles.here : ""}`}
			style={{ ...style, ...indent }}
			onClick={() => onPress(row)}
		>
			<span className={styles.arrow}>{row.foldable && <Arrow aria-hidden />}</span>
			<code className={styles.treeText}>
				{row.key !== null && (
					<span className={styles.key}>
						<Marked text={row.key} words={words} />{" "}
					</span>
				)}
				{row.key === null && row.depth > 0 && <span className={styles.place}>{row.position - 1} </span>}
				<span className={styles[`is-${row.kind}`]}>
					{row.foldable ? row.text : <Marked text={row.text} words={words} />}
				</span>
			</code>
		</div>
	);
}
