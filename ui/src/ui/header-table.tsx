import type { ReactNode } from "react";
import styles from "./header-table.module.css";

/** Headers of a request or an answer, one a row. */
export function HeaderTable({ children }: { children: ReactNode }) {
	return <table className={styles.headers}>{children}</table>;
}
