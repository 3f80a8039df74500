import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { commands, type EndpointSet } from "../../../host/bindings";

export const setsKey = ["endpoint-sets"];
export const useEndpointSets = () => useQuery({ queryKey: setsKey, queryFn: commands.endpointSets });

/** Saves a set that is there, and reads the sets again. */
export function useUpdateSet() {
	const client = useQueryClient();
	return useMutation({
		mutationFn: ({ id, name, endpoints }: Omit<EndpointSet, "id" | "savedAt"> & { id: string | null }) =>
			commands.saveEndpointSet({ id, name, endpoints }),
		onSuccess: () => client.invalidateQueries({ queryKey: setsKey }),
	});
}
