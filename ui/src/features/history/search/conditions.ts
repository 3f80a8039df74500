import type { Connection, HistoryEntryKind, HistoryLookup, HistorySender } from "../../../host/bindings";
import { causeName, kindNames, senderNames } from "../words";

/** A condition that is set, in words, and what unsets it. */
type Condition = { id: string; text: string; unset: Partial<HistoryLookup> };

export const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];
export const kinds = Object.keys(kindNames) as HistoryEntryKind[];
export const senders = Object.keys(senderNames) as HistorySender[];

/** "4xx" for 400 to 499, "404" for one status. */
export function statusText({ minStatus, maxStatus }: Pick<HistoryLookup, "minStatus" | "maxStatus">): string {
	if (minStatus === null && maxStatus === null) return "";
	if (minStatus === maxStatus) return String(minStatus);
	return `${Math.floor((minStatus ?? maxStatus ?? 0) / 100)}xx`;
}

/** The range that "4xx" or "404" means. `null`: it means none. */
export function statusRange(text: string): Pick<HistoryLookup, "minStatus" | "maxStatus"> | null {
	const typed = text.trim().toLowerCase();
	if (typed === "") return { minStatus: null, maxStatus: null };
	if (/^[1-5]xx$/.test(typed)) {
		const first = Number(typed[0]) * 100;
		return { minStatus: first, maxStatus: first + 99 };
	}
	return /^[1-5]\d\d$/.test(typed) ? { minStatus: Number(typed), maxStatus: Number(typed) } : null;
}

export const spans: { hours: number; text: string }[] = [
	{ hours: 1, text: "Last hour" },
	{ hours: 24, text: "Last 24 hours" },
	{ hours: 168, text: "Last 7 days" },
];

/** The day of an instant as it is typed, in the person's own zone. */
export function dayText(instant: string | null): string {
	if (instant === null) return "";
	const date = new Date(instant);
	const two = (number: number) => String(number).padStart(2, "0");
	return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** When a typed day begins in the person's own zone, or so many days later. `null`: it is no day. */
export function startOfDay(text: string, later = 0): string | null {
	const [, year, month, day] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text.trim()) ?? [];
	if (year === undefined) return null;
	const date = new Date(Number(year), Number(month) - 1, Number(day));
	if (date.getMonth() !== Number(month) - 1) return null;
	return new Date(Number(year), Number(month) - 1, Number(day) + later).toISOString();
}

/** The last day that a lookup covers: `until` is the end of it. */
export const lastDayText = (until: string | null) =>
	until === null ? "" : dayText(new Date(Date.parse(until) - 1).toISOString());

/** Those that are set, but for the words and the failures, which the search bar shows itself. */
export function conditionsOf(
	lookup: HistoryLookup,
	isAll: boolean,
	connections: Connection[] = [],
): Condition[] {
	const portal = connections.find(({ id }) => id === lookup.connection)?.identity.portalName;
	const time = timeText(lookup);
	const all: [string, string | null, Partial<HistoryLookup>][] = [
		[
			"portal",
			isAll && lookup.connection !== null ? (portal ?? "Another portal") : null,
			{ connection: null },
		],
		["method", lookup.method, { method: null }],
		["status", statusText(lookup) || null, { minStatus: null, maxStatus: null }],
		["cause", lookup.cause && causeName(lookup.cause), { cause: null }],
		["operation", lookup.operation, { operation: null }],
		["kind", lookup.kind && kindNames[lookup.kind], { kind: null }],
		["sender", lookup.sender && senderNames[lookup.sender], { sender: null }],
		["time", time, { lastHours: null, since: null, until: null }],
		["pinned", lookup.pinned ? "Pinned" : null, { pinned: false }],
	];
	return all.flatMap(([id, text, unset]) => (text === null ? [] : [{ id, text, unset }]));
}

function timeText({ lastHours, since, until }: HistoryLookup): string | null {
	const span = spans.find(({ hours }) => hours === lastHours);
	if (span) return span.text;
	if (since === null && until === null) return null;
	if (since === null) return `to ${lastDayText(until)}`;
	const [from, to] = [dayText(since), lastDayText(until)];
	return until === null ? `from ${from}` : from === to ? from : `${from} to ${to}`;
}
