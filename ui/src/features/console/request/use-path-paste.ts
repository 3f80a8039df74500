import type { RefObject } from "react";
import { tellRedactedPaste } from "../../../domain/paste-toasts";
import type { ChangeDraft } from "../../../domain/request-draft";
import { useOwnPaste } from "../../../domain/use-own-paste";
import type { PastedRequest } from "../../../host/bindings";
import { pastedIntoPath } from "../../../host/paste";
import { toastError } from "../../../host/toast-error";
import { showToast } from "../../../ui/toast";

/**
 * A cURL command or a whole address becomes the request, a path goes in where the caret stands, and nothing else is
 * taken. The host reads the clipboard; nothing of a paste is in the page before it has been redacted.
 */
export function usePathPaste(input: RefObject<HTMLInputElement | null>, onChange: ChangeDraft) {
	useOwnPaste(input, () => {
		if (input.current) void pasteInto(input.current, onChange);
	});
}

async function pasteInto(field: HTMLInputElement, onChange: ChangeDraft) {
	try {
		const pasted = await pastedIntoPath();
		if (pasted.kind === "refused") return showToast("danger", pasted.message, pasted.hint);
		if (pasted.kind === "request") return take(pasted.request, onChange);
		const { selectionStart, selectionEnd, value } = field;
		const { text, isRedacted } = pasted.text;
		onChange({
			path: value.slice(0, selectionStart ?? value.length) + text + value.slice(selectionEnd ?? value.length),
		});
		if (isRedacted) tellRedactedPaste();
	} catch (thrown) {
		toastError(thrown);
	}
}

function take(pasted: PastedRequest, onChange: ChangeDraft) {
	const { hadCredential, skipped, warnings, ...request } = pasted;
	onChange({ ...request, pathValues: {} });
	const notes = [
		...warnings,
		...(skipped.length > 0 ? [`Headers not taken: ${skipped.join(", ")}.`] : []),
		...(hadCredential ? ["Its token was removed: Portalscope uses this connection's own."] : []),
	];
	if (warnings.length > 0) showToast("warn", "Not all of this command was taken.", notes.join(" "));
	else if (notes.length > 0) showToast("info", "The command was taken.", notes.join(" "));
}
