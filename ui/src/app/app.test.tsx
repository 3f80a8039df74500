import { act, cleanup, screen, waitFor, within } from "@testing-library/react";
import { beforeAll, expect, test } from "vitest";
import type { InitialState } from "../host/bindings";
import { demoAnswers } from "../host/testing/demo-answers";
import { type Answers, fail, fakeHost, never } from "../host/testing/fake-host";
import { draw, seriousFindings } from "../host/testing/render";
import { connection, consentFlow, initialState, inSeconds, named } from "../host/testing/samples";
import { hourAndMinute } from "../lib/format";
import { App } from "./app";
import { loadViews } from "./views";

beforeAll(loadViews);

function begin(part: Partial<InitialState> = {}, more: Answers = {}) {
	const host = fakeHost({ ...demoAnswers(initialState(part)), ...more });
	return { host, ...draw(<App />) };
}

test("loading: the window has its shape while the state is read", async () => {
	begin({}, { initial_state: never });
	screen.getByText("Reading the connections");
	expect(await seriousFindings()).toEqual([]);
});

test("error: a window that cannot start says why and can try again", async () => {
	const { host, user } = begin(
		{},
		{ initial_state: () => fail("storage_failed", "The database could not be opened.") },
	);
	await screen.findByText("The database could not be opened.");
	screen.getByText("storage_failed");
	host.answer({ initial_state: () => initialState() });
	await user.click(screen.getByRole("button", { name: "Try again" }));
	await screen.findByRole("heading", { name: "Acme Europe", level: 1 });
});

test("empty: the first run begins with the ways in", async () => {
	const { host } = begin({ connections: [] });
	await screen.findByRole("heading", { name: "Connect your first portal" });
	expect(await seriousFindings()).toEqual([]);
	host.expectNoStrays();
});

test("data: the identity is on the screen on every tab", async () => {
	const { host, user } = begin();
	for (const tab of ["Scopes", "Console", "Overview"]) {
		await user.click(await screen.findByRole("tab", { name: tab }));
		screen.getByRole("heading", { name: "Acme Europe", level: 1 });
		screen.getByText("PRODUCTION · read-only");
		screen.getByText(/Standard account · EU \(eu1\) data centre/, { selector: "header p" });
	}
	expect(host.callsOf("set_active_connection")).toEqual([{ id: "c1" }]);
	expect(await seriousFindings()).toEqual([]);
	host.expectNoStrays();
});

test("the portal list is as wide as it was made, by keyboard too, also at the next start", async () => {
	const { user } = begin();
	const edge = await screen.findByRole("separator", { name: "Width of the portal list" });
	edge.focus();
	await user.keyboard("{ArrowRight}{ArrowRight}");
	expect(localStorage.getItem("portalscope.rail.width")).toBe("264");
	cleanup();
	begin();
	const again = await screen.findByRole("separator", { name: "Width of the portal list" });
	expect(again.getAttribute("aria-valuenow")).toBe("264");
});

test("a demo server is marked beside the kind of account it plays", async () => {
	begin({ connections: [connection({ demoServer: "127.0.0.1:4010" })] });
	await screen.findByText("DEMO SERVER");
	screen.getByText("PRODUCTION · read-only");
	expect(screen.getByText(/answered by 127.0.0.1:4010, not by HubSpot/)).toBeDefined();
});

test("the portal that was open last is opened first", async () => {
	begin({ connections: [connection(), named("c2", "Northwind", "9915002")], activeConnection: "c2" });
	await screen.findByRole("heading", { name: "Northwind", level: 1 });
});

test("an event of the host is drawn at once: countdown, state and removal", async () => {
	const { host } = begin();
	await screen.findByRole("heading", { name: "Acme Europe", level: 1 });
	const token = connection().token;
	const changed = connection({
		token: token && { ...token, expiresAt: inSeconds(100) },
		writeLock: "unlocked",
	});
	await act(() => host.emit("connection-changed", changed));
	await screen.findByText("PRODUCTION · writing unlocked");
	expect(screen.getByRole("timer", { name: "Token time left" }).textContent).toMatch(
		/^01:\d\d left, expires soon$/,
	);
	await act(() => host.emit("connection-removed", "c1"));
	await screen.findByRole("heading", { name: "Connect your first portal" });
});

