import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { HistoryBounds, KeptBodies, StoredOwner } from "../../host/bindings";
import {
	deleteStored,
	disconnect,
	moveToKeyring,
	setHistoryBounds,
	setKeptBodies,
} from "../../host/mutations";
import { invalidate, put } from "../../host/queries/changes";
import { storageReport } from "../../host/queries/settings";

export const useStorageReport = () => useQuery(storageReport);

export function useDeleteStored() {
	const client = useQueryClient();
	return useMutation({
		mutationFn: deleteStored,
		onSuccess: (report, { kind }) => {
			put.storageReport(client, report);
			if (kind === "catalog_updates" || kind === "everything") void invalidate.catalogUpdates(client);
		},
	});
}

/** Removes a connection whose secret is gone, with its record. */
export function useForgetConnection() {
	const client = useQueryClient();
	return useMutation({
		mutationFn: (id: string) => disconnect(id, false, "keep"),
		onSuccess: () => invalidate.storageReport(client),
	});
}

export function useKeepInKeyring() {
	const client = useQueryClient();
	return useMutation({
		mutationFn: moveToKeyring,
		onSuccess: () => invalidate.storageReport(client),
	});
}

export function useHistoryBounds() {
	const client = useQueryClient();
	return useMutation({
		mutationFn: (bounds: HistoryBounds) => setHistoryBounds(bounds),
		onSuccess: (report) => put.storageReport(client, report),
	});
}

/** Nothing chosen: as by default. */
export function useKeptBodies(connection: string) {
	const client = useQueryClient();
	return useMutation({
		mutationFn: (bodies: KeptBodies | null) => setKeptBodies(connection, bodies),
		onSuccess: (report) => put.storageReport(client, report),
	});
}

/** One name for an owner in one place, also the key in lists. */
export const ownerKey = ({ owner, place }: StoredOwner) =>
	`${place} ${owner.kind} ${owner.environment} ${owner.id}`;
