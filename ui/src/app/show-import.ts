import type { Pasted } from "../host/bindings";
import { openDialog } from "../navigation/navigation";
import { showToast } from "../ui/toast";

/** Shows what was read of a text or a file that no field takes, before anything of it is opened. */
export function showImport(read: Pasted) {
	if (read.kind === "requests") return openDialog({ kind: "import", import: read.import });
	if (read.kind === "refused") showToast("danger", read.message, read.hint);
}
