import type { HTMLAttributes, ReactNode } from "react";
import styles from "./row.module.css";

/** Things side by side, wrapped where they do not fit. Gaps are steps of `--s1` to `--s4`: both, or rows and columns. */
export function Row({
	as: Tag = "div",
	gap = "2",
	between = false,
	className = "",
	...props
}: Pick<HTMLAttributes<HTMLElement>, "role" | "className"> & {
	as?: "div" | "span";
	gap?: "1" | "2" | "3" | "1-3" | "2-3" | "2-4";
	/** The room that is left goes between them. */
	between?: boolean;
	children: ReactNode;
}) {
	const classes = [styles.row, styles[`gap-${gap}`], between && styles.between, className];
	return <Tag {...props} className={classes.filter(Boolean).join(" ")} />;
}
