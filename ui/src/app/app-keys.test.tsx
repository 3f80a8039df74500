import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeAll, expect, test } from "vitest";
import type { InitialState } from "../host/bindings";
import { demoAnswers } from "../host/testing/demo-answers";
import { type Answers, fakeHost } from "../host/testing/fake-host";
import { draw, seriousFindings } from "../host/testing/render";
import { consentFlow, initialState } from "../host/testing/samples";
import { showToast } from "../ui/toast";
import { App } from "./app";
import { loadViews } from "./views";

beforeAll(loadViews);

function begin(part: Partial<InitialState> = {}, more: Answers = {}) {
	const host = fakeHost({ ...demoAnswers(initialState(part)), ...more });
	return { host, ...draw(<App />) };
}

test("Ctrl K finds endpoints and opens them in the Console", async () => {
	const { user } = begin();
	await screen.findByRole("heading", { name: "Acme Europe", level: 1 });
	fireEvent.keyDown(document.body, { key: "k", ctrlKey: true });
	const palette = await screen.findByRole("dialog", { name: "Command palette" });
	const box = within(palette).getByRole("searchbox");
	await user.type(box, "engagement");
	const endpoints = await screen.findByRole("group", { name: "Endpoints" });
	// The box names its first result a moment after the results are there.
	await waitFor(() => {
		const named = box.getAttribute("aria-activedescendant");
		expect(named === null || document.getElementById(named) !== null).toBe(true);
	});
	expect(await seriousFindings()).toEqual([]);
	await user.click(within(endpoints).getByRole("menuitem", { name: /Log an engagement/ }));
	expect(await screen.findByRole("textbox", { name: "Path" })).toHaveProperty(
		"value",
		"/engagements/v1/engagements",
	);
});

test("Ctrl 1 to 3 change tabs, F6 the pane, and ? shows the keys", async () => {
	const { user } = begin();
	await screen.findByRole("heading", { name: "Acme Europe", level: 1 });
	fireEvent.keyDown(document.body, { key: "2", ctrlKey: true });
	expect(screen.getByRole("tab", { name: "Scopes" }).getAttribute("aria-selected")).toBe("true");
	await user.keyboard("{F6}");
	expect(document.activeElement?.hasAttribute("data-pane")).toBe(true);
	fireEvent.keyDown(document.body, { key: "?" });
	await screen.findByRole("dialog", { name: "Keyboard shortcuts" });
	await user.keyboard("{Escape}");
	expect(screen.queryByRole("dialog")).toBeNull();
});

test("the focus goes to the heading or the tab when the pressed control goes away", async () => {
	const report = { secretsRemoved: 3, revoked: "not_asked", message: "" };
	const { host, user } = begin({}, { disconnect: () => report, begin_demo_connection: () => consentFlow() });
	await user.click(await screen.findByRole("button", { name: "Check what it can call" }));
	await waitFor(() => expect(document.activeElement?.textContent).toBe("Scopes"));
	fireEvent.keyDown(document.body, { key: "3", ctrlKey: true });
	await waitFor(() => expect(document.activeElement?.textContent).toBe("Console"));
	await screen.findByRole("textbox", { name: "Path" });
	await user.click(screen.getByRole("button", { name: "Portal actions" }));
	await user.click(await screen.findByRole("menuitem", { name: "Disconnect…" }));
	await user.click(await screen.findByRole("button", { name: "Disconnect" }));
	await waitFor(() => expect(screen.queryByRole("alertdialog", { name: /Disconnect / })).toBeNull());
	await act(() => host.emit("connection-removed", "c1"));
	await waitFor(() => expect(document.activeElement?.textContent).toBe("Connect your first portal"));
	await user.click(screen.getByRole("button", { name: "Start the demo portal" }));
	await waitFor(() =>
		expect(document.activeElement?.textContent).toBe("Waiting for your consent in the browser"),
	);
});

