import styles from "./skeleton.module.css";

/** A still grey bar in the place of a line of text; it does not shimmer. */
export function Bar({ width, height = 12 }: { width: string; height?: number }) {
	return <span className={styles.bar} style={{ width, height: `${height / 16}rem` }} />;
}

/** A card-shaped block of bars. */
export function SkeletonCard({ lines = 4 }: { lines?: number }) {
	const widths = ["46%", "82%", "68%", "74%", "58%", "80%"];
	return (
		<div className={styles.card} aria-hidden>
			<Bar width="34%" height={14} />
			{widths.slice(0, lines).map((width) => (
				<Bar key={width} width={width} />
			))}
		</div>
	);
}

/** Says once to screen readers what is being waited for. */
export function Loading({ what, children }: { what: string; children: React.ReactNode }) {
	return (
		<div role="status" aria-busy="true" className={styles.loading}>
			<span className="sr-only">{what}</span>
			{children}
		</div>
	);
}
