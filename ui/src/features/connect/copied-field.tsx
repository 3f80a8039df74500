import type { ReactNode } from "react";
import styles from "./copied-field.module.css";

/** A read-only field and, in line with its input, the button that copies it. */
export function CopiedField({ button, children }: { button: ReactNode; children: ReactNode }) {
	return (
		<div className={styles.row}>
			{children}
			<div className={styles.aside}>{button}</div>
		</div>
	);
}
