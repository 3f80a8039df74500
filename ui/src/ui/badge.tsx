import type { ReactNode } from "react";
import styles from "./badge.module.css";

export type Tone = "ok" | "warn" | "danger" | "demo" | "neutral" | "accent";

/** A state as a word; the color only repeats it. */
export function Badge({ tone, children, title }: { tone: Tone; children: ReactNode; title?: string }) {
	return (
		<span className={`${styles.badge} ${styles[tone]}`} title={title}>
			{children}
		</span>
	);
}
