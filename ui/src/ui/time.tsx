import { secondsUntil, useSecond, useToday } from "../lib/clock";
import { clockTime, countdown, dayTime, fullTime } from "../lib/format";

/** A wall-clock time, with its date on other days; the whole date on hover. `short` leaves "today" out. */
export function Time({ at, short = false }: { at: string; short?: boolean }) {
	const today = useToday();
	return (
		<time dateTime={at} title={fullTime(at)} className="num">
			{short ? clockTime(at, today) : dayTime(at, today)}
		</time>
	);
}

/** The time left as one text node that changes once a second. */
export function TimeLeft({ until }: { until: string }) {
	return countdown(secondsUntil(until, useSecond()));
}

/** The time gone since an instant, once a second. */
export function TimeSince({ from }: { from: string }) {
	return countdown(-secondsUntil(from, useSecond()));
}
