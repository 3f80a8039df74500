import { useSyncExternalStore } from "react";
import { dayOf } from "./format";

// One timer for every countdown on the screen, in step with the second.
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | undefined;

function tick() {
	for (const listener of listeners) listener();
	timer = setTimeout(tick, 1000 - (Date.now() % 1000));
}

function subscribe(listener: () => void) {
	listeners.add(listener);
	timer ??= setTimeout(tick, 1000 - (Date.now() % 1000));
	return () => {
		listeners.delete(listener);
		if (listeners.size > 0) return;
		clearTimeout(timer);
		timer = undefined;
	};
}

/** The present second, as Unix time; the caller draws anew once a second. */
export function useSecond(): number {
	return useSyncExternalStore(subscribe, () => Math.floor(Date.now() / 1000));
}

/** The day as `dayOf` names it; the caller draws anew at midnight. */
export function useToday(): string {
	return useSyncExternalStore(subscribe, () => dayOf(new Date()));
}

/** Whole minutes until an instant, negative once it has passed; the caller draws anew when that number changes. */
export function useMinutesUntil(instant: string): number {
	const second = () => Math.floor(Date.now() / 1000);
	return useSyncExternalStore(subscribe, () => {
		const left = secondsUntil(instant, second());
		return left > 0 ? Math.floor(left / 60) : -1;
	});
}

/** Whole seconds from now until an instant; negative once it has passed. */
export function secondsUntil(instant: string, second: number): number {
	return Math.ceil(Date.parse(instant) / 1000) - second;
}
