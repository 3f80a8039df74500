import { vi } from "vitest";

/** An afternoon, on the second. Nothing in it matters but that it is always the same. */
const afternoon = "2026-11-22T14:00:00Z";

/**
 * Stops the clock for a test about time; `vi.advanceTimersByTime` moves it on. Samples that are made afterwards are of
 * its time. All other tests run at the present, whatever it is.
 */
export function stopClock() {
	vi.useFakeTimers({ now: new Date(afternoon) });
}
