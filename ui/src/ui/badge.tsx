import type { ReactNode } from "react";
import styles from "./badge.module.css";

export type Tone = "ok" | "warn" | "danger" | "demo" | "neutral" | "accent";

/** A state as a word; the color only repeats it. A filled one stands out among others of its tone. */
export function Badge({
	tone,
	children,
	title,
	filled = false,
}: {
	tone: Tone;
	children: ReactNode;
	title?: string;
	filled?: boolean;
}) {
	return (
		<span className={`${styles.badge} ${styles[tone]} ${filled ? styles.filled : ""}`} title={title}>
			{children}
		</span>
	);
}
