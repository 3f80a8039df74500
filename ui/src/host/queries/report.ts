import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import { commands, type HistoryCursor, type HistoryLookup, type ReportLink } from "../bindings";
import { forever, keepOf, read } from "./read";

/** A report that is made does not change; what is made of it is another one. */
export const reportCalls = (id: string, first: number, count: number) => ({
	...read("reportCalls", id, first, count),
	...keepOf(id),
	staleTime: forever,
	gcTime: 0,
});

export const reportRemovals = (id: string, call: number) => ({
	...read("reportRemovals", id, call),
	staleTime: forever,
	gcTime: 0,
});

/** The text that asks somebody for a report. */
export const reportRequest = (asked: ReportLink) => ({
	...read("writeReportRequest", asked),
	placeholderData: keepPreviousData,
	gcTime: 0,
});

/** Reports of others and HAR files that are open. */
export const openedReports = { ...read("openedReports"), staleTime: forever, gcTime: forever };

/** Rows that are asked for at once. */
const rowsPerPage = 100;

/** What is found in an opened file, the newest first, page by page. */
export const openedRows = (id: string, lookup: HistoryLookup) =>
	infiniteQueryOptions({
		queryKey: ["openedRows", id, lookup],
		queryFn: ({ pageParam }) => commands.openedRows(id, lookup, pageParam, rowsPerPage),
		initialPageParam: null as HistoryCursor | null,
		getNextPageParam: ({ next }) => next,
		...keepOf(id),
	});

/** The host keeps the bodies of the last calls that were opened; one from before may be gone. */
export const openedCall = (id: string, call: string) => ({
	...read("openedCall", id, call),
	staleTime: 0,
	gcTime: 0,
});
