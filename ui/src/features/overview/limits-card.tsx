import type { Connection, RateLimit } from "../../host/bindings";
import { secondsUntil, useSecond } from "../../lib/clock";
import { clockTime } from "../../lib/format";
import { Card } from "../../ui/card";
import { Time } from "../../ui/time";
import { DailyUsage } from "./daily-usage";
import { Meter } from "./meter";
import { UsageHistory } from "./usage-history";

/** Rate-limit figures as the answers showed them, now and since the start; none are invented before. */
export function LimitsCard({ connection }: { connection: Connection }) {
	const { id, rateLimit } = connection;
	return (
		<Card title="Limits">
			{rateLimit === null ? (
				<p className="muted">
					No response has shown figures yet. They appear after the first call that carries them.
				</p>
			) : (
				<Window limits={rateLimit} />
			)}
			<DailyUsage id={id} />
			<UsageHistory id={id} observedAt={rateLimit?.observedAt ?? null} />
		</Card>
	);
}

function Window({ limits }: { limits: RateLimit }) {
	const now = useSecond();
	const age = -secondsUntil(limits.observedAt, now) * 1000;
	const isOver = limits.intervalMs !== null && age > limits.intervalMs;
	const { max, remaining } = limits;
	const used = max === null || remaining === null ? null : Math.max(0, max - remaining);
	return (
		<div>
			<Meter label={isOver ? pastWords(limits) : windowWords(limits.intervalMs)} max={max} used={used} />
			{!isOver && (
				<p className="tiny">
					Seen at <Time at={limits.observedAt} short />
				</p>
			)}
		</div>
	);
}

// What was counted then says nothing of the seconds before now.
function pastWords({ observedAt, intervalMs }: RateLimit): string {
	const seconds = (intervalMs ?? 0) / 1000;
	const span = seconds === 1 ? "second" : `${seconds.toLocaleString("en-GB")} seconds`;
	return `Last call's ${span}, at ${clockTime(observedAt)}`;
}

function windowWords(milliseconds: number | null): string {
	if (milliseconds === null) return "In the current window";
	const seconds = milliseconds / 1000;
	return seconds === 1 ? "Last second" : `Last ${seconds.toLocaleString("en-GB")} seconds`;
}
