import { useMutation, useMutationState, useQueryClient } from "@tanstack/react-query";
import { sendKey } from "../../../domain/sending";
import type { CommandError, Confirmation, RequestDraft, SentRequest } from "../../../host/bindings";
import { toCommandError } from "../../../host/errors";
import { sendRequest } from "../../../host/mutations";

/** What is being sent, or was. `title`: what it does, in plain words. */
export type Attempt = {
	requestId: string;
	draft: RequestDraft;
	confirmation: Confirmation;
	title: string | null;
};
export type Send = (draft: RequestDraft, confirmation: Confirmation) => void;
export type Sending =
	| { kind: "idle" }
	| { kind: "waiting"; attempt: Attempt; startedAt: string }
	| { kind: "failed"; attempt: Attempt; error: CommandError }
	| { kind: "answered"; attempt: Attempt; sent: SentRequest };

/** The last time a draft was sent. It lives in the mutation cache, so it outlives the view. */
export function useSend(connectionId: string, draftId: string, title: string | null) {
	const client = useQueryClient();
	const mutationKey = sendKey(connectionId, draftId);
	const { mutate } = useMutation({
		mutationKey,
		mutationFn: ({ requestId, draft, confirmation }: Attempt) =>
			sendRequest(connectionId, requestId, draft, confirmation),
	});
	const states = useMutationState({ filters: { mutationKey }, select: (mutation) => mutation.state });
	const last = states.at(-1);
	const send: Send = (draft, confirmation) => {
		const cache = client.getMutationCache();
		for (const old of cache.findAll({ mutationKey })) cache.remove(old);
		mutate({ requestId: crypto.randomUUID(), draft, confirmation, title });
	};
	return { sending: read(last), send };
}

function read(
	state:
		| { status: string; data: unknown; error: unknown; variables: unknown; submittedAt: number }
		| undefined,
): Sending {
	const attempt = state?.variables as Attempt | undefined;
	if (!state || !attempt) return { kind: "idle" };
	if (state.status === "success") return { kind: "answered", attempt, sent: state.data as SentRequest };
	if (state.status === "error") return { kind: "failed", attempt, error: toCommandError(state.error) };
	return { kind: "waiting", attempt, startedAt: new Date(state.submittedAt).toISOString() };
}
