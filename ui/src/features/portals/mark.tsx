import styles from "./mark.module.css";

/** The app's own sign: a scope seen from the front. */
export function Mark() {
	return (
		<svg viewBox="0 0 20 20" className={styles.mark} aria-hidden="true">
			<circle cx="10" cy="10" r="8" />
			<circle cx="10" cy="10" r="3.4" />
		</svg>
	);
}
