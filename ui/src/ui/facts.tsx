import type { ReactNode } from "react";
import styles from "./facts.module.css";

/** Names at the left (`dt`), what they are at the right (`dd`). */
export function Facts({
	baseline = false,
	children,
}: {
	/** For values with badges or buttons beside their words. */
	baseline?: boolean;
	children: ReactNode;
}) {
	return <dl className={`${styles.facts} ${baseline ? styles.baseline : ""}`}>{children}</dl>;
}
