import type { ReactNode } from "react";
import styles from "./key-sheet.module.css";

/** Short words at the left, such as keys, what they mean at the right; each pair is a `div`. */
export function KeySheet({ children }: { children: ReactNode }) {
	return <dl className={styles.sheet}>{children}</dl>;
}
