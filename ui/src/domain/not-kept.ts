import type { LeftOutDraft } from "../host/bindings";
import { createStore, useStore } from "../lib/store";

/** An open request that will not be there after a restart, and whether that was read. */
type NotKept = LeftOutDraft & { isRead: boolean };

// By connection.
export const notKept = createStore<Record<string, NotKept[]>>({});

/** What the host did not keep. Of one that was left out before it is not told again. */
export function noteNotKept(connectionId: string, leftOut: LeftOutDraft[]) {
	notKept.set((all) => {
		const before = all[connectionId] ?? [];
		if (leftOut.length === 0 && before.length === 0) return all;
		const isRead = (id: string) => before.some((one) => one.id === id && one.isRead);
		return { ...all, [connectionId]: leftOut.map((one) => ({ ...one, isRead: isRead(one.id) })) };
	});
}

/** Those that were not read yet. */
export function useNotKept(connectionId: string): LeftOutDraft[] {
	return (useStore(notKept)[connectionId] ?? []).filter(({ isRead }) => !isRead);
}

export function putNotKeptAway(connectionId: string) {
	notKept.set((all) => {
		const read = (all[connectionId] ?? []).map((one) => ({ ...one, isRead: true }));
		return { ...all, [connectionId]: read };
	});
}
