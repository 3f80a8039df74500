import type { BodyRow } from "../host/bindings";

type TreeAct =
	| { kind: "move"; to: number }
	| { kind: "toggle"; node: number }
	| { kind: "whole"; node: number };
type RowAt = (index: number) => Promise<BodyRow | undefined>;

const pageStep = 20;
const keys = "ArrowDown ArrowUp ArrowLeft ArrowRight Home End PageUp PageDown Enter".split(" ");
export const isTreeKey = (key: string) => key === " " || keys.includes(key);

/** What a key means in the tree, as in the ARIA tree pattern. Nothing: the key is not the tree's. */
export async function treeAct(key: string, at: number, count: number, rowAt: RowAt): Promise<TreeAct | null> {
	const here = await rowAt(at);
	switch (key) {
		case "ArrowDown":
			return stop(at + 1, 1, count, rowAt);
		case "ArrowUp":
			return stop(at - 1, -1, count, rowAt);
		case "PageDown":
			return stop(Math.min(count - 1, at + pageStep), -1, count, rowAt);
		case "PageUp":
			return stop(Math.max(0, at - pageStep), -1, count, rowAt);
		case "Home":
			return { kind: "move", to: 0 };
		case "End":
			return stop(count - 1, -1, count, rowAt);
		case "ArrowRight":
			if (!here?.foldable) return null;
			return here.folded ? { kind: "toggle", node: here.node } : stop(at + 1, 1, count, rowAt);
		case "ArrowLeft":
			if (here?.foldable && !here.folded) return { kind: "toggle", node: here.node };
			return here ? parentOf(at, here.depth, rowAt) : null;
		case "Enter":
		case " ":
			if (here === undefined || here.kind === "close") return null;
			return { kind: here.foldable ? "toggle" : "whole", node: here.node };
		default:
			return null;
	}
}

// Closing brackets are drawn but are no stop for the keyboard.
async function stop(from: number, step: 1 | -1, count: number, rowAt: RowAt): Promise<TreeAct | null> {
	for (let index = from; index >= 0 && index < count; index += step) {
		const row = await rowAt(index);
		if (row?.kind !== "close") return { kind: "move", to: index };
	}
	return null;
}

async function parentOf(at: number, depth: number, rowAt: RowAt): Promise<TreeAct | null> {
	for (let index = at - 1; index >= 0; index -= 1) {
		const row = await rowAt(index);
		if (row && row.depth < depth && row.kind !== "close") return { kind: "move", to: index };
	}
	return null;
}
