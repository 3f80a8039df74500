import { QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook, screen, waitFor, within } from "@testing-library/react";
import type { ReactNode } from "react";
import { expect, test } from "vitest";
import { useDraft } from "../../domain/request-draft";
import type { ScopeAnalysis } from "../../host/bindings";
import { createQueryClient } from "../../host/query-client";
import { demoAnswers } from "../../host/testing/demo-answers";
import { fail, fakeHost, never } from "../../host/testing/fake-host";
import { draw, seriousFindings } from "../../host/testing/render";
import { connection, initialState } from "../../host/testing/samples";
import { currentPlace, navigation } from "../../navigation/navigation";
import { ScopesView } from "./scopes-view";
import { useChosenEndpoints } from "./sets/chosen-endpoints";

const view = (part = {}) => <ScopesView connection={connection(part)} />;
const answers = () => demoAnswers(initialState());
const list = "/crm/objects/2026-03/contacts";
const chosen = (...endpoints: { method: string; path: string }[]) => ({
	...answers(),
	chosen_endpoints: () => ({ endpoints, set: null }),
});
const both = () => chosen({ method: "GET", path: list }, { method: "POST", path: list });

test("empty: says what the place is for and offers a start", async () => {
	const host = fakeHost(answers());
	draw(view());
	await screen.findByText("Which calls do you mean to make?");
	screen.getByRole("button", { name: "Log calls and notes" });
	await screen.findByRole("option", { name: /List contacts/ });
	expect(await seriousFindings()).toEqual([]);
	host.expectNoStrays();
});

