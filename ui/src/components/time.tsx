import { secondsUntil, useSecond } from "./clock";
import { clockTime, countdown, dayTime, fullTime } from "./format";

/** A wall-clock time; the whole date on hover. */
export function Time({ at, short = false }: { at: string; short?: boolean }) {
	return (
		<time dateTime={at} title={fullTime(at)} className="num">
			{short ? clockTime(at) : dayTime(at)}
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
