import { expect, test } from "vitest";
import { historyRow } from "../../host/testing/history-answers";
import { inSeconds } from "../../host/testing/samples";
import { stopClock } from "../../host/testing/stopped-clock";
import { listRows, stepTo } from "./list-rows";
import { dayText, lastDayText, startOfDay, statusRange, statusText } from "./search/conditions";
import { dayName } from "./words";

const day = 86_400;

test("entries stand under their days in the order of the history, whatever the clock said", () => {
	stopClock();
	const times = [0, -60, -day, 0];
	const rows = listRows(times.map((at, id) => historyRow({ id: String(id), sentAt: inSeconds(at) })));
	expect(rows.map((row) => (row.kind === "day" ? "day" : row.id))).toEqual([
		"day",
		"0",
		"1",
		"day",
		"2",
		"day",
		"3",
	]);
	expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
	const later = listRows(times.map((at, id) => historyRow({ id: String(id + 9), sentAt: inSeconds(at) })));
	expect(later[0]?.id).toBe(rows[0]?.id);
	const today = new Date().toDateString();
	expect(rows.flatMap((row) => (row.kind === "day" ? [dayName(row.at, today)] : []))).toEqual([
		"Today",
		"Yesterday",
		"Today",
	]);
	expect(dayName(inSeconds(-400 * day), today)).toMatch(/20\d\d$/);
});

test("keys step from entry to entry over the days", () => {
	const rows = listRows(
		[0, -day, -2 * day].map((at, id) => historyRow({ id: String(id), sentAt: inSeconds(at) })),
	);
	expect(stepTo("ArrowDown", rows, 1)).toBe(3);
	expect(stepTo("ArrowUp", rows, 3)).toBe(1);
	expect(stepTo("ArrowUp", rows, 1)).toBeNull();
	expect(stepTo("Home", rows, 5)).toBe(1);
	expect(stepTo("End", rows, 1)).toBe(5);
	expect(stepTo("x", rows, 1)).toBeNull();
});

test("a status is typed as a number or as a class", () => {
	for (const text of ["", "404", "4xx", "2xx"]) {
		const range = statusRange(text);
		expect(range && statusText(range)).toBe(text);
	}
	for (const wrong of ["4x", "999", "abc", "40"]) expect(statusRange(wrong)).toBeNull();
});

test("days are typed in the person's own zone and cover their last day", () => {
	const today = dayText(inSeconds(0));
	expect(dayText(startOfDay(today))).toBe(today);
	expect(lastDayText(startOfDay(today, 1))).toBe(today);
	expect(startOfDay("2026-13-01")).toBeNull();
	expect(startOfDay("2026-02-31")).toBeNull();
	expect(startOfDay("yesterday")).toBeNull();
});
