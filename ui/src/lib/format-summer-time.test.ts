import { expect, test, vi } from "vitest";
import { secondsUntil } from "./clock";
import { clockTime, countdown, dayOf, dayTime, fullTime } from "./format";

// Before the formats are made. In Berlin clocks go from 02:00 to 03:00 and from 03:00 to 02:00, at 01:00 UTC.
vi.hoisted(() => {
	process.env.TZ = "Europe/Berlin";
});

const begins = { before: "2027-03-28T00:45:00Z", after: "2027-03-28T01:15:00Z" };
const ends = { before: "2027-10-31T00:45:00Z", after: "2027-10-31T01:15:00Z" };

test("a countdown over the change of clocks counts minutes that go by, not those on the wall", () => {
	for (const { before, after } of [begins, ends]) {
		expect(countdown(secondsUntil(after, Date.parse(before) / 1000))).toBe("30:00");
	}
});

test("times are those on the wall, and the whole time says which of two equal ones is meant", () => {
	const onItsDay = (instant: string) => clockTime(instant, dayOf(new Date(instant)));
	expect([onItsDay(begins.before), onItsDay(begins.after)]).toEqual(["01:45:00", "03:15:00"]);
	expect([onItsDay(ends.before), onItsDay(ends.after)]).toEqual(["02:45:00", "02:15:00"]);
	const [first, second] = [fullTime("2027-10-31T00:30:00Z"), fullTime("2027-10-31T01:30:00Z")];
	expect(first).toContain("02:30:00");
	expect(second).toContain("02:30:00");
	expect(first).not.toBe(second);
});

test("today is the day on the wall, of 23 hours or of 25", () => {
	const today = (instant: string, now: string) => dayTime(instant, dayOf(new Date(now))).endsWith(" today");
	// 00:10 and 23:50 of one day.
	expect(today("2027-03-27T23:10:00Z", "2027-03-28T21:50:00Z")).toBe(true);
	expect(today("2027-10-30T22:10:00Z", "2027-10-31T22:50:00Z")).toBe(true);
	// 24 hours later is not always tomorrow, and 23 hours later may be.
	expect(today("2027-10-30T22:10:00Z", "2027-10-31T22:10:00Z")).toBe(true);
	expect(today("2027-03-27T23:10:00Z", "2027-03-28T22:10:00Z")).toBe(false);
});
