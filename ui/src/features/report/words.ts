import type { AppliedRule, AskedPeriod, PersonalDataChoice, RemovalGroup } from "../../host/bindings";

const about: Record<AppliedRule, { title: string; about: string }> = {
	known_value: {
		title: "Secrets that Portalscope holds",
		about: "Tokens and client secrets of your connections, in whatever spelling.",
	},
	name: {
		title: "Values beside a secret's name",
		about: "Such as what stands after client_secret=.",
	},
	shape: { title: "Texts that look like tokens", about: "By their form, whoever issued them." },
	unread: {
		title: "Texts that were encoded too often",
		about: "They could not be read, so they are not in it.",
	},
	earlier: {
		title: "Removed when the call was kept",
		about: "The history keeps no secrets: labels stood there already.",
	},
	personal_data: {
		title: "Personal data",
		about: "E-mail addresses, telephone numbers, names, postal and IP addresses.",
	},
	mask: { title: "Texts that you masked", about: "In any case and spelling." },
};

/** The rules in the order in which one can rely on them. */
export const rules = (Object.keys(about) as AppliedRule[]).map((id) => ({ id, ...about[id] }));

export const periods: { id: AskedPeriod; text: string; hours: number | null }[] = [
	{ id: "hour", text: "The last hour", hours: 1 },
	{ id: "two_hours", text: "The last 2 hours", hours: 2 },
	{ id: "day", text: "The last 24 hours", hours: 24 },
	{ id: "all", text: "All that is kept", hours: null },
];

export const personalChoices: { id: PersonalDataChoice; text: string; help: string }[] = [
	{
		id: "mask",
		text: "Mask it",
		help: "Made-up values stand in its place, the same one for the same data, so that calls can still be compared.",
	},
	{ id: "remove", text: "Remove it", help: "A label such as «e-mail#1» stands in its place." },
	{
		id: "keep",
		text: "Keep it",
		help: "It stays as it is. Send such a report only to somebody who may see the data.",
	},
];

/** "request header Authorization of call 3". */
export const placeOf = ({ place, call }: Pick<RemovalGroup, "place" | "call">): string =>
	call === null ? place : `${place} of call ${call}`;

/** When the calls of a period begin. `null`: with the oldest. */
export function sinceOf(period: AskedPeriod, now: number): string | null {
	const hours = periods.find(({ id }) => id === period)?.hours ?? null;
	return hours === null ? null : new Date(now - hours * 3_600_000).toISOString();
}
