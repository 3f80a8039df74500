import type { UsagePoint } from "../../host/bindings";
import { clockTime, count } from "../../lib/format";

/** Calls made in the ten seconds that one answer counted. */
export function usedIn(point: UsagePoint): number | null {
	return point.max === null || point.remaining === null ? null : Math.max(0, point.max - point.remaining);
}

/** The plot in a sentence. */
export function usageSummary(points: UsagePoint[]): string {
	const first = points[0];
	if (first === undefined) return "";
	const seen = points.filter((point) => usedIn(point) !== null);
	const most = seen.reduce<UsagePoint | undefined>(
		(busiest, point) =>
			busiest === undefined || (usedIn(point) ?? 0) > (usedIn(busiest) ?? 0) ? point : busiest,
		undefined,
	);
	const peak = most
		? `, at most ${usedIn(most)?.toLocaleString("en-GB")} of ${most.max?.toLocaleString("en-GB")} in ten seconds, at ${clockTime(most.at)}`
		: "";
	return `${count(points.length, "call")} since ${clockTime(first.at)}${peak}.`;
}

/** Whether a limit is near enough to be drawn: a line far above would make what was used a flat one. */
export function isLimitNear(points: UsagePoint[]): boolean {
	const peak = Math.max(0, ...points.map((point) => usedIn(point) ?? 0));
	return points.some(({ max }) => max !== null && max <= 4 * peak);
}
