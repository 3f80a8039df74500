import { cleanup, configure, getConfig } from "@testing-library/react";
import { afterEach, vi } from "vitest";
import { startAt } from "../../navigation/navigation";
import { toasts } from "../../ui/toast";

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
// Its document is no instance of its own Document, by which React Aria finds out whether the focus is in a dialog yet.
Object.defineProperty(Document, Symbol.hasInstance, {
	value: (node: Node | null) => node?.nodeType === Node.DOCUMENT_NODE,
});

// A plot is a picture, and happy-dom paints none; what it says in words is tested beside it.
vi.mock("uplot", () => ({
	default: class {
		static paths = {};
		setData() {}
		setSize() {}
		redraw() {}
		destroy() {}
	},
}));
// What `focus` brings about belongs to its caller. It may be React, which commits: user-event ends the typing in the field
// that loses the focus with a `change`, and an act() for that event would have React work while it works.
const { focus, blur } = HTMLElement.prototype;
let movingFocus = 0;
function whileMoving(move: () => void) {
	movingFocus += 1;
	try {
		move();
	} finally {
		movingFocus -= 1;
	}
}
HTMLElement.prototype.focus = function (options) {
	whileMoving(() => focus.call(this, options));
};
HTMLElement.prototype.blur = function () {
	whileMoving(() => blur.call(this));
};
const { eventWrapper } = getConfig();
configure({
	eventWrapper: (dispatch) => (movingFocus > 0 ? dispatch() : eventWrapper(dispatch)),
	// A busy computer is no failure.
	asyncUtilTimeout: 5000,
});

afterEach(() => {
	toasts.clear();
	cleanup();
	startAt({ kind: "connect" });
	localStorage.clear();
	vi.useRealTimers();
});
