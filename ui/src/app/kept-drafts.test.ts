import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { notKept } from "../domain/not-kept";
import { addDrafts, drafts } from "../domain/request-draft";
import type { RequestDraft } from "../host/bindings";
import { fakeHost } from "../host/testing/fake-host";
import { beginKeepingDrafts } from "./kept-drafts";

const draft = (path: string): RequestDraft => ({
	method: "GET",
	path,
	pathValues: {},
	query: [],
	headers: [],
	body: null,
});
const kept = {
	c1: { open: [{ id: "a", name: "Owners", draft: draft("/crm/owners/2026-03") }], active: "a" },
};
const pathsOf = (connectionId: string) => drafts.get()[connectionId]?.open.map((one) => one.draft.path);

let stop = () => {};

beforeEach(() => {
	vi.useFakeTimers();
	drafts.set({});
});

afterEach(() => {
	stop();
	vi.useRealTimers();
});

test("what was open is open again, in front of what was opened since, which stays shown", async () => {
	fakeHost({ kept_drafts: () => kept });
	addDrafts("c1", [{ name: null, draft: draft("/crm/lists/2026-03"), findings: [] }]);
	stop = await beginKeepingDrafts();
	expect(pathsOf("c1")).toEqual([
		"/crm/owners/2026-03",
		"/crm/objects/2026-03/contacts",
		"/crm/lists/2026-03",
	]);
	const { open, active } = drafts.get().c1 ?? { open: [], active: "" };
	expect(open.find(({ id }) => id === active)?.draft.path).toBe("/crm/lists/2026-03");
});

test("what the host leaves out is noted", async () => {
	const leftOut = { id: "a", reason: "It has 601 kB." };
	fakeHost({ kept_drafts: () => kept, keep_drafts: () => [leftOut] });
	stop = await beginKeepingDrafts();
	expect(notKept.get().c1).toBeUndefined();
	addDrafts("c1", [{ name: null, draft: draft("/a"), findings: [] }]);
	await vi.advanceTimersByTimeAsync(500);
	expect(notKept.get().c1).toEqual([{ ...leftOut, isRead: false }]);
});

test("the host keeps what changed when nothing was typed for a moment, and what is left when the page goes", async () => {
	const host = fakeHost({ kept_drafts: () => kept, keep_drafts: () => [] });
	stop = await beginKeepingDrafts();
	expect(host.callsOf("keep_drafts")).toEqual([]);
	addDrafts("c2", [{ name: null, draft: draft("/a"), findings: [] }]);
	addDrafts("c2", [{ name: null, draft: draft("/b"), findings: [] }]);
	vi.advanceTimersByTime(500);
	const calls = () => host.callsOf("keep_drafts") as { id: string; drafts: { open: unknown[] } }[];
	expect(calls().map(({ id, drafts }) => [id, drafts.open.length])).toEqual([["c2", 3]]);
	expect(JSON.stringify(calls())).not.toContain("findings");
	addDrafts("c2", [{ name: null, draft: draft("/c"), findings: [] }]);
	window.dispatchEvent(new Event("pagehide"));
	expect(calls().length).toBe(2);
	vi.advanceTimersByTime(5_000);
	expect(calls().length).toBe(2);
});
