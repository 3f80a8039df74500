import { showToast } from "../ui/toast";
import { copyText } from "./mutations";
import { toastError } from "./toast-error";

/** Copies a text, and tells so by what it is. */
export function copyAndTell(text: string, what: string) {
	copyText(text).then(() => showToast("ok", `Copied: ${what}`), toastError);
}
