import { useRef, useState } from "react";

/** A choice of layout kept between starts. Never for secrets; a value that no longer fits is dropped. */
export function useRemembered<T>(
	key: string,
	initial: T,
	fits: (value: unknown) => value is T,
): [T, (next: T | ((previous: T) => T)) => void] {
	const [value, setValue] = useState<T>(() => recall(key, initial, fits));
	// Several changes may come before the next drawing; each builds on the one before.
	const latest = useRef(value);
	const change = (next: T | ((previous: T) => T)) => {
		latest.current = typeof next === "function" ? (next as (previous: T) => T)(latest.current) : next;
		setValue(latest.current);
		remember(key, latest.current);
	};
	return [value, change];
}

/** Keeps a value between starts. */
export function remember(key: string, value: unknown) {
	try {
		localStorage.setItem(`portalscope.${key}`, JSON.stringify(value));
	} catch {
		// Storage is full or disabled: the choice lasts for this run.
	}
}

/** What was kept last; `initial` where there is nothing, or nothing that fits. */
export function recall<T>(key: string, initial: T, fits: (value: unknown) => value is T): T {
	try {
		const kept: unknown = JSON.parse(localStorage.getItem(`portalscope.${key}`) ?? "null");
		return fits(kept) ? kept : initial;
	} catch {
		return initial;
	}
}

export const isNumber = (value: unknown): value is number =>
	typeof value === "number" && Number.isFinite(value);
export const isBoolean = (value: unknown): value is boolean => typeof value === "boolean";
/** Whether a kept choice is still one of those there are. */
export const isOneOf =
	(choices: readonly string[]) =>
	(value: unknown): value is string =>
		typeof value === "string" && choices.includes(value);
