import { cleanup } from "@testing-library/react";
import { afterEach, vi } from "vitest";

// happy-dom has no layout; the lists ask for sizes and observers all the same.
class NoObserver {
	observe() {}
	unobserve() {}
	disconnect() {}
}
vi.stubGlobal("ResizeObserver", NoObserver);
for (const side of ["clientHeight", "clientWidth"]) {
	Object.defineProperty(HTMLElement.prototype, side, { configurable: true, get: () => 600 });
}
Element.prototype.scrollIntoView = () => undefined;

afterEach(() => {
	cleanup();
	localStorage.clear();
	vi.useRealTimers();
});
