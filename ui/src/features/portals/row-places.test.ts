import { expect, test } from "vitest";
import { rowsInSight, scrollToRow, startsOf } from "./row-places";

const starts = startsOf([30, 50, 50, 30, 50]);
const at = (top: number, height: number) => ({ top, height, width: 200 });

test("rows stand under each other, and the last place is where they end", () => {
	expect(starts).toEqual([0, 30, 80, 130, 160, 210]);
	expect(startsOf([])).toEqual([0]);
});

test("the rows in sight are those that the box touches, with some beside them", () => {
	expect(rowsInSight(starts, at(0, 29), 0)).toEqual([0, 1]);
	expect(rowsInSight(starts, at(31, 60), 0)).toEqual([1, 3]);
	expect(rowsInSight(starts, at(31, 60), 1)).toEqual([0, 4]);
	expect(rowsInSight(starts, at(0, 1000), 6)).toEqual([0, 5]);
	expect(rowsInSight(starts, at(5000, 100), 1)).toEqual([4, 5]);
	expect(rowsInSight(startsOf([]), at(0, 600), 6)).toEqual([0, 0]);
});

test("a row is scrolled to from either side, and one in sight stays where it is", () => {
	const scroller = document.createElement("div");
	Object.defineProperty(scroller, "clientHeight", { value: 100 });
	scrollToRow(scroller, starts, 4);
	expect(scroller.scrollTop).toBe(110);
	scrollToRow(scroller, starts, 3);
	expect(scroller.scrollTop).toBe(110);
	scrollToRow(scroller, starts, 0);
	expect(scroller.scrollTop).toBe(0);
});
