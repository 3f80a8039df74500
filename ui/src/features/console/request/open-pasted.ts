import { replaceDraft } from "../../../domain/request-draft";
import type { Import, ImportedRequest } from "../../../host/bindings";
import { openDialog } from "../../../navigation/navigation";
import { showToast } from "../../../ui/toast";

/** The only request of a text takes the place of the draft that is shown; of anything more there is a preview first. */
export function openPasted(connectionId: string, read: Import) {
	const [only, ...others] = read.requests;
	const isElsewhere = read.page !== null && !read.page.connections.includes(connectionId);
	if (!only || others.length > 0 || read.problems.length > 0 || isElsewhere) {
		return openDialog({ kind: "import", import: read });
	}
	replaceDraft(connectionId, only);
	tell(only);
}

function tell({ warnings, skipped, hadCredential }: ImportedRequest) {
	const notes = [
		...warnings,
		...(skipped.length > 0 ? [`Headers not taken: ${skipped.join(", ")}.`] : []),
		...(hadCredential ? ["Its token was removed: Portalscope uses this connection's own."] : []),
	];
	if (warnings.length > 0) showToast("warn", "Not all of this request was taken.", notes.join(" "));
	else if (notes.length > 0) showToast("info", "The request was taken.", notes.join(" "));
}
