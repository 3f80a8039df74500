import { useQuery } from "@tanstack/react-query";
import type { OauthDraft } from "../../domain/connect-draft";
import { splitWords } from "../../domain/connect-draft";
import type { OauthApp } from "../../host/bindings";
import { previewOauthAppConsent } from "../../host/queries/connecting";
import { useDebounced } from "../../lib/debounced";

/** The consent page beforehand, for an app of the list and the scopes in the form. */
export function useAppPreview(app: OauthApp | undefined, { scopes, optionalScopes }: OauthDraft) {
	const asked = useDebounced(`${scopes}\n|${optionalScopes}`, 250);
	const [required = "", optional = ""] = asked.split("|");
	return useQuery(previewOauthAppConsent(app?.id, splitWords(required), splitWords(optional)));
}
