import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { commands, type OauthApp } from "../../host/bindings";
import { useDebounced } from "../../lib/debounced";
import { splitWords } from "../../lib/split-words";
import type { OauthDraft } from "./drafts";

/** The consent page beforehand, for an app of the list and the scopes in the form. */
export function useAppPreview(app: OauthApp | undefined, { scopes, optionalScopes }: OauthDraft) {
	const asked = useDebounced(`${scopes}\n|${optionalScopes}`, 250);
	const [required = "", optional = ""] = asked.split("|");
	return useQuery({
		queryKey: ["consent-preview", "app", app?.id, app?.declared, asked],
		queryFn: () => commands.previewOauthAppConsent(app?.id ?? "", splitWords(required), splitWords(optional)),
		enabled: app !== undefined,
		placeholderData: (previous, query) =>
			query?.queryKey[2] === app?.id ? keepPreviousData(previous) : undefined,
		gcTime: 0,
	});
}
