import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { clearDrafts, lastBegin } from "../../domain/connect-draft";
import type { CommandError, Connection, ConsentFlow } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import { awaitConsent } from "../../host/queries/connecting";
import { putConnection, putConsentFlow, useAppState } from "../../host/state";
import { createStore, useStore } from "../../lib/store";
import { navigate } from "../../navigation/navigation";

/** `gained`: the scopes that re-authorizing brought; `null` for a portal that was not connected before. */
export type Connected = { kind: "connected"; connection: Connection; gained: string[] | null };
type ConsentOutcome = Connected | { kind: "failed"; error: CommandError; flowId: string };
const outcomes = createStore<ConsentOutcome | null>(null);

const closeOutcome = () => outcomes.set(null);

/** How the last attempt to connect ended, until it is read and closed. */
export function useConsentOutcome(): [ConsentOutcome | null, () => void] {
	return [useStore(outcomes), closeOutcome];
}

/** Follows the flow that waits, also one that was under way when the window was loaded anew, to the portal it connects. */
export function useConsentWatch() {
	const client = useQueryClient();
	const state = useAppState().data;
	const flow = state?.consentFlow ?? null;
	// The host may tell of the new scopes before the flow has ended here.
	const before = useRef<{ flow: string; connections: Connection[] }>(null);
	if (state && flow !== null && before.current?.flow !== flow.id) {
		before.current = { flow: flow.id, connections: state.connections };
	}
	const ending = useQuery(awaitConsent(flow?.id ?? null));
	useEffect(() => {
		if (flow === null || ending.isPending) return;
		putConsentFlow(client, null);
		if (ending.data) {
			settleConnected(ending.data, before.current?.connections);
			putConnection(client, ending.data);
			navigate({ kind: "portal", id: ending.data.id });
		} else {
			outcomes.set({ kind: "failed", error: toCommandError(ending.error), flowId: flow.id });
		}
	}, [client, flow, ending.isPending, ending.data, ending.error]);
}

/** A connection was made: its outcome is shown and the forms are emptied. */
export function settleConnected(connection: Connection, before: Connection[] = []) {
	const old = before.find(({ id }) => id === connection.id)?.grantedScopes;
	const gained = old ? (connection.grantedScopes ?? []).filter((scope) => !old.includes(scope)) : null;
	outcomes.set({ kind: "connected", connection, gained });
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
