import { type Query, queryOptions, useQuery } from "@tanstack/react-query";
import { commands, type RequestDraft } from "./bindings";

// A verdict of another connection must never stand in for this one's, not even while waiting.
const sameConnection =
	(connectionId: string | null) =>
	<T>(previous: T | undefined, query: Pick<Query<T>, "queryKey"> | undefined) =>
		query?.queryKey[2] === connectionId ? previous : undefined;

/** Endpoints that fit the words, best first, with the verdict for a connection if one is given. */
export function useOperationSearch(text: string, connectionId: string | null, limit: number, enabled = true) {
	return useQuery({
		queryKey: ["verdict", "search", connectionId, text, limit],
		queryFn: () => commands.searchOperations(text, connectionId, limit),
		placeholderData: sameConnection(connectionId),
		enabled,
	});
}

/** What would go out for this draft, and whether it may. */
export function requestPreview(connectionId: string, draft: RequestDraft) {
	return queryOptions({
		queryKey: ["verdict", "preview", connectionId, draft],
		queryFn: () => commands.previewRequest(connectionId, draft),
	});
}

export function useRequestPreview(connectionId: string, draft: RequestDraft) {
	return useQuery({
		...requestPreview(connectionId, draft),
		placeholderData: sameConnection(connectionId),
	});
}
