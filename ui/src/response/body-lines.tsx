import type { ComponentProps, ReactNode } from "react";
import styles from "./body-lines.module.css";

/** The box that a body scrolls in; keys reach it as a whole. */
export function BodyScroller(props: Omit<ComponentProps<"div">, "className">) {
	// biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard.
	return <div {...props} className={styles.scroller} data-body tabIndex={0} />;
}

/** As high as the whole body, with only the lines in it that are on the screen. */
export function BodyLines({ height, children }: { height: number; children: ReactNode }) {
	return (
		<div role="presentation" className={styles.lines} style={{ height }}>
			{children}
		</div>
	);
}

export function BodyLine({
	isFound = false,
	className = "",
	...props
}: ComponentProps<"div"> & {
	/** What is looked for is in it. */
	isFound?: boolean;
}) {
	return <div {...props} className={`${styles.line} ${isFound ? styles.here : ""} ${className}`} />;
}
