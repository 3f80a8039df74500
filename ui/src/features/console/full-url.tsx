import type { ReactNode } from "react";
import styles from "./full-url.module.css";

/** The address that is called, broken wherever it has to. */
export function FullUrl({ children }: { children: ReactNode }) {
	return <p className={styles.url}>{children}</p>;
}
