import styles from "./chip.module.css";

/** A scope or another word of HubSpot's, in code type. A missing one is dashed and says so. */
export function Chip({ children, missing = false }: { children: string; missing?: boolean }) {
	return (
		<code className={`${styles.chip} ${missing ? styles.missing : ""}`}>
			{children}
			{missing && <span className="sr-only"> (missing)</span>}
		</code>
	);
}
