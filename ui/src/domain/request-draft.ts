import type { Endpoint, RequestDraft } from "../host/bindings";
import { createStore, useStore } from "../lib/store";

// One draft for each connection, kept while the app runs, whatever view is drawn.
const drafts = createStore<Record<string, RequestDraft>>({});

const firstDraft: RequestDraft = {
	method: "GET",
	path: "/crm/objects/2026-03/contacts",
	pathValues: {},
	query: [{ name: "limit", value: "10", enabled: true }],
	headers: [],
	body: null,
};

const withBody = ["POST", "PUT", "PATCH"];

export type ChangeDraft = (part: Partial<RequestDraft>) => void;

export function useDraft(connectionId: string): [RequestDraft, ChangeDraft] {
	const all = useStore(drafts);
	const change: ChangeDraft = (part) =>
		drafts.set((previous) => ({
			...previous,
			[connectionId]: withFittingQuery({ ...(previous[connectionId] ?? firstDraft), ...part }),
		}));
	return [all[connectionId] ?? firstDraft, change];
}

/** Puts an endpoint into a connection's draft; values typed for parameters of the same name are kept. */
export function openEndpoint(connectionId: string, { method, path }: Endpoint) {
	drafts.set((previous) => {
		const before = previous[connectionId] ?? firstDraft;
		const same = before.method === method && before.path === path;
		const body = startingBody({ method, path });
		return { ...previous, [connectionId]: same ? before : { ...before, method, path, query: [], body } };
	});
}

/** Replaces a connection's draft with a request from outside the console. */
export function openRequest(
	connectionId: string,
	{ method, path, query, body }: Pick<RequestDraft, "method" | "path" | "query" | "body">,
) {
	const draft = { method, path, pathValues: {}, query, headers: [], body };
	drafts.set((previous) => ({ ...previous, [connectionId]: draft }));
}

// The row the app put there itself goes when the call becomes another one, and is back when it is typed again.
const noQuery: RequestDraft["query"] = [];

function withFittingQuery(draft: RequestDraft): RequestDraft {
	if (draft.query !== firstDraft.query && draft.query !== noQuery) return draft;
	const isFirst = draft.method === firstDraft.method && draft.path.trim() === firstDraft.path;
	return { ...draft, query: isFirst ? firstDraft.query : noQuery };
}

// A body that can be sent as it is, with the place to write in for records of the CRM.
function startingBody({ method, path }: Endpoint): string | null {
	if (!withBody.includes(method)) return null;
	const isRecord = /^\/crm\/(v3\/objects|objects\/[^/]+)\/[^/]+(\/\{[^/]+\})?$/.test(path);
	return isRecord ? '{\n  "properties": {}\n}' : "{}";
}

/** The names in braces of a path template, each once, in order. */
export function pathNames(path: string): string[] {
	return [...new Set([...path.matchAll(/\{([^{}/]+)\}/g)].map((match) => match[1] ?? ""))];
}

/** What the host sends without a body, whatever is written there. */
export const withoutBody = ["GET", "HEAD"];

export function takesBody(draft: RequestDraft): boolean {
	return withBody.includes(draft.method) || draft.body !== null;
}

/** The draft as it goes to the host: no values of parameters that are gone, no empty body, no blank rows. */
export function cleanDraft(draft: RequestDraft): RequestDraft {
	const names = pathNames(draft.path);
	const kept = Object.entries(draft.pathValues).filter(([name]) => names.includes(name));
	return {
		...draft,
		path: draft.path.trim(),
		pathValues: Object.fromEntries(kept),
		query: draft.query.filter(({ name, value }) => name !== "" || value !== ""),
		headers: draft.headers.filter(({ name, value }) => name !== "" || value !== ""),
		body: takesBody(draft) && draft.body?.trim() ? draft.body : null,
	};
}
