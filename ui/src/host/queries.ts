import {
	hashKey,
	keepPreviousData,
	type QueryClient,
	type QueryMeta,
	queryOptions,
} from "@tanstack/react-query";
import {
	type AnalysisSubject,
	type BodyWindow,
	type CatalogState,
	type ChosenEndpoints,
	commands,
	type DemoScenario,
	type Endpoint,
	type RequestDraft,
	type StorageReport,
	type UpdateList,
	type UsagePoint,
	type WantedScope,
} from "./bindings";

// Everything the window reads of the host, and what an event or an act makes outdated. Query keys are named here alone.

type Commands = typeof commands;
type Arguments<Name extends keyof Commands> = Parameters<Commands[Name]>;
type Answer<Name extends keyof Commands> = Awaited<ReturnType<Commands[Name]>>;

/** A command that is read, kept under its name and its arguments. */
function read<Name extends keyof Commands>(command: Name, ...args: Arguments<Name>) {
	const call = commands[command] as (...args: Arguments<Name>) => Promise<Answer<Name>>;
	return queryOptions({ queryKey: [command, ...args], queryFn: () => call(...args) });
}

/** While new data comes, that of before stands in, but never that of another connection or app. */
function keepOf(subject: unknown) {
	const name = hashKey([subject]);
	return {
		meta: { subject: name },
		placeholderData: <T>(previous: T | undefined, query: { meta: QueryMeta | undefined } | undefined) =>
			query?.meta?.subject === name ? previous : undefined,
	};
}

const forever = Number.POSITIVE_INFINITY;

export const initialState = { ...read("initialState"), staleTime: forever };

// Connecting

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

// Verdicts

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

const verdicts = [
	"searchOperations",
	"previewRequest",
	"analyzeEndpoints",
	"operationFacts",
	"checkEndpoints",
	"openCoverage",
] as const;

// Endpoints

export const catalogTree = { ...read("catalogTree"), staleTime: forever };

export const calledEndpoints = (id: string) => ({ ...read("calledEndpoints", id), staleTime: 0 });

export const readEndpointList = (text: string) => ({
	...read("readEndpointList", text),
	enabled: text.trim() !== "",
	gcTime: 0,
});

export const chosenEndpoints = { ...read("chosenEndpoints"), staleTime: forever, gcTime: forever };

export const endpointSets = read("endpointSets");

// Settings

export const catalogState = read("catalogState");

export const updateRows = (id: string, list: UpdateList, start: number, count: number) => ({
	...read("updateRows", id, list, start, count),
	placeholderData: keepPreviousData,
});

/** Read anew each time the page is opened: other programs change it too. */
export const storageReport = { ...read("storageReport"), staleTime: 0, gcTime: 0 };

// Overview

export const demoScenarios = read("demoScenarios");

/** HubSpot's count of the day: requested when the view opens and on demand, never periodically. */
export const dailyUsage = (connectionId: string) => ({
	...read("dailyUsage", connectionId),
	staleTime: 60_000,
});

type CachedUsage = { next: number; points: UsagePoint[] };
const maxPoints = 2000;

/** The points since the start. Each reading asks for the new ones alone. */
export const usagePoints = (connectionId: string) =>
	queryOptions({
		queryKey: ["usagePoints", connectionId],
		queryFn: async ({ client, queryKey }): Promise<CachedUsage> => {
			const cached = client.getQueryData<CachedUsage>(queryKey) ?? { next: 0, points: [] };
			const more = await commands.usagePoints(connectionId, cached.next);
			if (more.points.length === 0) return cached;
			return { next: more.next, points: [...cached.points, ...more.points].slice(-maxPoints) };
		},
		staleTime: forever,
	});

// Bodies of responses

const ofBody = { staleTime: forever, gcTime: 60_000 };

export const bodyText = (responseId: string, start: number, count: number) => ({
	...read("bodyText", responseId, start, count),
	...ofBody,
});

/** How many rows are visible. Folding makes a new revision. */
type Fold = { rowCount: number; revision: number };

export const bodyFold = (responseId: string, firstCount: number) => {
	const first: Fold = { rowCount: firstCount, revision: 0 };
	return queryOptions({
		queryKey: foldKey(responseId),
		queryFn: () => first,
		initialData: first,
		staleTime: forever,
		gcTime: forever,
	});
};
const foldKey = (responseId: string) => ["bodyFold", responseId];

/** Rows of the revision before stand in until the new ones come, so that a fold does not flash. */
export const bodyRows = (
	client: QueryClient,
	responseId: string,
	start: number,
	count: number,
	revision: number,
) => {
	const keyAt = (at: number) => ["bodyRows", responseId, start, count, at];
	return queryOptions({
		queryKey: keyAt(revision),
		queryFn: () => commands.bodyRows(responseId, start, count),
		placeholderData: () => client.getQueryData<BodyWindow>(keyAt(revision - 1)),
		...ofBody,
	});
};

const outdated = (client: QueryClient, ...names: (keyof Commands)[]) =>
	Promise.all(names.map((command) => client.invalidateQueries({ queryKey: [command] })));

/** What is read again, and when. */
export const invalidate = {
	/** The scopes or the write lock of a connection changed. */
	verdicts: (client: QueryClient) => outdated(client, ...verdicts),
	/** The catalog changed. */
	catalog: (client: QueryClient) => outdated(client, ...verdicts, "catalogTree"),
	/** Its updates were deleted. */
	catalogUpdates: (client: QueryClient) => outdated(client, ...verdicts, "catalogTree", "catalogState"),
	/** The list of OAuth apps changed, and what they declare with it. */
	oauthApps: (client: QueryClient) => outdated(client, "previewOauthAppConsent"),
	endpointSets: (client: QueryClient) => outdated(client, "endpointSets"),
	storageReport: (client: QueryClient) => outdated(client, "storageReport"),
	/** Everything was deleted. */
	everything: (client: QueryClient) => client.invalidateQueries(),
};

/** The list of endpoints as it is now, also in the middle of several changes. */
export const chosenNow = (client: QueryClient) => client.getQueryData(chosenEndpoints.queryKey);

/** Writes what an act answered, or what it will do, into what was read. */
export const put = {
	chosenEndpoints: (client: QueryClient, chosen: ChosenEndpoints) =>
		client.setQueryData(chosenEndpoints.queryKey, chosen),
	catalogState: (client: QueryClient, state: CatalogState) => {
		client.setQueryData(catalogState.queryKey, state);
		void invalidate.catalog(client);
	},
	storageReport: (client: QueryClient, report: StorageReport) =>
		client.setQueryData(storageReport.queryKey, report),
	demoScenarios: (client: QueryClient, scenarios: DemoScenario[]) =>
		client.setQueryData(demoScenarios.queryKey, scenarios),
	bodyFold: (client: QueryClient, responseId: string, step: (fold?: Fold) => Fold | undefined) =>
		client.setQueryData<Fold>(foldKey(responseId), step),
};
