import { ChevronDown, ChevronRight } from "lucide-react";
import type { CSSProperties } from "react";
import type { BodyRow } from "../host/bindings";
import { Marked } from "../ui/marked";
import { BodyLine } from "./body-lines";
import styles from "./tree-row.module.css";

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
	if (row === undefined) return <BodyLine style={style} role="presentation" />;
	const indent = { paddingLeft: `${0.25 + row.depth * 1}rem` };
	if (row.kind === "close") {
		return (
			// No element inside: a screen reader's tree holds tree items and nothing else.
			<BodyLine className={styles.close} style={{ ...style, ...indent }} role="presentation">
				{row.text}
			</BodyLine>
		);
	}
	const Arrow = row.folded ? ChevronRight : ChevronDown;
	return (
		// No focus and no keys of its own: the tree has both, and names its active row.
		<BodyLine
			id={id}
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
		</BodyLine>
	);
}
