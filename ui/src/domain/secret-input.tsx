import type { ComponentProps, ReactNode } from "react";
import styles from "./secret-input.module.css";

/** The input of a secret, which asks the host for a paste itself. */
export function SecretInput(props: Omit<ComponentProps<"input">, "className">) {
	return <input {...props} className={styles.input} autoComplete="off" data-own-paste />;
}

export function SecretProblem(props: { id?: string; role?: "alert"; children: ReactNode }) {
	return <p {...props} className={styles.problem} />;
}
