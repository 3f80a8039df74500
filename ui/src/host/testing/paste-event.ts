import { createEvent } from "@testing-library/react";

/** A paste into the element that records whether its data is read. */
export function pasteEvent(target: Element) {
	const event = createEvent.paste(target, { composed: true });
	let read = false;
	Object.defineProperty(event, "clipboardData", {
		get: () => {
			read = true;
			return { getData: () => "pat-na1-01234567", types: ["text/plain"] };
		},
	});
	return { event, wasRead: () => read };
}
