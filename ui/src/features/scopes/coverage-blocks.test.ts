import { expect, test } from "vitest";
import type { CoverageWindow } from "../../host/bindings";
import { createBlocks } from "./coverage-blocks";

const empty: CoverageWindow = { rows: [], columns: [], cells: [] };
const column = (from: number, to: number) =>
	Array.from({ length: to - from }, (_, at) => ({ row: from + at, column: 0 }));

test("what was scrolled past before its turn is never asked for", async () => {
	const asked: number[] = [];
	const answers: (() => void)[] = [];
	const blocks = createBlocks(
		({ row }) =>
			new Promise((resolve) => {
				asked.push(row / 40);
				answers.push(() => resolve(empty));
			}),
	);
	blocks.want(column(0, 10));
	blocks.want(column(50, 52));
	expect(asked).toEqual([0, 1, 2, 3]);
	for (const answer of answers.splice(0)) answer();
	await new Promise((resolve) => setTimeout(resolve));
	expect(asked).toEqual([0, 1, 2, 3, 50, 51]);
});

test("only the blocks seen last are kept, however far somebody scrolls", async () => {
	const blocks = createBlocks(async () => empty);
	for (let at = 0; at < 200; at += 2) {
		blocks.want(column(at, at + 2));
		await new Promise((resolve) => setTimeout(resolve));
	}
	const kept = column(0, 200).filter((place) => blocks.at(place) !== undefined);
	expect(kept).toHaveLength(48);
	expect(kept[0]?.row).toBe(152);
});

test("a block that could not be had stops the asking and says so", async () => {
	let asked = 0;
	const blocks = createBlocks(async () => {
		asked += 1;
		throw new Error("gone");
	});
	blocks.want(column(0, 9));
	await new Promise((resolve) => setTimeout(resolve));
	expect(asked).toBe(4);
	expect(blocks.state.get().error).toBeInstanceOf(Error);
});
