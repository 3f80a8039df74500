import { type WantedDiagnosis, wantedDiagnosis } from "../domain/wanted-diagnosis";
import { closeDialog, currentPlace, navigate } from "../navigation/navigation";

/** Goes to Diagnostics, on the portal's page where one is open, and has it do this there. */
export function goDiagnose(wanted: WantedDiagnosis) {
	const place = currentPlace();
	wantedDiagnosis.set(wanted);
	closeDialog();
	navigate(place.kind === "portal" ? { ...place, tab: "diagnostics" } : { kind: "diagnostics" });
}

export function isDiagnosing(): boolean {
	const place = currentPlace();
	return place.kind === "diagnostics" || (place.kind === "portal" && place.tab === "diagnostics");
}
