import type { HTMLAttributes, ReactNode } from "react";
import styles from "./stack.module.css";

/** Things one below the other. Gaps are steps of `--s1` to `--s4`; `tight` lies between the first two. */
export function Stack({
	as: Tag = "div",
	gap = "2",
	className = "",
	...props
}: Pick<HTMLAttributes<HTMLElement>, "aria-label" | "className"> & {
	as?: "div" | "section" | "fieldset" | "ul";
	gap?: "1" | "tight" | "2" | "3";
	children: ReactNode;
}) {
	return <Tag {...props} className={`${styles.stack} ${styles[`gap-${gap}`]} ${className}`} />;
}
