import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { createStore, useStore } from "../../components/store";
import { type CommandError, type Connection, type ConsentFlow, commands } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import { putConnection, putConsentFlow, useAppState } from "../../host/state";
import { clearDrafts, lastBegin } from "./drafts";

type ConsentOutcome = { kind: "connected"; connection: Connection } | { kind: "failed"; error: CommandError };
const outcomes = createStore<ConsentOutcome | null>(null);

const closeOutcome = () => outcomes.set(null);

/** How the last attempt to connect ended, until it is read and closed. */
export function useConsentOutcome(): [ConsentOutcome | null, () => void] {
	return [useStore(outcomes), closeOutcome];
}

/** Follows the flow that waits, also one that was under way when the window was loaded anew. */
export function useConsentWatch(onConnected: (connection: Connection) => void) {
	const client = useQueryClient();
	const flow = useAppState().data?.consentFlow ?? null;
	const ending = useQuery({
		queryKey: ["consent", flow?.id],
		queryFn: () => commands.awaitConsent(flow?.id ?? ""),
		enabled: flow !== null,
		staleTime: Number.POSITIVE_INFINITY,
	});
	useEffect(() => {
		if (flow === null || ending.isPending) return;
		putConsentFlow(client, null);
		if (ending.data) {
			settleConnected(ending.data);
			putConnection(client, ending.data);
			onConnected(ending.data);
		} else {
			outcomes.set({ kind: "failed", error: toCommandError(ending.error) });
		}
	}, [client, flow, ending.isPending, ending.data, ending.error, onConnected]);
}

/** A connection was made: its outcome is shown and the forms are emptied. */
export function settleConnected(connection: Connection) {
	outcomes.set({ kind: "connected", connection });
	clearDrafts();
}

/** Begins a flow; from then on the window waits for consent. */
export function useBeginConsent() {
	const client = useQueryClient();
	return useMutation({
		mutationFn: (begin: () => Promise<ConsentFlow>) => begin(),
		onMutate: (begin) => {
			lastBegin.set(() => begin);
			outcomes.set(null);
		},
		onSuccess: (flow) => putConsentFlow(client, flow),
	});
}
