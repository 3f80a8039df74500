import { act, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { addDrafts } from "../../domain/request-draft";
import type { RequestDraft } from "../../host/bindings";
import { begin } from "./console.test-help";

const draft = (path: string): RequestDraft => ({
	method: "GET",
	path,
	pathValues: {},
	query: [],
	headers: [],
	body: null,
});

const two = [
	{ name: "Owners", draft: draft("/crm/owners/2026-03"), findings: [] },
	{ name: null, draft: draft("/crm/lists/2026-03/12"), findings: [] },
];

const path = () => screen.getByRole<HTMLInputElement>("textbox", { name: "Path" }).value;
const tabs = () => within(screen.getByRole("tablist", { name: "Open requests" })).getAllByRole("tab");

test("requests that are added stand beside the one that was open, and the first of them is shown", async () => {
	const { shown, user } = begin();
	await screen.findByRole("textbox", { name: "Path" });
	expect(screen.queryByRole("tablist", { name: "Open requests" })).toBeNull();
	act(() => addDrafts(shown.id, two));
	expect(tabs().map((tab) => tab.textContent)).toEqual([
		"GET …/2026-03/contacts",
		"GET Owners",
		"GET …/2026-03/12",
	]);
	expect(path()).toBe("/crm/owners/2026-03");
	await user.type(screen.getByRole("textbox", { name: "Path" }), "/7");
	await user.click(tabs()[2] as HTMLElement);
	expect(path()).toBe("/crm/lists/2026-03/12");
	await user.click(tabs()[1] as HTMLElement);
	expect(path()).toBe("/crm/owners/2026-03/7");
});

test("a request is closed with Delete or the button, and the last one stays", async () => {
	const { shown, user } = begin();
	await screen.findByRole("textbox", { name: "Path" });
	act(() => addDrafts(shown.id, two));
	act(() => tabs()[1]?.focus());
	await user.keyboard("{Delete}");
	expect(path()).toBe("/crm/lists/2026-03/12");
	await user.click(screen.getByRole("button", { name: "Close this request" }));
	expect(path()).toBe("/crm/objects/2026-03/contacts");
	expect(screen.queryByRole("tablist", { name: "Open requests" })).toBeNull();
});

test("an answer stands beside the request that it is of", async () => {
	const { shown, user } = begin();
	await user.click(await screen.findByRole("button", { name: /^Send to / }));
	await screen.findByRole("tab", { name: "Raw" });
	act(() => addDrafts(shown.id, two));
	await waitFor(() => expect(screen.queryByRole("tab", { name: "Raw" })).toBeNull());
	await user.click(tabs()[0] as HTMLElement);
	await screen.findByRole("tab", { name: "Raw" });
});
