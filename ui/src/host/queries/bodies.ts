import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { type BodyWindow, commands } from "../bindings";
import { forever, read } from "./read";

const ofBody = { staleTime: forever, gcTime: 60_000 };

export const bodyText = (responseId: string, start: number, count: number) => ({
	...read("bodyText", responseId, start, count),
	...ofBody,
});

/** A value of the tree, whole, and its path. */
export const bodyValue = (responseId: string, node: number) => ({
	...read("bodyValue", responseId, node),
	...ofBody,
});

/** How many rows are visible. Folding makes a new revision. */
export type Fold = { rowCount: number; revision: number };

export const bodyFold = (responseId: string, firstCount: number) => {
	const first: Fold = { rowCount: firstCount, revision: 0 };
	return queryOptions({
		queryKey: foldKey(responseId),
		queryFn: () => first,
		initialData: first,
		staleTime: forever,
		gcTime: forever,
	});
};
export const foldKey = (responseId: string) => ["bodyFold", responseId];

/** Rows of the revision before stand in until the new ones come, so that a fold does not flash. */
export const bodyRows = (
	client: QueryClient,
	responseId: string,
	start: number,
	count: number,
	revision: number,
) => {
	const keyAt = (at: number) => ["bodyRows", responseId, start, count, at];
	return queryOptions({
		queryKey: keyAt(revision),
		queryFn: () => commands.bodyRows(responseId, start, count),
		placeholderData: () => client.getQueryData<BodyWindow>(keyAt(revision - 1)),
		...ofBody,
	});
};
