import type { HistoryRow } from "../../host/bindings";
import { dayOf } from "../../lib/format";

/** A row of the list: a day, or an entry with its place among the entries. */
export type ListRow =
	| { kind: "day"; id: string; at: string }
	| { kind: "entry"; id: string; entry: HistoryRow; position: number };

/**
 * Entries under their days, in the person's own zone. A clock that was set back makes no order: a day may come twice. A
 * day's id stays the same when entries come in above it.
 */
export function listRows(entries: HistoryRow[]): ListRow[] {
	const rows: ListRow[] = [];
	const times = new Map<string, number>();
	let day = "";
	entries.forEach((entry, at) => {
		const own = dayOf(new Date(entry.sentAt));
		if (own !== day) {
			const nth = (times.get(own) ?? 0) + 1;
			times.set(own, nth);
			rows.push({ kind: "day", id: `${own} ${nth}`, at: entry.sentAt });
		}
		day = own;
		rows.push({ kind: "entry", id: entry.id, entry, position: at + 1 });
	});
	return rows;
}

const pageStep = 10;

/** Where a key leads from a row, over the days. `null`: it is no such key, or there is nothing there. */
export function stepTo(key: string, rows: ListRow[], at: number): number | null {
	switch (key) {
		case "ArrowDown":
			return entryFrom(rows, at + 1, 1);
		case "ArrowUp":
			return entryFrom(rows, at - 1, -1);
		case "PageDown":
			return entryFrom(rows, Math.min(at + pageStep, rows.length - 1), -1);
		case "PageUp":
			return entryFrom(rows, Math.max(at - pageStep, 0), 1);
		case "Home":
			return entryFrom(rows, 0, 1);
		case "End":
			return entryFrom(rows, rows.length - 1, -1);
		default:
			return null;
	}
}

function entryFrom(rows: ListRow[], from: number, step: 1 | -1): number | null {
	for (let at = from; at >= 0 && at < rows.length; at += step) if (rows[at]?.kind === "entry") return at;
	return null;
}
