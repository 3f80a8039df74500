import type { ReactNode } from "react";
import styles from "./stored-item.module.css";

/** Something that is stored: what it is at the left, how much and what can be done at the right. */
export function StoredItem({ words, children }: { words: ReactNode; children: ReactNode }) {
	return (
		<li className={styles.item}>
			<div className={styles.words}>{words}</div>
			{children}
		</li>
	);
}
