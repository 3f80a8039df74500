import { screen, within } from "@testing-library/react";
import { beforeAll, expect, test } from "vitest";
import { tellingWord } from "../features/portals/status";
import { never } from "../host/testing/fake-host";
import { seriousFindings } from "../host/testing/render";
import { connection, named } from "../host/testing/samples";
import { begin, page, toTab } from "./app-navigation.test-help";
import { loadViews } from "./views";

beforeAll(loadViews);

const revoked = {
	kind: "needs_attention",
	error: { code: "connection_revoked", message: "The app was removed.", hint: "", cause: null },
} as const;
const openActions = async (user: ReturnType<typeof begin>["user"]) =>
	user.click(screen.getByRole("button", { name: "Portal actions" }));

test("a revoked connection says so in the header and the rail, and no countdown is left", async () => {
	begin({ connections: [connection({ state: revoked })] });
	await page("Acme Europe");
	expect(screen.queryByRole("timer")).toBeNull();
	screen.getByText("needs you", { selector: "b" });
	expect(screen.getByRole("listbox", { name: "Portals" }).textContent).not.toMatch(/left|renews/);
});

test("the menu of a portal copies its Hub ID, opens it in HubSpot and refreshes its token", async () => {
	const { host, user } = begin(
		{},
		{ copy_text: () => null, open_portal: () => true, refresh_connection: () => connection() },
	);
	await page("Acme Europe");
	for (const name of ["Copy Hub ID", "Open in HubSpot", "Refresh the token"]) {
		await openActions(user);
		await user.click(await screen.findByRole("menuitem", { name }));
	}
	expect(host.callsOf("copy_text")).toEqual([{ text: "26041877" }]);
	expect(host.callsOf("open_portal")).toEqual([{ id: "c1" }]);
	expect(host.callsOf("refresh_connection")).toEqual([{ id: "c1" }]);
	await screen.findByText("The token of Acme Europe is new.");
});

test("what cannot be done with a portal is not in its menu", async () => {
	const { user } = begin({ connections: [connection({ state: revoked, environment: "demo" })] });
	await page("Acme Europe");
	await openActions(user);
	await screen.findByRole("menuitem", { name: "Re-authorize…" });
	expect(screen.queryByRole("menuitem", { name: "Open in HubSpot" })).toBeNull();
	expect(screen.queryByRole("menuitem", { name: "Refresh the token" })).toBeNull();
});

test("a portal has a name and a color of one's own; its own name stays in sight", async () => {
	const { host, user } = begin({}, { set_connection_label: () => connection() });
	await page("Acme Europe");
	await openActions(user);
	await user.click(await screen.findByRole("menuitem", { name: "Name and colour…" }));
	const dialog = await screen.findByRole("dialog", { name: "Name and colour of Acme Europe (26041877)" });
	const name = within(dialog).getByRole("textbox", { name: "Name of your own (optional)" });
	await user.type(name, "Ours");
	await user.click(within(dialog).getByRole("button", { name: /Colour/ }));
	await user.click(await screen.findByRole("option", { name: "Cyan" }));
	expect(await seriousFindings()).toEqual([]);
	await user.click(within(dialog).getByRole("button", { name: "Save" }));
	expect(host.callsOf("set_connection_label")).toEqual([
		{ id: "c1", label: { name: "Ours", color: "cyan" } },
	]);
});

test("the name of one's own heads the portal, whose own name is told beside it", async () => {
	begin({ connections: [connection({ label: { name: "Ours", color: "pink" } })] });
	await page("Ours");
	expect(screen.getByText(/^Hub ID/, { selector: "p" }).textContent).toContain(" · Acme Europe · ");
	within(screen.getByRole("listbox", { name: "Portals" })).getByRole("option", { name: /^Ours PROD/ });
});

test("only an unlocked portal is marked in the rail, and a call that runs is told there while another portal is open", async () => {
	const connections = [named("c1", "Acme", "1", { writeLock: "unlocked" }), named("c2", "Northwind", "2")];
	const { user } = begin({ connections }, { send_request: never });
	await page("Acme");
	const rail = within(screen.getByRole("listbox", { name: "Portals" }));
	rail.getByRole("option", { name: "Acme PROD writing unlocked connected" });
	rail.getByRole("option", { name: "Northwind PROD connected" });
	toTab(3);
	await user.click(await screen.findByRole("button", { name: "Send to Acme" }));
	await user.click(rail.getByRole("option", { name: /Northwind/ }));
	await page("Northwind");
	rail.getByRole("option", { name: "Acme PROD writing unlocked connected, sending" });
});

test("two rows of one portal are told apart in words, by the first thing in which they differ", async () => {
	const twice = [connection(), connection({ id: "c2", credential: "service_key", token: null })];
	begin({ connections: twice });
	await page("Acme Europe");
	const rail = () => screen.getByRole("listbox", { name: "Portals" }).textContent;
	expect(rail()).toContain("EU · an app · ");
	expect(rail()).toContain("EU · token · does not expire");
});

test("two connections by one app to one portal on two servers are told apart by the server", () => {
	const at = (id: string, demoServer: string | null) => connection({ id, demoServer });
	const both = [at("c1", null), at("c2", "127.0.0.1:4711")];
	const words = both.map((one) => tellingWord(one, both, []));
	expect(words).toEqual(["HubSpot", "127.0.0.1:4711"]);
});
