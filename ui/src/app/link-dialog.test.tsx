import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeAll, expect, test } from "vitest";
import type { ArrivedLink, InitialState } from "../host/bindings";
import { demoAnswers } from "../host/testing/demo-answers";
import { fakeHost } from "../host/testing/fake-host";
import { draw, seriousFindings } from "../host/testing/render";
import { initialState, named, oauthApp } from "../host/testing/samples";
import { App } from "./app";
import { loadViews } from "./views";

beforeAll(loadViews);

const request = {
	method: "DELETE",
	path: "/crm/objects/2026-03/contacts/1",
	query: [{ name: "a", value: "b", enabled: true }],
	body: null,
	portal: null as string | null,
};

function begin(links: ArrivedLink[], part: Partial<InitialState> = {}) {
	const waiting = [...links];
	const host = fakeHost({ ...demoAnswers(initialState(part)), take_link: () => waiting.shift() ?? null });
	return { host, waiting, ...draw(<App />) };
}

test("a request link asks first, opens in the Console of the open portal, and sends nothing", async () => {
	const { host, user } = begin([{ kind: "request", link: request }]);
	const dialog = await screen.findByRole("dialog", { name: "A link wants to open a request" });
	within(dialog).getByText(/It came from outside Portalscope. Nothing is sent/);
	within(dialog).getByText("a = b");
	within(dialog).getByText("PROD");
	expect(await seriousFindings()).toEqual([]);
	await user.keyboard("{Enter}");
	expect(screen.getByRole("dialog")).toBe(dialog);
	await user.click(within(dialog).getByRole("button", { name: "Open in the Console" }));
	expect(await screen.findByRole("textbox", { name: "Path" })).toHaveProperty("value", request.path);
	expect(host.callsOf("send_request")).toEqual([]);
	host.expectNoStrays();
});

test("a request link for a portal that is not connected opens in no other", async () => {
	const { user } = begin([{ kind: "request", link: { ...request, portal: "777" } }]);
	await screen.findByText(/It is for portal 777, which is not connected here/);
	const dialog = screen.getByRole("dialog");
	await user.click(within(dialog).getByRole("button", { name: "Connect a portal" }));
	await screen.findByRole("heading", { name: "Connect a portal" });
});

test("a link that names one of two portals opens there", async () => {
	const connections = [named("c1", "Acme", "111"), named("c2", "Northwind", "222")];
	const { user } = begin([{ kind: "request", link: { ...request, portal: "222" } }], { connections });
	await user.click(await screen.findByRole("button", { name: "Open in the Console" }));
	await screen.findByRole("heading", { name: "Northwind", level: 1 });
});

test("a connect link fills in the form and starts nothing", async () => {
	const link = {
		app: null,
		clientId: "abc-9",
		scopes: ["oauth", "forms"],
		optionalScopes: null,
		hublet: "eu1",
		portal: "333",
	};
	const { host, user } = begin([{ kind: "connect", link }]);
	await user.click(await screen.findByRole("button", { name: "Fill in the form" }));
	expect(await screen.findByRole("textbox", { name: "Client id" })).toHaveProperty("value", "abc-9");
	expect(screen.getByRole("textbox", { name: "Required scopes" })).toHaveProperty("value", "oauth forms");
	expect(screen.getByRole("textbox", { name: "Expected Hub ID (optional)" })).toHaveProperty("value", "333");
	expect(host.callsOf("begin_new_oauth_app_connection")).toEqual([]);
	host.expectNoStrays();
});

test("a link to an app of the list chooses it, without retyping", async () => {
	const link = { app: "a1", clientId: null, scopes: null, optionalScopes: null, hublet: null, portal: null };
	const { user } = begin([{ kind: "connect", link }], { oauthApps: [oauthApp()] });
	await user.click(await screen.findByRole("button", { name: "Fill in the form" }));
	await screen.findByRole("button", { name: /App.*Reporting|Reporting.*App/ });
	screen.getByText("5f1c2d3e-0000-4000-8000-00000000abcd");
	expect(screen.queryByRole("textbox", { name: "Client id" })).toBeNull();
});

test("a refused link says why, and the next one is shown after it", async () => {
	const error = {
		code: "link_refused",
		message: "The link holds a secret.",
		hint: "Nothing was done.",
	} as const;
	const { host, waiting, user } = begin([{ kind: "refused", error }]);
	await screen.findByText("The link holds a secret.");
	screen.getByText("link_refused");
	waiting.push({ kind: "request", link: request });
	await act(() => host.emit("link-arrived", null));
	expect(screen.queryByRole("dialog", { name: "A link wants to open a request" })).toBeNull();
	await user.click(screen.getByRole("button", { name: "Close" }));
	await waitFor(() => screen.getByRole("dialog", { name: "A link wants to open a request" }));
	await user.click(screen.getByRole("button", { name: "Do not open" }));
});

test("a link waits while another question is open, and is not put away by the palette", async () => {
	const { host, waiting, user } = begin([]);
	await user.click(await screen.findByRole("button", { name: "Unlock writing…" }));
	await screen.findByRole("dialog", { name: "Unlock writing in Acme Europe" });
	waiting.push({ kind: "request", link: request });
	await act(() => host.emit("link-arrived", null));
	expect(screen.getAllByRole("dialog")).toHaveLength(1);
	await user.keyboard("{Escape}");
	const link = await screen.findByRole("dialog", { name: "A link wants to open a request" });
	fireEvent.keyDown(document.body, { key: "k", ctrlKey: true });
	expect(screen.getAllByRole("dialog")).toEqual([link]);
	await user.click(within(link).getByRole("button", { name: "Open in the Console" }));
	await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("tab", { name: "Console" })));
	fireEvent.keyDown(document.body, { key: "ArrowLeft", altKey: true });
	expect(screen.getByRole("tab", { name: "Overview" }).getAttribute("aria-selected")).toBe("true");
});