test("loading: the search says what it waits for", async () => {
	fakeHost({ ...answers(), search_operations: never });
	draw(view());
	await screen.findByText("Searching the endpoints");
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

test("data: the answer comes first, with the fewest scopes and the way to get them", async () => {
	fakeHost(both());
	const { user } = draw(view());
	await screen.findByText("1 of 2 calls allowed. 1 more scope would allow the rest:");
	const table = screen.getByRole("table");
	within(table).getByText("Missing 1 scope");
	expect(await seriousFindings()).toEqual([]);
	await user.click(screen.getByRole("button", { name: "Re-authorize with this scope…" }));
	expect(navigation().dialog).toEqual({
		kind: "reauthorize",
		connection: "c1",
		extraScopes: ["crm.objects.contacts.write"],
	});
	await user.click(screen.getByRole("button", { name: "Open Create a contact in Console" }));
	expect(currentPlace()).toMatchObject({ kind: "portal", id: "c1", tab: "console" });
	expect(renderHook(() => useDraft("c1")).result.current[0]).toMatchObject({ method: "POST", path: list });
});

test("each scope says what it is for, and those not needed are told apart by what used them", async () => {
	fakeHost(both());
	draw(view());
	const needed = await screen.findByRole("region", { name: "Scopes these endpoints need" });
	within(needed).getByText("Create a contact");
	const unneeded = screen.getByRole("region", { name: "Granted, but not needed" });
	const unused = within(unneeded).getByRole("region", {
		name: "Neither in your list nor in the history (2)",
	});
	within(unused).getByText("automation");
	within(within(unneeded).getByRole("region", { name: "Needed by calls of the past only (1)" })).getByText(
		"crm.lists.read",
	);
});

test("a row unfolds into plan, sunset and what takes its place, which can be put in the list", async () => {
	const host = fakeHost(chosen({ method: "GET", path: "/calling/v1/dispositions" }));
	const { user } = draw(view());
	await user.click(await screen.findByRole("button", { name: "Read call outcomes" }));
	await screen.findByText("Marketing Hub Professional, Smart CRM Free");
	screen.getByText(/unsupported from 30 March 2027: it may go on answering/);
	screen.getByText(/HubSpot's migration guide says September 2027, plan by the earlier/);
	await user.click(screen.getByRole("button", { name: "Replace it in the list" }));
	await waitFor(() =>
		expect(host.callsOf("choose_endpoints").at(-1)).toEqual({
			chosen: { endpoints: [{ method: "GET", path: "/crm/objects/2026-03/calls" }], set: null },
		}),
	);
});

test("a row says of a call that has stopped that it has", async () => {
	const answer = answers().analyze_endpoints;
	const sunset = { kind: "stops" as const, date: "2026-04-30", source: "HubSpot's changelog", other: null };
	const analyze = (args: Record<string, unknown>) => {
		const analysis = answer?.(args) as ScopeAnalysis;
		return { ...analysis, rows: analysis.rows.map((row) => ({ ...row, sunset, sunsetPassed: true })) };
	};
	fakeHost({ ...chosen({ method: "GET", path: "/calling/v1/dispositions" }), analyze_endpoints: analyze });
	draw(view());
	expect((await screen.findAllByText("stopped answering 30 April 2026")).length).toBeGreaterThan(0);
});

test("choosing adds to the list and is kept by the host, by the keyboard alone", async () => {
	const host = fakeHost(answers());
	const { user } = draw(view());
	await screen.findByRole("option", { name: /List contacts/ });
	await user.click(screen.getByRole("searchbox", { name: "Search endpoints" }));
	await user.tab();
	await user.keyboard("{ArrowDown} ");
	await screen.findByRole("table");
	await waitFor(() => expect(host.callsOf("choose_endpoints")).toHaveLength(1));
	await user.keyboard("{Escape}{Control>}a{/Control}");
	expect(host.callsOf("choose_endpoints")).toHaveLength(1);
});

test("a whole product area is ticked at once, and unticked again", async () => {
	fakeHost(answers());
	const { user } = draw(view());
	await user.click(screen.getByRole("tab", { name: "Browse" }));
	const area = await screen.findByRole("checkbox", { name: "All of CRM" });
	await user.click(area);
	await screen.findByText("5 endpoints");
	await user.click(screen.getByRole("button", { name: /^CRM/ }));
	await user.click(screen.getByRole("button", { name: /^Contacts/ }));
	await user.click(screen.getByRole("checkbox", { name: /Create a contact/ }));
	await screen.findByText("4 endpoints");
	expect((screen.getByRole("checkbox", { name: "All of CRM" }) as HTMLInputElement).indeterminate).toBe(true);
	expect(screen.queryByText("Engagements")).toBeNull();
	await user.click(screen.getByRole("switch", { name: "Old and beta versions too" }));
	await screen.findByText("Engagements");
	expect(await seriousFindings()).toEqual([]);
});

test("what was called before can be chosen", async () => {
	fakeHost(answers());
	const { user } = draw(view());
	await user.click(screen.getByRole("tab", { name: "Called" }));
	await screen.findByText(/4 calls, last/);
	await user.click(screen.getByRole("checkbox", { name: "All 2 endpoints called" }));
	await screen.findByText("2 endpoints");
});

test("a pasted list is read by line, and what was not understood says why", async () => {
	fakeHost(answers());
	const { user } = draw(view());
	await user.click(screen.getByRole("tab", { name: "Paste" }));
	await user.click(screen.getByRole("textbox", { name: "List of endpoints" }));
	await user.paste(`GET ${list}\nwhatever\nPOST ${list}`);
	await screen.findByText("1 line not understood");
	screen.getByText("whatever", { selector: "code" });
	screen.getByText("No path and no URL of HubSpot's API stands in this line.");
	await user.click(screen.getByRole("button", { name: "Add 2 endpoints" }));
	await screen.findByText(/1 of 2 calls allowed/);
});

test("a list is saved by name, opened again, renamed, deleted and put back", async () => {
	fakeHost(answers());
	const { user } = draw(view());
	await user.click(await screen.findByRole("button", { name: "Read contacts and companies" }));
	await user.click(await screen.findByRole("button", { name: "Save as a set…" }));
	await user.type(screen.getByRole("textbox", { name: "Name of the set" }), "Dialer{Enter}");
	await screen.findByRole("heading", { name: "Dialer" });
	await user.click(screen.getByRole("button", { name: "Remove all" }));
	await user.click(await screen.findByRole("button", { name: "Dialer" }));
	await screen.findByRole("heading", { name: "Dialer" });
	await user.click(screen.getByRole("button", { name: "Sets…" }));
	const dialog = within(await screen.findByRole("dialog", { name: "Saved sets" }));
	await user.click(dialog.getByRole("button", { name: "Rename Dialer" }));
	await user.clear(dialog.getByRole("textbox", { name: "New name" }));
	await user.type(dialog.getByRole("textbox", { name: "New name" }), "Calls{Enter}");
	await user.click(await dialog.findByRole("button", { name: "Delete Calls" }));
	await user.click(await dialog.findByRole("button", { name: "Put it back" }));
	await dialog.findByRole("button", { name: "Open Calls" });
});

test("a name that is taken is replaced only on purpose", async () => {
	const host = fakeHost(both());
	const { user } = draw(view());
	for (const button of ["Save", "Replace that set"]) {
		await user.click(await screen.findByRole("button", { name: /^Save as/ }));
		await user.type(screen.getByRole("textbox", { name: "Name of the set" }), "dialer");
		await user.click(await screen.findByRole("button", { name: button }));
		await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
	}
	expect(host.callsOf("save_endpoint_set").map(({ draft }) => (draft as { id: string }).id)).toEqual([
		null,
		"s1",
	]);
});

test("all endpoints are removed at once and can be put back", async () => {
	fakeHost(both());
	const { user } = draw(view());
	await user.click(await screen.findByRole("button", { name: "Remove all" }));
	const back = await screen.findByRole("button", { name: "Put 2 endpoints back" });
	expect(document.activeElement).toBe(back);
	await user.click(back);
	await screen.findByText("2 endpoints");
});

test("a static token is told where its scopes are added at HubSpot", async () => {
	const host = fakeHost(both());
	const { user } = draw(view({ credential: "service_key", clientId: null }));
	await screen.findByText(/Development › Keys › Service keys/);
	expect(screen.queryByRole("button", { name: /Re-authorize/ })).toBeNull();
	await user.click(screen.getByRole("button", { name: "Copy scopes" }));
	expect(host.callsOf("copy_text")).toEqual([{ text: "crm.objects.contacts.write" }]);
});

test("the list can be compared with a new credential", async () => {
	const host = fakeHost(both());
	const { user } = draw(view());
	await user.click(await screen.findByRole("button", { name: /Compared with/ }));
	await user.click(await screen.findByRole("option", { name: "A new service key" }));
	await screen.findByText("For these calls it needs 2 scopes:");
	expect(host.callsOf("analyze_endpoints").at(-1)?.subject).toEqual({
		kind: "new",
		credential: "service_key",
	});
});

test("changes that come before the next drawing are all kept, and saved one after the other", async () => {
	const host = fakeHost(answers());
	const client = createQueryClient();
	const wrapper = ({ children }: { children: ReactNode }) => (
		<QueryClientProvider client={client}>{children}</QueryClientProvider>
	);
	const { result } = renderHook(() => useChosenEndpoints(), { wrapper });
	await waitFor(() => expect(result.current.query.isSuccess).toBe(true));
	const three = ["/a", "/b", "/c"].map((path) => ({ method: "GET", path }));
	act(() => result.current.add(three));
	act(() => {
		for (const endpoint of three.slice(0, 2)) result.current.remove([endpoint]);
	});
	const left = { endpoints: [{ method: "GET", path: "/c" }], set: null };
	await waitFor(() => expect(host.callsOf("choose_endpoints").at(-1)).toEqual({ chosen: left }));
	expect(host.callsOf("choose_endpoints").length).toBeLessThan(4);
});
