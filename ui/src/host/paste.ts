import { commands, type PastedText, type PasteSource } from "./bindings";

/** On the element, or around the element, that asks the host for the clipboard by itself. */
export const ownPaste = "data-own-paste";

let isMiddleButton = false;

/** Learns which pastes come from the middle button of the mouse: on Linux it pastes what is selected elsewhere. */
export function watchMiddleButton(): () => void {
	const mouse = (event: MouseEvent) => {
		isMiddleButton = event.button === 1;
	};
	const key = () => {
		isMiddleButton = false;
	};
	window.addEventListener("mousedown", mouse, true);
	window.addEventListener("keydown", key, true);
	return () => {
		window.removeEventListener("mousedown", mouse, true);
		window.removeEventListener("keydown", key, true);
	};
}

export function pasteSource(): PasteSource {
	return isMiddleButton ? "selection" : "clipboard";
}

/** What is on the clipboard, without secrets. The page never reads it: what a page has read cannot be wiped. */
export function pastedText(): Promise<PastedText> {
	return commands.pasteText(pasteSource());
}
