import type { HistoryEntryKind, HistoryRow, HistorySender } from "../../host/bindings";

export const kindNames: Record<HistoryEntryKind, string> = {
	call: "Call",
	token_exchange: "Token exchange",
	refresh: "Token refresh",
	introspection: "Token introspection",
	consent: "Consent",
	revocation: "Token revocation",
};

export const senderNames: Record<HistorySender, string> = {
	window: "Console",
	cli: "Command line",
	run: "Run",
	check: "Check",
};

/** Plain words first: what the call does, or its path where that is not known. */
export const titleOf = ({ kind, title, path }: HistoryRow): string =>
	kind === "call" ? (title ?? path) : kindNames[kind];

export const callOf = ({ path, query }: HistoryRow): string => (query === "" ? path : `${path}?${query}`);

/** "missing scopes" for MISSING_SCOPES, "HTTP 404" for http_404. */
export function causeName(cause: string): string {
	const status = /^http_(\d+)$/.exec(cause)?.[1];
	return status === undefined ? cause.replaceAll(/[-_]/g, " ").toLowerCase() : `HTTP ${status}`;
}

/** Why there is no answer, in a few words. */
export const noAnswer = ({ error }: Pick<HistoryRow, "error">) =>
	error === null ? "no answer" : `no answer: ${causeName(error)}`;

const weekday = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });
const withYear = new Intl.DateTimeFormat("en-GB", { dateStyle: "full" });

/** "Today", "Yesterday", "Monday 23 November", with the year where it is another one. */
export function dayName(instant: string, today: string): string {
	const date = new Date(instant);
	const day = date.toDateString();
	if (day === today) return "Today";
	const now = new Date(today);
	const before = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
	if (day === before.toDateString()) return "Yesterday";
	return (date.getFullYear() === now.getFullYear() ? weekday : withYear).format(date);
}
