import { useSyncExternalStore } from "react";

/** A value of the window alone that outlives the view that draws it. */
type Store<T> = {
	get: () => T;
	set: (next: T | ((previous: T) => T)) => void;
	subscribe: (listener: () => void) => () => void;
};

export function createStore<T>(initial: T): Store<T> {
	let value = initial;
	const listeners = new Set<() => void>();
	return {
		get: () => value,
		set: (next) => {
			value = typeof next === "function" ? (next as (previous: T) => T)(value) : next;
			for (const listener of listeners) listener();
		},
		subscribe: (listener) => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}

export function useStore<T>(store: Store<T>): T {
	return useSyncExternalStore(store.subscribe, store.get);
}
