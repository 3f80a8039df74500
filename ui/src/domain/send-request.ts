import type { ReopenedRequest } from "../host/bindings";
import { createStore } from "../lib/store";
import { addDrafts } from "./request-draft";

// By connection: the draft that the console sends as soon as it is shown, with its question where one is asked.
const waiting = createStore<Record<string, string>>({});

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
	const id = reopenRequest(connectionId, reopened);
	if (id !== null && reopened.lacks.length === 0) waiting.set((all) => ({ ...all, [connectionId]: id }));
}

/** Whether the console is to send this draft. It is told once. */
export function takeSending(connectionId: string, draftId: string): boolean {
	if (waiting.get()[connectionId] !== draftId) return false;
	waiting.set(({ [connectionId]: _, ...others }) => others);
	return true;
}
