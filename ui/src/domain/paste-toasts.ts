import { showToast } from "../ui/toast";

export function tellRedactedPaste() {
	showToast(
		"warn",
		"A secret in the pasted text was replaced by its label.",
		"Portalscope shows no secrets. Type it where it has to be sent.",
	);
}

export function tellRefusedDrop() {
	showToast(
		"info",
		"Text cannot be dropped here.",
		"Copy it and paste it instead: then a secret in it is taken out before it is shown.",
	);
}
