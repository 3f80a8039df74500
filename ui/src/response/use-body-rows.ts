import { useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import type { BodyRow } from "../host/bindings";
import { toggleBodyNode } from "../host/mutations";
import { bodyFold, bodyRows } from "../host/queries/bodies";
import { put } from "../host/queries/changes";
import { pageSize } from "./pages";

/** The visible rows of a body: their number, and those of the pages asked for. Folding makes a new revision. */
export function useBodyRows(responseId: string, firstCount: number) {
	const client = useQueryClient();
	const { rowCount, revision } = useQuery(bodyFold(responseId, firstCount)).data;
	const query = (page: number) => bodyRows(client, responseId, page * pageSize, pageSize, revision);
	const unfoldedTo = useCallback(
		(count: number) =>
			put.bodyFold(client, responseId, (previous) =>
				previous && previous.rowCount !== count
					? { rowCount: count, revision: previous.revision + 1 }
					: previous,
			),
		[client, responseId],
	);
	const toggle = async (node: number) => {
		const count = await toggleBodyNode(responseId, node);
		put.bodyFold(client, responseId, (previous) => ({
			rowCount: count,
			revision: (previous?.revision ?? 0) + 1,
		}));
	};
	const row = async (index: number): Promise<BodyRow | undefined> => {
		const page = await client.fetchQuery(query(Math.floor(index / pageSize)));
		return page.rows[index - page.start];
	};
	const usePages = (pages: number[]) => useQueries({ queries: pages.map(query) });
	return { rowCount, toggle, unfoldedTo, row, usePages };
}
