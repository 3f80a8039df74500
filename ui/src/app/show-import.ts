import type { Pasted, PasteSource } from "../host/bindings";
import { openDialog } from "../navigation/navigation";
import { showToast } from "../ui/toast";
import { goDiagnose } from "./go-diagnose";

/**
 * Shows what was read of a text or a file that no field takes, before anything of it is opened. What is no request may be
 * what came back, or what was said of it: a paste can be diagnosed. `source`: where it was pasted from; none for a file.
 */
export function showImport(read: Pasted, source?: PasteSource) {
	if (read.kind === "requests") return openDialog({ kind: "import", import: read.import, source });
	if (read.kind !== "refused") return;
	const diagnose = source && { label: "Diagnose it", act: () => goDiagnose(source) };
	showToast("danger", read.message, read.hint, diagnose);
}
