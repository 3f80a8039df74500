import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { EndpointSet } from "../../../host/bindings";
import { saveEndpointSet } from "../../../host/mutations";
import { invalidate } from "../../../host/queries/changes";
import { endpointSets } from "../../../host/queries/endpoints";

export const useEndpointSets = () => useQuery(endpointSets);

/** Saves a set that is there, and reads the sets again. */
export function useUpdateSet() {
	const client = useQueryClient();
	return useMutation({
		mutationFn: ({ id, name, endpoints }: Omit<EndpointSet, "id" | "savedAt"> & { id: string | null }) =>
			saveEndpointSet({ id, name, endpoints }),
		onSuccess: () => invalidate.endpointSets(client),
	});
}
