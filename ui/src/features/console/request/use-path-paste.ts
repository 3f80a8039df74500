import type { RefObject } from "react";
import { tellRedactedPaste } from "../../../domain/paste-toasts";
import type { ChangeDraft } from "../../../domain/request-draft";
import { useOwnPaste } from "../../../domain/use-own-paste";
import { pastedIntoPath } from "../../../host/paste";
import { toastError } from "../../../host/toast-error";
import { showToast } from "../../../ui/toast";
import { openPasted } from "./open-pasted";

/**
 * A request in any form becomes the draft, several are shown first, a path goes in where the caret stands, and nothing
 * else is taken. The host reads the clipboard; nothing of a paste is in the page before it has been redacted.
 */
export function usePathPaste(
	input: RefObject<HTMLInputElement | null>,
	connectionId: string,
	onChange: ChangeDraft,
) {
	useOwnPaste(input, () => {
		if (input.current) void pasteInto(input.current, connectionId, onChange);
	});
}

async function pasteInto(field: HTMLInputElement, connectionId: string, onChange: ChangeDraft) {
	try {
		const pasted = await pastedIntoPath();
		if (pasted.kind === "refused") return showToast("danger", pasted.message, pasted.hint);
		if (pasted.kind === "requests") return openPasted(connectionId, pasted.import);
		const { selectionStart, selectionEnd, value } = field;
		const { text, isRedacted } = pasted.text;
		const path =
			value.slice(0, selectionStart ?? value.length) + text + value.slice(selectionEnd ?? value.length);
		// A whole path in place of another is another call: the parameters of the one before are not its own.
		onChange(path === text && text !== value ? { path, query: [], pathValues: {} } : { path });
		if (isRedacted) tellRedactedPaste();
	} catch (thrown) {
		toastError(thrown);
	}
}
