import { useEffect, useRef, useState } from "react";
import type { ListRow } from "./list-rows";
import type { Found } from "./use-history-rows";

/**
 * The rows to draw. After many new calls the row that is being read may be behind the pages that were read: until they
 * reach it, the rows from before stay. `beginReading` is told which row is at the upper edge, `null` at the top.
 */
export function useHeldRows({ rows, query, more }: Found) {
	const reading = useRef<ListRow | null>(null);
	const [before, setBefore] = useState(rows);
	const isHeld = query.hasNextPage && isBehind(reading.current, rows);
	if (!isHeld && before !== rows) setBefore(rows);
	useEffect(() => {
		if (isHeld) more();
	});
	const beginReading = (row: ListRow | undefined) => {
		reading.current = row ?? null;
	};
	return { rows: isHeld ? before : rows, beginReading };
}

/** Whether the row is not there and may still come. One that was deleted is looked for no further than its time. */
function isBehind(row: ListRow | null, rows: ListRow[]): boolean {
	const last = rows.at(-1);
	if (row === null || last === undefined || rows.some(({ id }) => id === row.id)) return false;
	return Date.parse(timeOf(last)) >= Date.parse(timeOf(row));
}

const timeOf = (row: ListRow) => (row.kind === "day" ? row.at : row.entry.sentAt);
