import { act, cleanup, screen } from "@testing-library/react";
import { beforeAll, expect, test } from "vitest";
import { consentFlow } from "../host/testing/samples";
import { back, begin, openTab, page, press, toTab, two } from "./app-navigation.test-help";
import { loadViews } from "./views";

beforeAll(loadViews);

test("the matrix is back after a portal of it was opened", async () => {
	const endpoints = [{ method: "GET", path: "/crm/objects/2026-03/contacts" }];
	const { user } = begin({ connections: two() }, { chosen_endpoints: () => ({ endpoints, set: null }) });
	await page("Acme Europe");
	toTab(2);
	await user.click(await screen.findByRole("radio", { name: "All portals" }));
	await user.click(await screen.findByRole("button", { name: /^Open Acme Europe$|^Open Northwind$/ }));
	await screen.findByRole("table");
	back();
	await screen.findByRole("grid");
	back();
	await screen.findByRole("table");
});

test("the chosen part of a response is shown again after a look at another view", async () => {
	const { user } = begin();
	await page("Acme Europe");
	toTab(3);
	await user.click(await screen.findByRole("button", { name: "Send to Acme Europe" }));
	await user.click(await screen.findByRole("tab", { name: "Raw" }));
	toTab(1);
	back();
	expect((await screen.findByRole("tab", { name: "Raw" })).getAttribute("aria-selected")).toBe("true");
});

test("nothing leads back to a portal that is gone", async () => {
	const { host, user } = begin({ connections: two(), activeConnection: "c2" });
	await page("Northwind");
	await user.click(screen.getByRole("option", { name: /Acme Europe/ }));
	await page("Acme Europe");
	await act(() => host.emit("connection-removed", "c2"));
	back();
	await page("Acme Europe");
	await act(() => host.emit("connection-removed", "c1"));
	await page("Connect your first portal");
	back();
	await page("Connect your first portal");
});

test("the next start opens the last place, with each portal's tab and no dialog, and sends nothing", async () => {
	const connections = two();
	const first = begin({ connections });
	await page("Acme Europe");
	toTab(3);
	await first.user.click(screen.getByRole("option", { name: /Northwind/ }));
	await page("Northwind");
	toTab(2);
	press("k", { ctrlKey: true });
	await screen.findByRole("dialog", { name: "Command palette" });
	cleanup();
	const { host, user } = begin({ connections, activeConnection: "c2" });
	await page("Northwind");
	expect(openTab()).toBe("Scopes");
	expect(screen.queryByRole("dialog")).toBeNull();
	await user.click(screen.getByRole("option", { name: /Acme Europe/ }));
	await page("Acme Europe");
	expect(openTab()).toBe("Console");
	expect(host.callsOf("send_request")).toEqual([]);
	await user.click(screen.getByRole("button", { name: "OAuth apps" }));
	await page("OAuth apps");
	cleanup();
	begin({ connections });
	await page("OAuth apps");
});

test("a flow that waits for consent is shown at the start, wherever one was, and a broken record of it harms nothing", async () => {
	localStorage.setItem("portalscope.place", JSON.stringify({ kind: "settings", views: {} }));
	begin({ consentFlow: consentFlow() });
	await page("Waiting for your consent in the browser");
	cleanup();
	localStorage.setItem("portalscope.place", '{"kind":"portal","views":{"c1":{"tab":"secrets"}}}');
	begin();
	await page("Acme Europe");
	expect(openTab()).toBe("Overview");
});
