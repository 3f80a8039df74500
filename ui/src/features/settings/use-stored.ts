import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { commands, type StorageReport, type StoredOwner } from "../../host/bindings";
import { putConnection } from "../../host/state";

const key = ["storage-report"];

/** What is stored where. Looked at anew each time the page is opened: other programs change it too. */
export function useStorageReport() {
	return useQuery({ queryKey: key, queryFn: commands.storageReport, staleTime: 0, gcTime: 0 });
}

export function useDeleteStored() {
	const client = useQueryClient();
	return useMutation({
		mutationFn: commands.deleteStored,
		onSuccess: (report: StorageReport) => client.setQueryData(key, report),
	});
}

/** Removes a connection whose secret is gone, with its record. */
export function useForgetConnection() {
	const client = useQueryClient();
	return useMutation({
		mutationFn: (id: string) => commands.disconnect(id, false),
		onSuccess: () => client.invalidateQueries({ queryKey: key }),
	});
}

export function useKeepInKeyring() {
	const client = useQueryClient();
	return useMutation({
		mutationFn: commands.moveToKeyring,
		onSuccess: (connection) => {
			putConnection(client, connection);
			return client.invalidateQueries({ queryKey: key });
		},
	});
}

/** One name for an owner in one place, also the key in lists. */
export const ownerKey = ({ owner, place }: StoredOwner) =>
	`${place} ${owner.kind} ${owner.environment} ${owner.id}`;
