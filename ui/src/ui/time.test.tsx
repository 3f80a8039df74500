import { act, render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { Time } from "./time";

// Before the formats are made.
vi.hoisted(() => {
	process.env.TZ = "Europe/Berlin";
});

const shown = () => screen.getAllByRole("time").map((time) => time.textContent);
const both = (at: string) => (
	<>
		<Time at={at} />
		<Time at={at} short />
	</>
);

test("a time of today becomes one of yesterday while it stands there", () => {
	// Ten seconds before midnight on the last day of a leap year's February.
	vi.useFakeTimers({ now: new Date("2028-02-29T22:59:50Z") });
	render(both("2028-02-29T21:59:50Z"));
	expect(shown()).toEqual(["22:59:50 today", "22:59:50"]);
	act(() => vi.advanceTimersByTime(9_000));
	expect(shown()).toEqual(["22:59:50 today", "22:59:50"]);
	act(() => vi.advanceTimersByTime(1_000));
	expect(shown()).toEqual(["22:59:50 29 Feb 2028", "22:59:50 29 Feb 2028"]);
});

test("the same day and month of another year is another day", () => {
	vi.useFakeTimers({ now: new Date("2027-12-31T12:00:00Z") });
	render(both("2026-12-31T12:00:00Z"));
	expect(shown()).toEqual(["13:00:00 31 Dec 2026", "13:00:00 31 Dec 2026"]);
});
