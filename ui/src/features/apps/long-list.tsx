import type { ReactNode } from "react";
import styles from "./long-list.module.css";

/** A list in a dialog that scrolls by itself, however much is in it. */
export function LongList({ label, children }: { label: string; children: ReactNode }) {
	return (
		<ul className={styles.list} aria-label={label}>
			{children}
		</ul>
	);
}
