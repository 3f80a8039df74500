import type { ReopenedRequest } from "../host/bindings";
import { createStore } from "../lib/store";
import { addDrafts } from "./request-draft";

/** A draft that the console sends as soon as it is shown. One that writes is asked for first. */
type Sending = { draftId: string; writes: boolean };

// By connection.
const waiting = createStore<Record<string, Sending>>({});

/** Opens a request of the history beside those that are open, with what it lacks said above it. */
export function reopenRequest(connectionId: string, { name, draft, lacks }: ReopenedRequest): string | null {
	const findings = lacks.map((message) => ({
		rule: "reopened",
		severity: "warning" as const,
		place: "as it is kept",
		message,
		mend: null,
	}));
	return addDrafts(connectionId, [{ name, draft, findings }]);
}

/** The same, and has it sent. One that lacks something waits for the person. */
export function sendReopened(connectionId: string, reopened: ReopenedRequest) {
	const draftId = reopenRequest(connectionId, reopened);
	if (draftId === null || reopened.lacks.length > 0) return;
	waiting.set((all) => ({ ...all, [connectionId]: { draftId, writes: reopened.writes } }));
}

/** How the console is to send this draft. `null`: it is not to. It is told once. */
export function takeSending(connectionId: string, draftId: string): Sending | null {
	const sending = waiting.get()[connectionId];
	if (sending?.draftId !== draftId) return null;
	waiting.set(({ [connectionId]: _, ...others }) => others);
	return sending;
}