test("the palette takes the focus along to where it goes", async () => {
	const { user } = begin();
	const rail = await screen.findByRole("button", { name: "OAuth apps" });
	rail.focus();
	fireEvent.keyDown(document.body, { key: "k", ctrlKey: true });
	await user.type(await screen.findByRole("searchbox", { name: /Search portals/ }), "delete");
	await user.click(await screen.findByRole("menuitem", { name: /Settings/ }));
	await screen.findByRole("heading", { name: "Settings", level: 1 });
	await waitFor(() => expect(document.activeElement?.textContent).toBe("Settings"));
	expect(document.activeElement?.tagName).toBe("H1");
});

test("F6 goes from the rail to the header with its tabs, to the view and back, on the Overview too", async () => {
	const { user } = begin();
	await screen.findByRole("heading", { name: "Acme Europe", level: 1 });
	await user.keyboard("{F6}");
	expect(document.activeElement?.getAttribute("aria-label")).toBe("Portals");
	await user.keyboard("{F6}");
	expect(document.activeElement?.getAttribute("aria-label")).toBe("Portal and its views");
	await user.tab();
	expect(document.activeElement?.textContent).toBe("Unlock writing…");
	await user.tab();
	await user.tab();
	expect(document.activeElement?.textContent).toBe("Overview");
	await user.keyboard("{F6}");
	expect(document.activeElement?.textContent).toContain("What this connection can do");
	await user.keyboard("{F6}");
	expect(document.activeElement?.getAttribute("aria-label")).toBe("Portals");
});

test("the palette acts on the open portal and on the window, and Esc closes it at once", async () => {
	const { host, user } = begin();
	await screen.findByRole("heading", { name: "Acme Europe", level: 1 });
	const open = async () => {
		fireEvent.keyDown(document.body, { key: "k", ctrlKey: true });
		return screen.findByRole("searchbox", { name: /Search portals, endpoints/ });
	};
	await user.type(await open(), "dark");
	await user.click(await screen.findByRole("menuitem", { name: /Dark theme/ }));
	expect(host.callsOf("update_settings")).toMatchObject([{ settings: { theme: "dark" } }]);
	await user.type(await open(), "refresh");
	await user.click(await screen.findByRole("menuitem", { name: /Refresh now/ }));
	expect(host.callsOf("refresh_connection")).toEqual([{ id: "c1" }]);
	await user.type(await open(), "xyz{Escape}");
	expect(screen.queryByRole("dialog")).toBeNull();
	await user.type(await open(), "disconnect");
	await user.click(await screen.findByRole("menuitem", { name: /Disconnect…/ }));
	await screen.findByRole("alertdialog", { name: "Disconnect Acme Europe (26041877)" });
});

test("F6 reaches the messages after the panes, and out of a dialog at once", async () => {
	const { user } = begin();
	await screen.findByRole("heading", { name: "Acme Europe", level: 1 });
	act(() => showToast("info", "The command was taken."));
	const messages = await screen.findByRole("region", { name: "1 notification." });
	await user.keyboard("{F6}{F6}{F6}{F6}");
	expect(document.activeElement).toBe(messages);
	await user.keyboard("{F6}");
	expect(document.activeElement?.getAttribute("aria-label")).toBe("Portals");
	await user.keyboard("?");
	await screen.findByRole("dialog", { name: "Keyboard shortcuts" });
	await user.keyboard("{F6}");
	expect(document.activeElement).toBe(messages);
	expect(await seriousFindings()).toEqual([]);
});

test("the first stop of Tab goes past the list of portals to where the view begins", async () => {
	const { user } = begin({ connections: [], activeConnection: null });
	const heading = await screen.findByRole("heading", { name: "Connect your first portal", level: 1 });
	(document.activeElement as HTMLElement).blur();
	await user.tab();
	expect(document.activeElement?.textContent).toBe("Skip to the view");
	await user.keyboard("{Enter}");
	expect(document.activeElement).toBe(heading);
});
