import styles from "./meter.module.css";

/** Calls made of calls allowed. Without a limit, the figure alone. */
export function Meter({ label, max, used }: { label: string; max: number | null; used: number | null }) {
	if (used === null) return null;
	const of = max === null ? "" : ` of ${max.toLocaleString("en-GB")}`;
	const words = `${used.toLocaleString("en-GB")}${of} calls`;
	return (
		<div className={styles.meter}>
			<span className="muted">{label}</span>
			{max !== null && (
				<>
					<meter
						min={0}
						max={max}
						value={used}
						className="sr-only"
						aria-label={`${label}: calls used`}
						aria-valuetext={words}
					/>
					<span className={styles.bar} aria-hidden>
						<i style={{ width: `${max > 0 ? Math.min(100, (used / max) * 100) : 0}%` }} />
					</span>
				</>
			)}
			<span className="num">{words}</span>
		</div>
	);
}
