import type { HTMLAttributes, ReactNode } from "react";
import styles from "./chip.module.css";

/** A scope or another word of HubSpot's, in code type. A missing one is dashed and says so. */
export function Chip({ children, missing = false }: { children: string; missing?: boolean }) {
	return (
		<code className={`${styles.chip} ${missing ? styles.missing : ""}`}>
			{children}
			{missing && <span className="sr-only"> (missing)</span>}
		</code>
	);
}

/** Chips beside each other, or below where they do not fit. */
export function Chips({
	as: Tag = "div",
	className = "",
	...props
}: Pick<HTMLAttributes<HTMLElement>, "aria-label" | "className"> & {
	as?: "div" | "dd" | "ul";
	children: ReactNode;
}) {
	return <Tag {...props} className={`${styles.chips} ${className}`} />;
}
