import { expect, test } from "vitest";
import { jsonRows } from "../host/testing/json-rows";
import { treeAct } from "./tree-keys";

// 0 {2} · 1 list [2] · 2 "a" · 3 {1} · 4 x 1 · 5 } · 6 ] · 7 last true · 8 }
const body = jsonRows({ list: ["a", { x: 1 }], last: true });
const rowAt = async (index: number) => body.window(index, 1).rows[0];
const act = (key: string, at: number) => treeAct(key, at, body.count(), rowAt);

test("down and up move by a row and step over closing brackets", async () => {
	expect(await act("ArrowDown", 0)).toEqual({ kind: "move", to: 1 });
	expect(await act("ArrowDown", 4)).toEqual({ kind: "move", to: 7 });
	expect(await act("ArrowUp", 7)).toEqual({ kind: "move", to: 4 });
});

test("nothing lies beyond the ends", async () => {
	expect(await act("ArrowUp", 0)).toBeNull();
	expect(await act("ArrowDown", 7)).toBeNull();
});

test("Home and End go to the first and the last row", async () => {
	expect(await act("Home", 4)).toEqual({ kind: "move", to: 0 });
	expect(await act("End", 0)).toEqual({ kind: "move", to: 7 });
});

test("right enters an open row, left folds it, and left on a value goes to its parent", async () => {
	expect(await act("ArrowRight", 1)).toEqual({ kind: "move", to: 2 });
	expect(await act("ArrowLeft", 1)).toEqual({ kind: "toggle", node: 1 });
	expect(await act("ArrowLeft", 4)).toEqual({ kind: "move", to: 3 });
	expect(await act("ArrowRight", 2)).toBeNull();
});

test("Enter folds, shows a value whole, and right unfolds what is folded", async () => {
	const folded = jsonRows({ list: [1] });
	folded.toggle(1);
	const there = async (index: number) => folded.window(index, 1).rows[0];
	expect(await treeAct("ArrowRight", 1, folded.count(), there)).toEqual({ kind: "toggle", node: 1 });
	expect(await act("Enter", 0)).toEqual({ kind: "toggle", node: 0 });
	expect(await act("Enter", 2)).toEqual({ kind: "whole", node: 2 });
	expect(await act(" ", 5)).toBeNull();
});
