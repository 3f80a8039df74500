import type { OauthDraft } from "../../domain/connect-draft";
import { splitWords } from "../../domain/connect-draft";
import type { CommandError, OauthApp } from "../../host/bindings";

export type OauthField = "clientId" | "secret" | "scopes" | "expectedPortal";

const secretForms = ["client_secret", "unknown"];

/** What can be seen to be missing before anybody is asked. */
export function checkOauth(
	draft: OauthDraft,
	known: OauthApp | undefined,
): Partial<Record<OauthField, string>> {
	const found: Partial<Record<OauthField, string>> = {};
	if (!known && draft.clientId.trim() === "") found.clientId = "Enter the app's client id.";
	if (!known?.hasSecret && draft.secret === null) found.secret = "Paste the app's client secret.";
	if (draft.secret && !secretForms.includes(draft.secret.format)) {
		found.secret = "Replace it with the app's client secret.";
	}
	if (splitWords(draft.scopes).length === 0) found.scopes = "Enter at least one scope, for example oauth.";
	if (!isHubId(draft.expectedPortal)) found.expectedPortal = "A Hub ID has digits only.";
	return found;
}

export function isHubId(text: string): boolean {
	return /^\d*$/.test(text.trim());
}

/** Where an error of the host belongs: at the field it speaks of, or over the form. */
export function placeOauthError(error: CommandError): { field: OauthField | null; text: string } {
	const text = `${error.message} ${error.hint}`;
	switch (error.code) {
		case "client_id_refused":
			return { field: "clientId", text };
		case "client_secret_refused":
		case "staged_secret_gone":
		case "app_secret_missing":
		case "token_malformed":
			return { field: "secret", text };
		case "scopes_refused":
			return { field: "scopes", text };
		default:
			return { field: null, text };
	}
}
