import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { cleanDraft, openEndpoint, openRequest, pathNames } from "../../domain/request-draft";
import type { RequestProblem } from "../../host/bindings";
import { preview } from "../../host/testing/samples";
import { navigation } from "../../navigation/navigation";
import { begin, enabledSend, sendButton } from "./console.test-help";

const problem = (part: Partial<RequestProblem>): RequestProblem => ({
	at: "path",
	name: null,
	message: "",
	offset: null,
	line: null,
	column: null,
	...part,
});

test("Send says why it waits, and offers to unlock a read-only portal", async () => {
	const locked = problem({ at: "lock", message: "Production is read-only." });
	const { shown, user } = begin({ preview_request: () => preview({ problems: [locked] }) });
	await user.click(await screen.findByRole("button", { name: "Unlock writing…" }));
	expect(navigation().dialog).toEqual({ kind: "unlock", connection: shown.id });
	expect(await sendButton()).toHaveProperty("disabled", true);
});

test("a body that is no JSON is told with line and column", async () => {
	const broken = problem({
		at: "body",
		message: "A comma is missing (line 2, column 3).",
		offset: 4,
		line: 2,
		column: 3,
	});
	const { shown } = begin({ preview_request: () => preview({ problems: [broken] }) });
	act(() => openEndpoint(shown.id, { method: "POST", path: "/crm/objects/2026-03/contacts" }));
	await screen.findByText("A comma is missing (line 2, column 3).");
	screen.getByText("To send, correct the body: A comma is missing (line 2, column 3).");
});

test("a body that the method does not carry stays, and says that it is not sent", async () => {
	const { shown, user } = begin();
	const path = "/crm/objects/2026-03/contacts";
	act(() => openRequest(shown.id, { method: "POST", path, query: [], body: '{"a": 1}' }));
	await screen.findByText("Valid JSON");
	await user.click(screen.getByRole("button", { name: /Method/ }));
	await user.click(await screen.findByRole("option", { name: "GET" }));
	await screen.findByText("Not sent with GET");
	expect(screen.queryByText("Valid JSON")).toBeNull();
});

test("a body that nobody wrote in goes with the method that carries one", async () => {
	const { shown, user } = begin();
	act(() => openEndpoint(shown.id, { method: "POST", path: "/crm/objects/2026-03/contacts" }));
	await screen.findByText("Valid JSON");
	await user.click(screen.getByRole("button", { name: /Method/ }));
	await user.click(await screen.findByRole("option", { name: "DELETE" }));
	await waitFor(() => expect(screen.queryByRole("region", { name: "Body" })).toBeNull());
});

test("path values have fields, and what is wrong with one stands at it", async () => {
	const wrong = problem({ at: "path_value", name: "contactId", message: "Enter a contactId." });
	const { shown, host, user } = begin({ preview_request: () => preview({ problems: [wrong] }) });
	act(() => openEndpoint(shown.id, { method: "GET", path: "/crm/objects/2026-03/contacts/{contactId}" }));
	await user.type(await screen.findByRole("textbox", { name: "contactId" }), "512");
	await screen.findByText("Enter a contactId.");
	await waitFor(() =>
		expect(host.callsOf("preview_request").at(-1)?.draft).toMatchObject({ pathValues: { contactId: "512" } }),
	);
});

test("a header that cannot be sent is marked in its row", async () => {
	const wrong = problem({ at: "header", name: "Host", message: "Portalscope sets Host itself." });
	const { user } = begin({ preview_request: () => preview({ problems: [wrong] }) });
	for (const name of ["Host", "X-Note"]) {
		await user.click(await screen.findByRole("button", { name: "Header" }));
		await user.type(screen.getAllByRole("textbox", { name: /^Name of header/ }).at(-1) as HTMLElement, name);
	}
	await screen.findByText("Portalscope sets Host itself.");
	const marked = ["Host", "X-Note"].map((name) =>
		screen.getByRole("textbox", { name: `Value of header ${name}` }).getAttribute("aria-invalid"),
	);
	expect(marked).toEqual(["true", "false"]);
});

test("known parameters are one press away, and rows can be left out", async () => {
	const { host, user } = begin();
	await user.click(await screen.findByRole("button", { name: "Add parameter limit" }));
	// The focus is in the value already.
	await user.keyboard("10");
	await user.click(await screen.findByRole("button", { name: "Add parameter after" }));
	await user.keyboard("20");
	await user.click(screen.getByRole("checkbox", { name: "Send query parameter limit" }));
	await waitFor(() =>
		expect(host.callsOf("preview_request").at(-1)?.draft).toMatchObject({
			query: [
				{ name: "limit", value: "10", enabled: false },
				{ name: "after", value: "20", enabled: true },
			],
		}),
	);
});

