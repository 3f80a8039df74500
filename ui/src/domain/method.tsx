import { Fragment } from "react";
import styles from "./method.module.css";

/** GET, POST, ... in code type. */
export function Method({ children }: { children: string }) {
	return <span className={`${styles.method} ${styles[children.toLowerCase()] ?? ""}`}>{children}</span>;
}

/** A path in code type that may break after its slashes. */
export function Path({ text }: { text: string }) {
	const parts = text.split(/(?<=\/)/);
	return (
		<span className="mono muted">
			{parts.map((part, at) => (
				<Fragment key={at}>
					{at > 0 && <wbr />}
					<span className={styles.part}>{part}</span>
				</Fragment>
			))}
		</span>
	);
}
