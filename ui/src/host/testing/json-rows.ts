import type { BodyRow, BodyWindow } from "../bindings";

type Line = Omit<BodyRow, "folded"> & { parents: number[] };

/** Rows of a JSON value with folding, as the host gives them out. */
export function jsonRows(value: unknown) {
	const lines: Line[] = [];
	write(value, null, 0, 1, 1, [], lines);
	const folded = new Set<number>();
	const visible = () => lines.filter(({ parents }) => !parents.some((parent) => folded.has(parent)));
	return {
		count: () => visible().length,
		toggle: (node: number) => {
			if (!folded.delete(node)) folded.add(node);
			return visible().length;
		},
		window: (start: number, count: number): BodyWindow => {
			const rows = visible();
			const part = rows.slice(start, start + count);
			return {
				rowCount: rows.length,
				start,
				rows: part.map((line) => ({ ...line, folded: folded.has(line.node) })),
			};
		},
	};
}

function write(
	value: unknown,
	key: string | null,
	depth: number,
	position: number,
	siblings: number,
	parents: number[],
	lines: Line[],
) {
	const node = lines.length;
	const base = { node, depth, key, position, siblings, parents };
	if (typeof value !== "object" || value === null) {
		const kind = value === null ? "null" : (typeof value as "string" | "number" | "boolean");
		lines.push({ ...base, kind, text: JSON.stringify(value), foldable: false });
		return;
	}
	const isArray = Array.isArray(value);
	const entries = Object.entries(value);
	const text = isArray ? `[${entries.length}]` : `{${entries.length}}`;
	lines.push({ ...base, kind: isArray ? "array" : "object", text, foldable: entries.length > 0 });
	const inside = [...parents, node];
	entries.forEach(([name, value], at) => {
		write(value, name, depth + 1, at + 1, entries.length, inside, lines);
	});
	if (entries.length > 0) {
		lines.push({
			...base,
			node: lines.length,
			kind: "close",
			key: null,
			text: isArray ? "]" : "}",
			foldable: false,
			parents: inside,
		});
	}
}