test("writing is unlocked by typing the Hub ID; a wrong one is said at the field", async () => {
	const unlocked = connection({ writeLock: "unlocked" });
	const { host, user } = begin({}, { unlock_writing: () => unlocked });
	await user.click(await screen.findByRole("button", { name: "Unlock writing…" }));
	const dialog = await screen.findByRole("dialog", { name: "Unlock writing in Acme Europe" });
	await user.type(within(dialog).getByRole("textbox"), "123");
	await user.click(within(dialog).getByRole("button", { name: "Unlock writing" }));
	await within(dialog).findByText(/^This is not the Hub ID of Acme Europe/);
	expect(host.callsOf("unlock_writing")).toEqual([]);
	await user.clear(within(dialog).getByRole("textbox"));
	await user.type(within(dialog).getByRole("textbox"), "26 041 877");
	await user.click(within(dialog).getByRole("button", { name: "Unlock writing" }));
	await waitFor(() => expect(dialog.isConnected).toBe(false));
	await act(() => host.emit("connection-changed", unlocked));
	await screen.findByText("PRODUCTION · writing unlocked");
	expect(host.callsOf("unlock_writing")[0]).toEqual({ id: "c1", typedPortalId: "26 041 877" });
});

test("the header says when writing locks itself, and afterwards why it is locked", async () => {
	const { host } = begin();
	const header = await screen.findByRole("banner");
	const note = within(header).getByRole("status");
	expect(note.textContent).toBe("");
	const until = inSeconds(1800);
	const open = connection({ writeLock: "unlocked", unlockedUntil: until });
	await act(() => host.emit("connection-changed", open));
	await within(header).findByText(`Writing locks itself at ${hourAndMinute(until)} unless you write.`);
	const over = connection({ writeLock: "locked", lockedItselfAt: until });
	await act(() => host.emit("connection-changed", over));
	await within(header).findByText(
		`Writing locked itself at ${hourAndMinute(until)}: nothing was written for 30 minutes.`,
	);
	expect(note.isConnected).toBe(true);
	await within(header).findByRole("button", { name: "Unlock writing…" });
});

test("disconnecting names the portal, offers to revoke, and tells what was removed", async () => {
	const report = { secretsRemoved: 3, revoked: "revoked", message: "The refresh token was revoked." };
	const { host, user } = begin({}, { disconnect: () => report });
	await user.click(await screen.findByRole("button", { name: "Portal actions" }));
	await user.click(await screen.findByRole("menuitem", { name: "Disconnect…" }));
	const dialog = await screen.findByRole("alertdialog", { name: "Disconnect Acme Europe (26041877)" });
	expect(await seriousFindings()).toEqual([]);
	await user.click(within(dialog).getByRole("checkbox", { name: /Also revoke at the server/ }));
	await user.click(within(dialog).getByRole("button", { name: "Disconnect" }));
	await screen.findByText("Disconnected from Acme Europe (26041877).");
	screen.getByText("3 secrets removed. The refresh token was revoked.");
	await act(() => host.emit("connection-removed", "c1"));
	await screen.findByRole("heading", { name: "Connect your first portal" });
	expect(host.callsOf("disconnect")).toEqual([{ id: "c1", revoke: true, itsHistory: "keep" }]);
});

