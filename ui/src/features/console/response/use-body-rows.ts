import { useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { type BodyRow, type BodyWindow, commands } from "../../../host/bindings";
import { pageSize } from "./pages";

type Fold = { rowCount: number; revision: number };

/** The visible rows of a body: their number, and those of the pages asked for. Folding makes a new revision. */
export function useBodyRows(responseId: string, firstCount: number) {
	const client = useQueryClient();
	const foldKey = ["body-fold", responseId];
	const fold = useQuery<Fold>({
		queryKey: foldKey,
		queryFn: () => ({ rowCount: firstCount, revision: 0 }),
		initialData: { rowCount: firstCount, revision: 0 },
		staleTime: Number.POSITIVE_INFINITY,
		gcTime: Number.POSITIVE_INFINITY,
	});
	const { rowCount, revision } = fold.data ?? { rowCount: firstCount, revision: 0 };
	const pageKey = (at: number, page: number) => ["body-rows", responseId, at, page];
	const query = (page: number) => ({
		queryKey: pageKey(revision, page),
		queryFn: () => commands.bodyRows(responseId, page * pageSize, pageSize),
		staleTime: Number.POSITIVE_INFINITY,
		gcTime: 60_000,
	});
	const unfoldedTo = useCallback(
		(count: number) =>
			client.setQueryData<Fold>(["body-fold", responseId], (previous) =>
				previous && previous.rowCount !== count
					? { rowCount: count, revision: previous.revision + 1 }
					: previous,
			),
		[client, responseId],
	);
	const toggle = async (node: number) => {
		const count = await commands.toggleBodyNode(responseId, node);
		client.setQueryData<Fold>(foldKey, (previous) => ({
			rowCount: count,
			revision: (previous?.revision ?? 0) + 1,
		}));
	};
	const row = async (index: number): Promise<BodyRow | undefined> => {
		const page = await client.fetchQuery(query(Math.floor(index / pageSize)));
		return page.rows[index - page.start];
	};
	// Rows of the revision before stand in until the new ones come, so that a fold does not flash.
	const usePages = (pages: number[]) =>
		useQueries({
			queries: pages.map((page) => ({
				...query(page),
				placeholderData: () => client.getQueryData<BodyWindow>(pageKey(revision - 1, page)),
			})),
		});
	return { rowCount, toggle, unfoldedTo, row, usePages };
}
