import type { Endpoint, KeptDrafts, RequestDraft, RequestFinding } from "../host/bindings";
import { createStore, useStore } from "../lib/store";

/** A request that is being written. Each portal has some, one of which is shown. */
export type OpenDraft = {
	id: string;
	/** What it was called where it came from, such as the item of a collection. */
	name: string | null;
	draft: RequestDraft;
	/** What was wrong where it came from, until that is put away. */
	findings: RequestFinding[];
};
type Drafts = { open: [OpenDraft, ...OpenDraft[]]; active: string };

/** Those of every portal where something was opened or changed, whatever view is drawn. */
export const drafts = createStore<Record<string, Drafts>>({});

const firstDraft: RequestDraft = {
	method: "GET",
	path: "/crm/objects/2026-03/contacts",
	pathValues: {},
	query: [],
	headers: [],
	body: null,
};
const firstDrafts: Drafts = {
	open: [{ id: "first", name: null, draft: firstDraft, findings: [] }],
	active: "first",
};

const withBody = ["POST", "PUT", "PATCH"];

export type ChangeDraft = (part: Partial<RequestDraft>) => void;

export function useDrafts(connectionId: string): Drafts {
	return useStore(drafts)[connectionId] ?? firstDrafts;
}

/** The draft that is shown, and how it is changed. */
export function useDraft(connectionId: string): [RequestDraft, ChangeDraft] {
	const change: ChangeDraft = (part) =>
		changeActive(connectionId, (before) => withoutLeftBody(before, { ...before, ...part }));
	return [activeOf(useDrafts(connectionId)).draft, change];
}

export function activeOf({ open, active }: Drafts): OpenDraft {
	return open.find(({ id }) => id === active) ?? open[0];
}

export function selectDraft(connectionId: string, id: string) {
	changeDrafts(connectionId, (before) => ({ ...before, active: id }));
}

/** Opens requests beside those that are open already, and shows the first of them, whose id it returns. */
export function addDrafts(connectionId: string, added: Omit<OpenDraft, "id">[]): string | null {
	const opened = added.map((one) => ({ ...one, id: crypto.randomUUID() }));
	const first = opened[0];
	if (!first) return null;
	changeDrafts(connectionId, ({ open }) => ({ open: [...open, ...opened], active: first.id }));
	return first.id;
}

export function addEmptyDraft(connectionId: string) {
	addDrafts(connectionId, [{ name: null, draft: { ...firstDraft, path: "/" }, findings: [] }]);
}

/** Puts a request into the draft that is shown, in place of what is there. */
export function replaceDraft(connectionId: string, { name, draft, findings }: Omit<OpenDraft, "id">) {
	changeShown(connectionId, (one) => ({ ...one, name, draft, findings }));
}

export function dismissFindings(connectionId: string) {
	changeShown(connectionId, (one) => ({ ...one, findings: [] }));
}

/** The last one is not closed. What is shown afterwards stood beside it. */
export function closeDraft(connectionId: string, id: string) {
	changeDrafts(connectionId, (before) => {
		const at = before.open.findIndex((one) => one.id === id);
		const [first, ...rest] = before.open.filter((one) => one.id !== id);
		if (!first || at < 0) return before;
		const next = [first, ...rest][Math.min(at, rest.length)] ?? first;
		return { open: [first, ...rest], active: before.active === id ? next.id : before.active };
	});
}

/** Opens what was open when the app was last used. What was opened since is shown, and stands behind it. */
export function restoreDrafts(connectionId: string, kept: KeptDrafts) {
	const [first, ...rest] = kept.open.map((one) => ({ ...one, findings: [] }));
	if (!first) return;
	drafts.set((all) => {
		const since = all[connectionId];
		const open: Drafts["open"] = [first, ...rest, ...(since?.open ?? []).filter(isOpenedSince(kept))];
		const active = since ? since.active : kept.active;
		return { ...all, [connectionId]: { open, active } };
	});
}

// The window's own first draft is another one after a restart, under the same id.
const isOpenedSince = ({ open }: KeptDrafts) => {
	const ids = new Set(open.map(({ id }) => id));
	return ({ id }: OpenDraft) => !ids.has(id);
};

function changeDrafts(connectionId: string, change: (before: Drafts) => Drafts) {
	drafts.set((all) => ({ ...all, [connectionId]: change(all[connectionId] ?? firstDrafts) }));
}

function changeShown(connectionId: string, change: (before: OpenDraft) => OpenDraft) {
	changeDrafts(connectionId, (before) => {
		const shown = activeOf(before).id;
		const [first, ...rest] = before.open.map((one) => (one.id === shown ? change(one) : one));
		return first ? { ...before, open: [first, ...rest] } : before;
	});
}

function changeActive(connectionId: string, change: (before: RequestDraft) => RequestDraft) {
	changeShown(connectionId, (one) => ({ ...one, draft: change(one.draft) }));
}

/** Puts an endpoint into the draft that is shown; values typed for parameters of the same name are kept. */
export function openEndpoint(connectionId: string, { method, path }: Endpoint) {
	changeActive(connectionId, (before) => {
		const same = before.method === method && before.path === path;
		const body = startingBody({ method, path });
		return same ? before : { ...before, method, path, query: [], body };
	});
}

/** Fills values into the path of the draft that is shown. */
export function fillPath(connectionId: string, values: Record<string, string>) {
	changeActive(connectionId, (before) => ({ ...before, pathValues: { ...before.pathValues, ...values } }));
}

/** Replaces the draft that is shown with a request from outside the console. */
export function openRequest(
	connectionId: string,
	{ method, path, query, body }: Pick<RequestDraft, "method" | "path" | "query" | "body">,
) {
	changeActive(connectionId, () => ({ method, path, pathValues: {}, query, headers: [], body }));
}

// A body that the app began itself, and nobody wrote in, goes with the method that carries one.
function withoutLeftBody(before: RequestDraft, after: RequestDraft): RequestDraft {
	if (before.method === after.method || withBody.includes(after.method)) return after;
	const isLeft = !after.body?.trim() || after.body === startingBody(before);
	return isLeft ? { ...after, body: null } : after;
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
	return withBody.includes(draft.method) || Boolean(draft.body?.trim());
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
