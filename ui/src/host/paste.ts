import { commands, type Pasted, type PastedDiagnosis, type PastedText, type PasteSource } from "./bindings";

/** Set on, or around, an element that requests the clipboard from the host itself. */
export const ownPaste = "data-own-paste";

let isMiddleButton = false;

/** Detects pastes by the middle mouse button, which on Linux pastes the primary selection. */
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

/** Where a paste that comes now is from. */
export function pasteSource(): PasteSource {
	return isMiddleButton ? "selection" : "clipboard";
}

/** What is on the clipboard, without secrets. The page never reads it: what a page has read cannot be wiped. */
export function pastedText(): Promise<PastedText> {
	return commands.pasteText(pasteSource());
}

/** The same for the path of a request, where a whole request may be pasted. */
export function pastedIntoPath(source = pasteSource()): Promise<Pasted> {
	return commands.pasteIntoPath(source);
}

/** Why the call failed that the pasted text tells of, whatever the text is. */
export function diagnosedPaste(source = pasteSource()): Promise<PastedDiagnosis> {
	return commands.diagnosePasted(source);
}
