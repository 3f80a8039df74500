import { infiniteQueryOptions } from "@tanstack/react-query";
import { commands, type HistoryCursor, type HistoryLookup } from "../bindings";
import { keepOf, read } from "./read";

/** Rows that are asked for at once. */
const rowsPerPage = 100;

/** What is found, the newest first, page by page. A page may be empty before the end. */
export const historyRows = (lookup: HistoryLookup) =>
	infiniteQueryOptions({
		queryKey: ["historyRows", lookup],
		queryFn: ({ pageParam }) => commands.historyRows(lookup, pageParam, rowsPerPage),
		initialPageParam: null as HistoryCursor | null,
		getNextPageParam: ({ next }) => next,
		...keepOf(lookup.connection),
	});

export const historyOperations = (connectionId: string | null) => read("historyOperations", connectionId);

export const historyFailures = (connectionId: string | null) => read("historyFailures", connectionId);

export const historyVersions = (connectionId: string | null) => read("historyVersions", connectionId);

/** The host keeps the bodies of the last entries that were opened; one from before may be gone. */
export const historyEntry = (id: string) => ({ ...read("historyEntry", id), staleTime: 0, gcTime: 0 });

export const compareHistoryEntries = (left: string, right: string) =>
	read("compareHistoryEntries", left, right);

export const countHistory = (lookup: HistoryLookup) => ({
	...read("countHistory", lookup),
	staleTime: 0,
	gcTime: 0,
});

/** What hangs on the entries that there are. */
export const ofHistory = [
	"historyRows",
	"historyOperations",
	"historyFailures",
	"historyVersions",
	"historyEntry",
	"compareHistoryEntries",
	"countHistory",
	"calledEndpoints",
] as const;
