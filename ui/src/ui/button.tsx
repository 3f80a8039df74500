import type { ReactNode } from "react";
import { Button as AriaButton, type ButtonProps, Tooltip, TooltipTrigger } from "react-aria-components";
import styles from "./button.module.css";

type Kind = "plain" | "primary" | "danger" | "quiet" | "link";

type Props = Omit<ButtonProps, "className" | "style" | "children" | "isPending"> & {
	kind?: Kind;
	small?: boolean;
	className?: string;
	children: ReactNode;
	isPending?: boolean;
};

/**
 * A button. While `isPending` it keeps its place, its focus and its name, and takes no press. React Aria's own
 * pending state is not used: it leaves a nameless image in its live region for some seconds.
 */
export function Button({
	kind = "plain",
	small = false,
	className = "",
	isPending = false,
	...props
}: Props) {
	const classes = [
		styles.button,
		styles[kind],
		small ? styles.small : "",
		isPending ? styles.pending : "",
		className,
	];
	const waiting = isPending && { "aria-disabled": true, onPress: () => undefined, type: "button" as const };
	return <AriaButton {...props} {...waiting} className={classes.join(" ")} />;
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
