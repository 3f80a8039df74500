import type { AnalysisSubject, Endpoint, RequestDraft } from "../bindings";
import { type Arguments, keepOf, read } from "./read";

/** Endpoints that fit the words, best first, with the verdict for a connection if one is given. */
export const searchOperations = (text: string, connectionId: string | null, limit: number) => ({
	...read("searchOperations", text, connectionId, limit),
	...keepOf(connectionId),
});

/** What would go out for this draft, and whether it may. */
export const previewRequest = (connectionId: string, draft: RequestDraft) => ({
	...read("previewRequest", connectionId, draft),
	...keepOf(connectionId),
});

/** The request as code, without its secret. */
export const writeSnippet = (...asked: Arguments<"writeSnippet">) => read("writeSnippet", ...asked);

export const analyzeEndpoints = (subject: AnalysisSubject, endpoints: Endpoint[]) => ({
	...read("analyzeEndpoints", subject, endpoints),
	...keepOf(subject),
});

/** The scopes for what an app must do, told in words. */
export const proposeScopes = (...asked: Arguments<"proposeScopes">) => read("proposeScopes", ...asked);

/** The scopes for these endpoints, as text to hand on. */
export const proposeScopesFor = (...asked: Arguments<"proposeScopesFor">) =>
	read("proposeScopesFor", ...asked);

/** The names among these that are no scopes of an app. */
export const scopeSlips = (names: string[]) => read("scopeSlips", names);

export const operationFacts = (subject: AnalysisSubject, endpoint: Endpoint) =>
	read("operationFacts", subject, endpoint);

export const checkEndpoint = (connectionId: string, endpoint: Endpoint) => ({
	...read("checkEndpoints", connectionId, [endpoint]),
	gcTime: 0,
});

/** The host exports the matrix that was opened last; one from before may be gone. */
export const openCoverage = (endpoints: Endpoint[], onlyGaps: boolean) => ({
	...read("openCoverage", endpoints, onlyGaps),
	staleTime: 0,
	gcTime: 0,
});

/** What hangs on the scopes, the write lock or the catalog. */
export const verdicts = [
	"searchOperations",
	"previewRequest",
	"analyzeEndpoints",
	"operationFacts",
	"proposeScopes",
	"proposeScopesFor",
	"scopeSlips",
	"checkEndpoints",
	"openCoverage",
] as const;
