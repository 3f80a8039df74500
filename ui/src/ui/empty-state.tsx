import type { ReactNode } from "react";
import styles from "./empty-state.module.css";

/** What this place is for, and the one thing to do. */
export function EmptyState({
	picture,
	title,
	children,
	actions,
}: {
	picture: ReactNode;
	title: string;
	children: ReactNode;
	actions?: ReactNode;
}) {
	return (
		<div className={styles.empty}>
			<span className={styles.picture} aria-hidden>
				{picture}
			</span>
			<h2>{title}</h2>
			<div className={styles.words}>{children}</div>
			{actions !== undefined && <div className={styles.actions}>{actions}</div>}
		</div>
	);
}
