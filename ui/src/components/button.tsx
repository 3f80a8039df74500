import type { ReactNode } from "react";
import { Button as AriaButton, type ButtonProps, Tooltip, TooltipTrigger } from "react-aria-components";
import styles from "./button.module.css";

type Kind = "plain" | "primary" | "danger" | "quiet" | "link";

/** A button; while `isPending` it keeps its place and its name and takes no press. */
export function Button({
	kind = "plain",
	small = false,
	className = "",
	...props
}: Omit<ButtonProps, "className" | "style"> & { kind?: Kind; small?: boolean; className?: string }) {
	const classes = [styles.button, styles[kind], small ? styles.small : "", className].join(" ");
	return <AriaButton {...props} className={classes} />;
}

/** A square button that shows a picture and is named by `label`, also as its tooltip. */
export function IconButton({
	label,
	children,
	...props
}: Omit<ButtonProps, "className" | "style" | "children"> & { label: string; children: ReactNode }) {
	return (
		<TooltipTrigger delay={500} closeDelay={0}>
			<AriaButton {...props} aria-label={label} className={`${styles.button} ${styles.icon}`}>
				{children}
			</AriaButton>
			<Tooltip className={styles.tooltip ?? ""} offset={6}>
				{label}
			</Tooltip>
		</TooltipTrigger>
	);
}
