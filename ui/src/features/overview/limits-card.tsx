import { Card } from "../../components/card";
import { secondsUntil, useSecond } from "../../components/clock";
import { clockTime } from "../../components/format";
import { Time } from "../../components/time";
import type { RateLimit } from "../../host/bindings";
import styles from "./overview.module.css";

/** Rate-limit figures as the last response showed them; none are invented before. */
export function LimitsCard({ limits }: { limits: RateLimit | null }) {
	if (limits === null) {
		return (
			<Card title="Limits">
				<p className="muted">
					No response has shown figures yet. They appear after the first call that carries them.
				</p>
			</Card>
		);
	}
	return <Figures limits={limits} />;
}

function Figures({ limits }: { limits: RateLimit }) {
	const now = useSecond();
	const age = -secondsUntil(limits.observedAt, now) * 1000;
	const isOver = limits.intervalMs !== null && age > limits.intervalMs;
	return (
		<Card title="Limits">
			<Meter
				label={isOver ? pastWords(limits) : windowWords(limits.intervalMs)}
				max={limits.max}
				remaining={limits.remaining}
			/>
			{limits.dailyMax === null ? (
				<p>
					<span className="muted">Today</span>
					<br />
					No daily cap was shown
				</p>
			) : (
				<Meter label="Today" max={limits.dailyMax} remaining={limits.dailyRemaining} />
			)}
			<p className={styles.tiny}>
				Seen at <Time at={limits.observedAt} short />
			</p>
		</Card>
	);
}

// What was counted then says nothing of the seconds before now.
function pastWords({ observedAt, intervalMs }: RateLimit): string {
	const seconds = (intervalMs ?? 0) / 1000;
	const span = seconds === 1 ? "one second" : `${seconds.toLocaleString("en-GB")} seconds`;
	return `At ${clockTime(observedAt)}, in ${span}`;
}

function windowWords(milliseconds: number | null): string {
	if (milliseconds === null) return "In the current window";
	const seconds = milliseconds / 1000;
	return seconds === 1 ? "Last second" : `Last ${seconds.toLocaleString("en-GB")} seconds`;
}

function Meter({ label, max, remaining }: { label: string; max: number | null; remaining: number | null }) {
	if (max === null || remaining === null) return null;
	const used = Math.max(0, max - remaining);
	const words = `${used.toLocaleString("en-GB")} of ${max.toLocaleString("en-GB")} calls`;
	return (
		<div className={styles.meter}>
			<span className="muted">{label}</span>
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
			<span className="num">{words}</span>
		</div>
	);
}
