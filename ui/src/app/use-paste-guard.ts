import { useEffect } from "react";
import { tellRedactedPaste, tellRefusedDrop } from "../domain/paste-toasts";
import { events } from "../host/bindings";
import { ownPaste, pastedIntoPath, pastedText, pasteSource, watchMiddleButton } from "../host/paste";
import { toastError } from "../host/toast-error";
import { navigation } from "../navigation/navigation";
import { goDiagnose, isDiagnosing } from "./go-diagnose";
import { showImport } from "./show-import";

type Field = HTMLInputElement | HTMLTextAreaElement;

/**
 * Text comes into the window's fields through the host, which takes secrets out of it. Listens on the window, before
 * React, whose own paste event reads the clipboard when it is made.
 */
export function usePasteGuard() {
	useEffect(() => {
		const stops = [
			watchMiddleButton(),
			listen("paste", onPaste),
			listen("drop", onDrop),
			listen("beforeinput", onInput),
			onDroppedFile(),
		];
		return () => {
			for (const stop of stops) stop();
		};
	}, []);
}

function listen<K extends keyof WindowEventMap>(name: K, act: (event: WindowEventMap[K]) => void) {
	window.addEventListener(name, act, true);
	return () => window.removeEventListener(name, act, true);
}

function onPaste(event: ClipboardEvent) {
	const target = event.composedPath()[0];
	if (!(target instanceof Element) || target.closest(`[${ownPaste}]`)) return;
	event.preventDefault();
	event.stopImmediatePropagation();
	if (isField(target)) void pasteInto(target);
	else void pasteIntoWindow();
}

function onDroppedFile() {
	const stop = events.requestsDropped.listen(({ payload }) => {
		if (navigation().dialog === null) showImport(payload);
	});
	return () => void stop.then((unlisten) => unlisten());
}

// Files are the host's: it reads them itself, and tells what it read.
function onDrop(event: DragEvent) {
	if (event.dataTransfer?.types.includes("Files")) return;
	event.preventDefault();
	event.stopImmediatePropagation();
	tellRefusedDrop();
}

// Whatever way leads around the two events above.
function onInput(event: InputEvent) {
	if (/^insertFrom(Drop|Paste|Yank)/.test(event.inputType)) event.preventDefault();
}

function isField(target: Element): target is Field {
	return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

/** What is pasted where nothing takes it is diagnosed by Diagnostics; else it may be a request, and a preview of it comes first. */
async function pasteIntoWindow() {
	if (navigation().dialog !== null) return;
	const source = pasteSource();
	if (isDiagnosing()) return goDiagnose(source);
	try {
		showImport(await pastedIntoPath(source), source);
	} catch (thrown) {
		toastError(thrown);
	}
}

async function pasteInto(field: Field) {
	try {
		const { text, isRedacted } = await pastedText();
		if (!field.isConnected || field.readOnly || field.disabled) return;
		if (document.activeElement !== field) field.focus();
		insert(field, text);
		if (isRedacted) tellRedactedPaste();
	} catch (thrown) {
		toastError(thrown);
	}
}

// The command keeps undo. Where a page has none, the text is set past React's own setter, so that React sees a change.
function insert(field: Field, text: string) {
	if (document.execCommand?.("insertText", false, text)) return;
	const { selectionStart, selectionEnd, value } = field;
	const before = value.slice(0, selectionStart ?? value.length) + text;
	const set = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value")?.set;
	set?.call(field, before + value.slice(selectionEnd ?? value.length));
	field.setSelectionRange(before.length, before.length);
	field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: text }));
}
