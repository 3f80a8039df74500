import type { ReactNode } from "react";
import styles from "./badge.module.css";

export type Tone = "ok" | "warn" | "danger" | "demo" | "neutral" | "accent";

/** A state in a word; the colour only repeats what the word says. */
export function Badge({ tone, children, title }: { tone: Tone; children: ReactNode; title?: string }) {
	return (
		<span className={`${styles.badge} ${styles[tone]}`} title={title}>
			{children}
		</span>
	);
}
