import { keepPreviousData } from "@tanstack/react-query";
import { forever, read } from "./read";

/** The pages of causes with all these words, best first. Without words: all. */
export const causePages = (words: string) => ({
	...read("causePages", words),
	placeholderData: keepPreviousData,
	staleTime: forever,
});

/** Why the consent led to no connection. `null`: the server refused nothing. */
export const diagnoseConsent = (flowId: string) => ({
	...read("diagnoseConsent", flowId),
	staleTime: forever,
});
