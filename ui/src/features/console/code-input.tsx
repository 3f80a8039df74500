import type { ComponentProps } from "react";
import styles from "./code-input.module.css";

/** A bare input for a path, a name or a value. */
export function CodeInput(props: Omit<ComponentProps<"input">, "className">) {
	return <input {...props} className={`mono ${styles.input}`} spellCheck={false} />;
}
