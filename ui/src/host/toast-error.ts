import { showToast } from "../ui/toast";
import { toCommandError } from "./errors";

/** Tells why something failed that has no place of its own in the window. */
export function toastError(thrown: unknown) {
	const { message, hint } = toCommandError(thrown);
	showToast("danger", message, hint);
}