test("the draft and the answer are still there after another view was drawn", async () => {
	const { element, redraw, user } = begin();
	const path = await screen.findByRole("textbox", { name: "Path" });
	await user.type(path, "/x");
	await user.click(await enabledSend());
	await screen.findByText("200 OK");
	redraw(<p>Another view</p>);
	redraw(element);
	expect(screen.getByRole("textbox", { name: "Path" })).toHaveProperty(
		"value",
		"/crm/objects/2026-03/contacts/x",
	);
	screen.getByText("200 OK");
});

test("an endpoint that takes a body begins with one, and no call begins with parameters of the app's own", async () => {
	const { shown } = begin();
	expect(screen.queryByRole("textbox", { name: /query parameter/ })).toBeNull();
	act(() => openEndpoint(shown.id, { method: "POST", path: "/crm/objects/2026-03/contacts" }));
	await screen.findByText("Valid JSON");
});

test("a path value that was not visited yet is not marked as wrong", async () => {
	const wrong = problem({ at: "path_value", name: "contactId", message: "Enter a contactId." });
	const { shown, user } = begin({ preview_request: () => preview({ problems: [wrong] }) });
	act(() => openEndpoint(shown.id, { method: "GET", path: "/crm/objects/2026-03/contacts/{contactId}" }));
	await screen.findByText("To send, fill in contactId.");
	expect(screen.queryByText("Enter a contactId.")).toBeNull();
	await user.click(screen.getByRole("textbox", { name: "contactId" }));
	await user.tab();
	await screen.findByText("Enter a contactId.");
});

test("only values of names in the path are sent, and blank rows are not", () => {
	expect(pathNames("/a/{one}/{two}/{one}")).toEqual(["one", "two"]);
	const cleaned = cleanDraft({
		method: "GET",
		path: " /a/{one} ",
		pathValues: { one: "1", old: "2" },
		query: [{ name: "", value: "", enabled: true }],
		headers: [],
		body: " ",
	});
	expect(cleaned).toMatchObject({ path: "/a/{one}", pathValues: { one: "1" }, query: [], body: null });
});

test("a query typed with the path goes to its rows once the path is left", async () => {
	const { host, user } = begin();
	const path = await screen.findByRole("textbox", { name: "Path" });
	await user.clear(path);
	await user.type(path, "/crm/v3/owners?limit=3&archived=true");
	expect(path).toHaveProperty("value", "/crm/v3/owners?limit=3&archived=true");
	await user.tab();
	expect(path).toHaveProperty("value", "/crm/v3/owners");
	await waitFor(() =>
		expect(host.callsOf("preview_request").at(-1)?.draft).toMatchObject({
			path: "/crm/v3/owners",
			query: [
				{ name: "limit", value: "3", enabled: true },
				{ name: "archived", value: "true", enabled: true },
			],
		}),
	);
});

test("Enter in the search for an endpoint takes the first that was found", async () => {
	const { user } = begin();
	await user.click(await screen.findByRole("button", { name: "Choose an endpoint" }));
	await user.type(await screen.findByRole("searchbox", { name: "Search endpoints" }), "engagement");
	await screen.findByRole("option", { name: /Log an engagement/ });
	await waitFor(async () => {
		await user.keyboard("{Enter}");
		expect(screen.queryByRole("dialog")).toBeNull();
	});
	expect(screen.getByRole("textbox", { name: "Path" })).toHaveProperty(
		"value",
		"/engagements/v1/engagements",
	);
});

test("an endpoint's menu copies its path without choosing it", async () => {
	const { host, user } = begin();
	await user.click(await screen.findByRole("button", { name: "Choose an endpoint" }));
	const option = (await screen.findAllByRole("option"))[0] as HTMLElement;
	fireEvent.contextMenu(option, { clientX: 9, clientY: 9 });
	await user.click(await screen.findByRole("menuitem", { name: "Copy method and path" }));
	await waitFor(() => expect(host.callsOf("copy_text")[0]?.text).toMatch(/^[A-Z]+ \//));
	screen.getByRole("dialog", { name: "Choose an endpoint" });
});
