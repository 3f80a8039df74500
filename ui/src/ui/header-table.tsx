import type { HTMLAttributes } from "react";
import styles from "./header-table.module.css";

/** Headers of a request or an answer, one a row. */
export function HeaderTable(props: Omit<HTMLAttributes<HTMLTableElement>, "className">) {
	return <table {...props} className={styles.headers} />;
}
