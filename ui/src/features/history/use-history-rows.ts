import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import type { HistoryLookup } from "../../host/bindings";
import { historyRows } from "../../host/queries/history";
import { openedRows } from "../../host/queries/report";
import { useDebounced } from "../../lib/debounced";
import { listRows } from "./list-rows";

export type Found = ReturnType<typeof useHistoryRows>;

/** What is found so far, with its days. More is read when `more` says that the end is in sight. */
export function useHistoryRows(lookup: HistoryLookup, opened: string | null = null) {
	const text = useDebounced(lookup.text, 150);
	const asked = { ...lookup, text };
	const own = useInfiniteQuery({ ...historyRows(asked), enabled: opened === null });
	const others = useInfiniteQuery({ ...openedRows(opened ?? "", asked), enabled: opened !== null });
	const query = opened === null ? own : others;
	const { data, hasNextPage, isFetchNextPageError, fetchNextPage } = query;
	const entries = useMemo(() => data?.pages.flatMap(({ rows }) => rows) ?? [], [data]);
	const rows = useMemo(() => listRows(entries), [entries]);
	// Pages may be empty: what is rare is looked for until something is there.
	const isEmpty = entries.length === 0;
	const more = () => {
		if (hasNextPage && !query.isFetching && !isFetchNextPageError) void fetchNextPage();
	};
	useEffect(() => {
		if (isEmpty) more();
	});
	return {
		of: JSON.stringify({ ...lookup, text }),
		query,
		entries,
		rows,
		more,
		isLooking: isEmpty && (query.isPending || hasNextPage),
	};
}
