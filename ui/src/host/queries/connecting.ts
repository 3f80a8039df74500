import { keepPreviousData } from "@tanstack/react-query";
import type { WantedScope } from "../bindings";
import { forever, keepOf, read } from "./read";

export const initialState = { ...read("initialState"), staleTime: forever };

/** Answers when the flow ends. `null`: no flow waits. */
export const awaitConsent = (flowId: string | null) => ({
	...read("awaitConsent", flowId ?? ""),
	enabled: flowId !== null,
	staleTime: forever,
});

export const previewConsent = (connectionId: string, wanted: WantedScope[]) => ({
	...read("previewConsent", connectionId, wanted),
	placeholderData: keepPreviousData,
	gcTime: 0,
});

/** `undefined`: no app is chosen. */
export const previewOauthAppConsent = (app: string | undefined, scopes: string[], optional: string[]) => ({
	...read("previewOauthAppConsent", app ?? "", scopes, optional),
	...keepOf(app),
	enabled: app !== undefined,
	gcTime: 0,
});