test("re-authorizing shows exactly what is asked first", async () => {
	const { host, user } = begin({}, { begin_reauthorization: () => consentFlow() });
	await user.click(await screen.findByRole("tab", { name: "Scopes" }));
	await user.click(await screen.findByRole("option", { name: /Create a contact/ }));
	await user.click(await screen.findByRole("button", { name: "Re-authorize with this scope…" }));
	const dialog = await screen.findByRole("dialog", { name: "Ask Acme Europe (26041877) for more scopes" });
	await within(dialog).findByText(/&scope=crm\.objects\.contacts\.write%20oauth/);
	within(dialog).getByText("Nothing is known that would make the page refuse.");
	await user.click(
		within(dialog).getByRole("button", { name: /How to ask for crm\.objects\.contacts\.write/ }),
	);
	await user.click(await screen.findByRole("option", { name: "Optional" }));
	await within(dialog).findByText(/&optional_scope=crm\.objects\.contacts\.write/);
	await user.click(within(dialog).getByRole("button", { name: "Continue in the browser" }));
	await screen.findByRole("heading", { name: "Waiting for your consent in the browser" });
	expect(host.callsOf("begin_reauthorization")).toEqual([
		{ id: "c1", wanted: [{ scope: "crm.objects.contacts.write", role: "optional" }] },
	]);
});

test("a granted consent opens the new portal and says so", async () => {
	const made = named("new", "Demo portal", "48000001", { environment: "demo", writeLock: "not_needed" });
	begin({ connections: [], consentFlow: consentFlow({ target: "demo" }) }, { await_consent: () => made });
	await screen.findByText("Connected to Demo portal (48000001).");
	screen.getByRole("heading", { name: "Demo portal", level: 1 });
});

test("a portal that was re-authorized is back in its view, and what it gained is said", async () => {
	let grant: (made: unknown) => void = () => undefined;
	const granted = new Promise((done) => {
		grant = done;
	});
	const { user } = begin({}, { begin_reauthorization: () => consentFlow(), await_consent: () => granted });
	const before = initialState().connections[0];
	await user.click(await screen.findByRole("tab", { name: "Scopes" }));
	await user.click(await screen.findByRole("option", { name: /Create a contact/ }));
	await user.click(await screen.findByRole("button", { name: "Re-authorize with this scope…" }));
	await user.click(await screen.findByRole("button", { name: "Continue in the browser" }));
	await screen.findByRole("heading", { name: "Waiting for your consent in the browser" });
	grant({ ...before, grantedScopes: [...(before?.grantedScopes ?? []), "forms"] });
	await screen.findByText("Connected Acme Europe (26041877) again. New: forms.");
	expect(screen.getByRole("tab", { name: "Scopes" }).getAttribute("aria-selected")).toBe("true");
});

test.each([
	["unavailable", "Secret Service is not available."],
	["locked", "Secret Service is locked."],
	["timed_out", "Secret Service does not answer."],
] as const)("a keyring that is %s is named, with two ways forward", async (keyring, title) => {
	const storage = { ...initialState().storage, keyring, message: "Why.", hint: "What to do." };
	const session = { ...storage, mode: "session" };
	const { host, user } = begin({ storage }, { use_session_storage: () => session });
	await screen.findByText(title);
	screen.getByRole("button", { name: "Try again" });
	await user.click(screen.getByRole("button", { name: "Use this session only" }));
	await act(() => host.emit("storage-changed", session));
	await screen.findByText("Secrets are kept for this session only.");
});

test("settings: theme and text size take effect, ports keep their order", async () => {
	const { host, user } = begin();
	await user.click(await screen.findByRole("button", { name: "Settings" }));
	await user.click(screen.getByRole("button", { name: /Theme/ }));
	await user.click(await screen.findByRole("option", { name: "Dark" }));
	await waitFor(() => expect(document.documentElement.dataset.theme).toBe("dark"));
	await user.click(screen.getByRole("button", { name: /Text size/ }));
	await user.click(await screen.findByRole("option", { name: "150 %" }));
	await waitFor(() => expect(document.documentElement.style.fontSize).toBe("150%"));
	await user.click(screen.getByRole("button", { name: "Move 17422 up" }));
	await waitFor(() =>
		expect(host.callsOf("update_settings").at(-1)).toMatchObject({
			settings: { callbackPorts: [17422, 17421, 17423] },
		}),
	);
	await user.type(screen.getByRole("textbox", { name: "Another port" }), "80{Enter}");
	await screen.findByText("Enter a number from 1024 to 65535.");
	expect(await seriousFindings()).toEqual([]);
});
