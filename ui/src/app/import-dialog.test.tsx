import { act, screen, within } from "@testing-library/react";
import { beforeAll, expect, test } from "vitest";
import type { Import, ImportedRequest } from "../host/bindings";
import { openDialog } from "../navigation/navigation";
import { begin, page, two } from "./app-navigation.test-help";
import { loadViews } from "./views";

beforeAll(loadViews);

const request = (name: string, path: string): ImportedRequest => ({
	name,
	title: null,
	draft: { method: "GET", path, pathValues: {}, query: [], headers: [], body: null },
	sent: `GET https://api.hubapi.com${path}`,
	hadCredential: true,
	skipped: [],
	warnings: [],
	findings: [],
});

const collection: Import = {
	form: "a Postman collection",
	requests: [
		request("Owners", "/crm/owners/2026-03"),
		request("Lists", "/crm/lists/2026-03"),
		request("Deals", "/crm/objects/2026-03/deals"),
	],
	problems: [{ name: "Broken", message: "It has no address.", line: 12 }],
	page: null,
};

const open = (read: Import) => act(() => openDialog({ kind: "import", import: read }));

test("the chosen requests of a collection open in the portal that is chosen", async () => {
	const { user } = begin({ connections: two() });
	await page("Acme Europe");
	open(collection);
	const dialog = within(await screen.findByRole("dialog", { name: "Open 3 requests" }));
	dialog.getByText(/It has no address\. \(line 12\)/);
	await user.click(dialog.getByRole("checkbox", { name: /Lists/ }));
	await user.click(dialog.getByRole("button", { name: /Portal/ }));
	await user.click(await screen.findByRole("option", { name: "Northwind (9915002)" }));
	await user.click(screen.getByRole("button", { name: "Open 2 requests" }));
	await page("Northwind");
	const tabs = within(await screen.findByRole("tablist", { name: "Open requests" })).getAllByRole("tab");
	expect(tabs.map((tab) => tab.textContent)).toEqual(["GET …/2026-03/contacts", "GET Owners", "GET Deals"]);
});

test("a link to a page of a portal that is not connected says so", async () => {
	begin({ connections: two() });
	await page("Acme Europe");
	const read = { ...collection, problems: [], page: { hubId: "4712", connections: [] } };
	open({ ...read, requests: collection.requests.slice(0, 1) });
	await screen.findByText("The link is to a page of portal 4712.");
});

test("a link opens in the portal that it names", async () => {
	begin({ connections: two() });
	await page("Acme Europe");
	open({ ...collection, page: { hubId: "9915002", connections: ["c2"] } });
	await screen.findByText(/It opens in/);
	screen.getByRole("button", { name: /Northwind .9915002. Portal|Portal.*Northwind/ });
	expect(screen.queryByText(/The link is to a page of portal/)).toBeNull();
});
