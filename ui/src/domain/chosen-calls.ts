import { createStore, useStore } from "../lib/store";

/** Calls of the history that a report is to be made of, by connection, in the order in which they were chosen. */
const chosen = createStore<Record<string, string[]>>({});
const none: string[] = [];

export const useChosenCalls = (connectionId: string): string[] => useStore(chosen)[connectionId] ?? none;

export const isChosenCall = (connectionId: string, id: string): boolean =>
	(chosen.get()[connectionId] ?? none).includes(id);

/** Chooses a call, or no longer. */
export function toggleChosenCall(connectionId: string, id: string) {
	const before = chosen.get()[connectionId] ?? none;
	const after = before.includes(id) ? before.filter((one) => one !== id) : [...before, id];
	chosen.set((all) => ({ ...all, [connectionId]: after }));
}

export function forgetChosenCalls(connectionId: string) {
	chosen.set(({ [connectionId]: _, ...others }) => others);
}
