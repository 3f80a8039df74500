import { act, renderHook, screen, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { demoAnswers } from "../../host/testing/demo-answers";
import { fail, fakeHost, never } from "../../host/testing/fake-host";
import { draw, seriousFindings } from "../../host/testing/render";
import { appState, connection } from "../../host/testing/samples";
import { useChosenEndpoints } from "./chosen-endpoints";
import { missingScopes } from "./missing";
import { ScopesView } from "./scopes-view";

const acts = { onOpenInConsole: vi.fn(), onReauthorize: vi.fn() };
const view = (part = {}) => <ScopesView connection={connection(part)} {...acts} />;
const answers = () => demoAnswers(appState());

test("empty: says what the place is for and offers a start", async () => {
	const host = fakeHost(answers());
	draw(view());
	screen.getByText("Which calls do you mean to make?");
	screen.getByRole("button", { name: "Log calls and notes" });
	await screen.findByRole("option", { name: /List contacts/ });
	expect(await seriousFindings()).toEqual([]);
	host.expectNoStrays();
});

test("loading: the search says what it waits for", async () => {
	fakeHost({ ...answers(), search_operations: never });
	draw(view());
	screen.getByText("Searching the endpoints");
	expect(await seriousFindings()).toEqual([]);
});

test("error: a search that fails can be tried again", async () => {
	const host = fakeHost({
		...answers(),
		search_operations: () => fail("internal", "The catalogue could not be read."),
	});
	const { user } = draw(view());
	await screen.findByText("The catalogue could not be read.");
	host.answer(answers());
	await user.click(screen.getByRole("button", { name: "Try again" }));
	await screen.findByRole("option", { name: /List contacts/ });
});

test("data: a chosen endpoint shows its verdict, what is missing, and is remembered", async () => {
	fakeHost(answers());
	const { user } = draw(view());
	await user.click(await screen.findByRole("option", { name: /Create a contact/ }));
	const table = await screen.findByRole("table");
	within(table).getByText("Missing 1 scope");
	within(table).getByText("This call will be refused: one scope is missing.");
	within(table).getByText("one of");
	within(table).getByText("and");
	expect(within(table).getAllByText("(missing)").length).toBeGreaterThan(1);
	expect(localStorage.getItem("portalscope.endpoints.5f1c2d3e")).toContain("POST");
	expect(await seriousFindings()).toEqual([]);
	await user.click(screen.getByRole("button", { name: "Re-authorize with 1 more scope…" }));
	expect(acts.onReauthorize).toHaveBeenCalledWith(["crm.objects.contacts.write"]);
	await user.click(screen.getByRole("button", { name: "Open Create a contact in Console" }));
	expect(acts.onOpenInConsole).toHaveBeenCalledWith({
		method: "POST",
		path: "/crm/objects/2026-03/contacts",
	});
	await user.click(screen.getByRole("button", { name: "Remove Create a contact" }));
	await screen.findByText("Which calls do you mean to make?");
});

test("endpoints are chosen by the keyboard alone", async () => {
	fakeHost(answers());
	const { user } = draw(view());
	await screen.findByRole("option", { name: /List contacts/ });
	await user.click(screen.getByRole("searchbox", { name: "Search endpoints" }));
	await user.tab();
	await user.keyboard("{ArrowDown} ");
	await screen.findByRole("table");
	screen.getByText("0 of 1 allowed");
});

test("Esc and Ctrl A in the list leave what was chosen as it is", async () => {
	fakeHost(answers());
	const { user } = draw(view());
	await user.click(await screen.findByRole("option", { name: /List contacts/ }));
	await screen.findByText("1 of 1 allowed");
	await user.keyboard("{Escape}{Control>}a{/Control}");
	screen.getByText("1 of 1 allowed");
	expect(JSON.parse(localStorage.getItem("portalscope.endpoints.5f1c2d3e") ?? "")).toHaveLength(1);
});

test("all endpoints are removed at once and can be put back; sets stay within reach", async () => {
	fakeHost(answers());
	const { user } = draw(view());
	await user.click(screen.getByRole("button", { name: "Read contacts and companies" }));
	await screen.findByText("2 of 2 allowed");
	await user.click(screen.getByRole("button", { name: "Add a set" }));
	await user.click(await screen.findByRole("menuitem", { name: "See the account" }));
	await screen.findByText("3 of 3 allowed");
	await user.click(screen.getByRole("button", { name: "Remove all" }));
	const back = await screen.findByRole("button", { name: "Put 3 endpoints back" });
	expect(document.activeElement).toBe(back);
	await user.click(back);
	await screen.findByText("3 of 3 allowed");
});

test("changes that come before the next drawing are all kept", () => {
	const { result } = renderHook(() => useChosenEndpoints(connection()));
	const three = ["/a", "/b", "/c"].map((path) => ({ method: "GET", path }));
	act(() => result.current.add(three));
	act(() => {
		for (const endpoint of three.slice(0, 2)) result.current.remove(endpoint);
	});
	expect(result.current.endpoints).toEqual([{ method: "GET", path: "/c" }]);
});

test("a list without words says what to type, not that nothing fits", async () => {
	fakeHost({ ...answers(), search_operations: () => [] });
	const { user } = draw(view());
	await screen.findByText(/Type what you want to do/);
	await user.type(screen.getByRole("searchbox", { name: "Search endpoints" }), "zebra");
	await screen.findByText(/No endpoint fits "zebra"/);
});

test("rows say their version, and that an old one is old", async () => {
	fakeHost(answers());
	draw(view());
	await screen.findByRole("option", { name: /List contacts · 2026-03 / });
	screen.getByRole("option", { name: /Read call outcomes · v1, old / });
});

test("a token cannot be re-authorized here, so its scopes are only copied", async () => {
	const host = fakeHost(answers());
	const { user } = draw(view({ credential: "private_app", clientId: null }));
	await user.click(await screen.findByRole("option", { name: /Create a contact/ }));
	await user.click(await screen.findByRole("button", { name: "Copy missing scopes" }));
	expect(screen.queryByRole("button", { name: /Re-authorize/ })).toBeNull();
	expect(host.callsOf("copy_text")).toEqual([{ text: "crm.objects.contacts.write" }]);
});

test("what is asked for is the smallest addition of each endpoint, each scope once", () => {
	const endpoint = { method: "GET", path: "/x" };
	const verdict = (missing: string[][]) => ({
		operation: null,
		endpoint,
		verdict: { kind: "missing_scopes" as const, anyOf: [], satisfiedBy: null, missing, sentence: "" },
	});
	expect(missingScopes([verdict([["b"], ["c", "d"]]), verdict([["a", "b"]])])).toEqual(["a", "b"]);
});
