import styles from "./method.module.css";

/** GET, POST, ... in code type. */
export function Method({ children }: { children: string }) {
	return <span className={`${styles.method} ${styles[children.toLowerCase()] ?? ""}`}>{children}</span>;
}
