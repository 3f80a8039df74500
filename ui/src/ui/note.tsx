import { CircleCheck, CircleX, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import styles from "./note.module.css";

export type NoteTone = "ok" | "warn" | "danger" | "info";
const pictures = { ok: CircleCheck, warn: TriangleAlert, danger: CircleX, info: Info };

/** What happened, why, and the one next action. `announce` reads it out when it appears. */
export function Note({
	tone,
	title,
	children,
	actions,
	announce = false,
	compact = false,
	inline = false,
}: {
	tone: NoteTone;
	title: ReactNode;
	children?: ReactNode;
	actions?: ReactNode;
	announce?: boolean;
	compact?: boolean;
	/** All of it beside each other, where there is room. */
	inline?: boolean;
}) {
	const Picture = pictures[tone];
	const role = announce ? (tone === "danger" ? "alert" : "status") : undefined;
	return (
		<div
			className={`${styles.note} ${styles[tone]} ${compact || inline ? styles.compact : ""} ${inline ? styles.inline : ""}`}
			role={role}
		>
			<Picture aria-hidden className={styles.picture} />
			<div className={styles.words}>
				<strong>{title}</strong>
				{children !== undefined && <div>{children}</div>}
				{actions !== undefined && <div className={styles.actions}>{actions}</div>}
			</div>
		</div>
	);
}
