import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { clearDrafts, splitWords } from "../../domain/connect-draft";
import type { InitialState } from "../../host/bindings";
import { useAppState } from "../../host/state";
import { demoAnswers } from "../../host/testing/demo-answers";
import { fail, fakeHost, never } from "../../host/testing/fake-host";
import { draw, seriousFindings } from "../../host/testing/render";
import { connection, consentFlow, initialState, oauthApp } from "../../host/testing/samples";
import { currentPlace } from "../../navigation/navigation";
import { ConnectView } from "./connect-view";
import { useConsentWatch } from "./use-consent";

const heldToken = {
	id: "h1",
	format: "static_token",
	length: 44,
	description: "A service key or private-app token of data centre eu1.",
	removed: "",
	warning: "",
	guidance: "",
};
const checkedToken = {
	identity: connection().identity,
	environment: "production",
	scopeCount: 12,
	renews: null,
	mayReplace: [],
};

function Start() {
	const state = useAppState();
	useConsentWatch();
	return state.data ? <ConnectView state={state.data} /> : null;
}

function begin(part: Partial<InitialState> = {}, more = {}) {
	clearDrafts();
	const state = initialState({ connections: [], ...part });
	const host = fakeHost({ ...demoAnswers(state), ...more });
	return { host, ...draw(<Start />) };
}

async function fillOauth(user: ReturnType<typeof begin>["user"]) {
	await user.click(await screen.findByRole("button", { name: "Use an OAuth app" }));
	await user.type(screen.getByRole("textbox", { name: "Client id" }), "abc-123");
	await user.click(screen.getByRole("button", { name: "Paste from clipboard" }));
	await screen.findByText("A client secret by its form.");
}

test("empty: three ways in, each with who should pick it, and no claim of affiliation", async () => {
	begin();
	await screen.findByRole("heading", { name: "Connect your first portal" });
	for (const name of ["OAuth app", "Service key or private-app token", "Demo portal"]) {
		within(screen.getByRole("region", { name })).getByText(/^For /);
	}
	screen.getByText(/not affiliated with HubSpot/);
	expect(await seriousFindings()).toEqual([]);
});

test("the demo portal is one click, and the wait for consent follows", async () => {
	const { host, user } = begin({}, { begin_demo_connection: () => consentFlow({ target: "demo" }) });
	await user.click(await screen.findByRole("button", { name: "Start the demo portal" }));
	await screen.findByRole("heading", { name: "Waiting for your consent in the browser" });
	expect(host.callsOf("await_consent")).toEqual([{ flowId: "f1" }]);
	host.expectNoStrays();
});

test("a busy port is said over the ways in", async () => {
	const { user } = begin({}, { begin_demo_connection: () => fail("port_busy", "Port 17421 is in use.") });
	await user.click(await screen.findByRole("button", { name: "Start the demo portal" }));
	expect((await screen.findByRole("alert")).textContent).toContain("Port 17421 is in use.");
});

test("the OAuth form says at each field what is missing, before anybody is asked", async () => {
	const { host, user } = begin();
	await user.click(await screen.findByRole("button", { name: "Use an OAuth app" }));
	await user.click(screen.getByRole("button", { name: "Continue in the browser" }));
	await screen.findByText("Enter the app's client id.");
	screen.getByText("Paste the app's client secret.");
	expect(host.callsOf("begin_new_oauth_app_connection")).toEqual([]);
	expect(await seriousFindings()).toEqual([]);
});

test("the OAuth form asks for what was typed and shows the redirect URL to register", async () => {
	const { host, user } = begin({}, { begin_new_oauth_app_connection: () => consentFlow() });
	await fillOauth(user);
	expect(screen.getByRole("textbox", { name: "Redirect URL to register in the app" })).toHaveProperty(
		"value",
		"http://localhost:17421/oauth/callback",
	);
	await user.type(screen.getByRole("textbox", { name: "Optional scopes" }), "tickets\ntickets forms");
	await user.type(screen.getByRole("textbox", { name: "Expected Hub ID (optional)" }), "26041877");
	await user.click(screen.getByRole("button", { name: "Continue in the browser" }));
	await screen.findByRole("heading", { name: "Waiting for your consent in the browser" });
	expect(host.callsOf("begin_new_oauth_app_connection")).toEqual([
		{
			draft: {
				name: "App abc-123",
				environment: { kind: "hubspot" },
				clientId: "abc-123",
				clientSecret: "h1",
				redirectPorts: [],
				forwardedRedirect: null,
				scopes: ["oauth", "crm.objects.contacts.read"],
				optionalScopes: ["tickets", "forms"],
				hublet: "app",
				version: null,
			},
			expectedPortal: "26041877",
		},
	]);
	host.expectNoStrays();
});

test("an error of the host keeps every input and stands where it belongs", async () => {
	const { host, user } = begin(
		{},
		{ begin_new_oauth_app_connection: () => fail("staged_secret_gone", "It is gone.", "Paste it again.") },
	);
	await fillOauth(user);
	await user.click(screen.getByRole("button", { name: "Continue in the browser" }));
	await screen.findByText("It is gone. Paste it again.");
	expect(screen.getByRole("textbox", { name: "Client id" })).toHaveProperty("value", "abc-123");
	host.answer({ begin_new_oauth_app_connection: () => fail("configuration_refused", "It is not set up.") });
	await user.click(screen.getByRole("button", { name: "Continue in the browser" }));
	await screen.findByText("It is not set up.");
	expect(screen.getByRole("textbox", { name: "Client id" })).toHaveProperty("value", "abc-123");
});

test("waiting: what is asked, the address, the way to open and to cancel; it survives a reload", async () => {
	const { host, user } = begin(
		{ consentFlow: consentFlow({ browserOpened: false }) },
		{ open_consent_page: () => null, copy_consent_address: () => null, cancel_consent: () => null },
	);
	await screen.findByText("Your browser could not be opened.");
	expect(host.callsOf("await_consent")).toEqual([{ flowId: "f1" }]);
	expect(screen.getByRole("timer", { name: "Time left to consent" }).textContent).toMatch(/^04:[12]\d$/);
	screen.getByText("crm.objects.deals.read");
	await user.click(screen.getByRole("button", { name: "Copy address" }));
	await user.click(screen.getByRole("button", { name: "Open browser again" }));
	await user.click(screen.getByRole("button", { name: "Cancel" }));
	expect(host.callsOf("open_consent_page")).toEqual([{ flowId: "f1" }]);
	expect(host.callsOf("copy_consent_address")).toEqual([{ flowId: "f1" }]);
	expect(host.callsOf("cancel_consent")).toEqual([{ flowId: "f1" }]);
	expect(await seriousFindings()).toEqual([]);
	host.expectNoStrays();
});

test("a denied consent is told, and can be tried again as it was", async () => {
	const { host, user } = begin(
		{},
		{
			begin_new_oauth_app_connection: () => consentFlow(),
			await_consent: () => fail("consent_denied", "Consent was denied.", "Ask an admin of the portal."),
		},
	);
	await fillOauth(user);
	await user.click(screen.getByRole("button", { name: "Continue in the browser" }));
	await screen.findByText("Consent was denied.");
	expect(screen.getByRole("textbox", { name: "Client id" })).toHaveProperty("value", "abc-123");
	host.answer({ begin_new_oauth_app_connection: () => consentFlow({ id: "f2" }), await_consent: never });
	await user.click(screen.getByRole("button", { name: "Try again" }));
	await screen.findByRole("heading", { name: "Waiting for your consent in the browser" });
	expect(host.callsOf("await_consent").at(-1)).toEqual({ flowId: "f2" });
});

test("a cancelled flow is told without blame", async () => {
	begin({ consentFlow: consentFlow() }, { await_consent: () => fail("cancelled") });
	await screen.findByText("Connecting was cancelled.");
	screen.getByText("Nothing was stored.");
});

test("a granted consent opens the connection", async () => {
	begin({ consentFlow: consentFlow() }, { await_consent: () => connection() });
	await screen.findByRole("heading", { name: "Connect a portal" });
	expect(currentPlace()).toMatchObject({ kind: "portal", id: "c1" });
});

test("a form that is not complete takes the focus to what is missing", async () => {
	const { user } = begin();
	await user.click(await screen.findByRole("button", { name: "Use an OAuth app" }));
	await user.click(await screen.findByRole("button", { name: "Continue in the browser" }));
	await waitFor(() =>
		expect(document.activeElement).toBe(screen.getByRole("textbox", { name: "Client id" })),
	);
});

test("a token is checked and connected; a refused one is said at its field", async () => {
	const { host, user } = begin(
		{},
		{
			stage_secret_from_clipboard: () => ({ ...heldToken }),
			check_token: () => fail("token_refused", "HubSpot does not take this token.", "Copy it anew."),
		},
	);
	await user.click(await screen.findByRole("button", { name: "Use a token" }));
	await user.click(screen.getByRole("button", { name: "Paste from clipboard" }));
	await user.click(await screen.findByRole("button", { name: "Check and connect" }));
	await screen.findByText("HubSpot does not take this token. Copy it anew.");
	expect(await seriousFindings()).toEqual([]);
	host.answer({ check_token: () => checkedToken });
	host.answer({ connect_with_token: () => connection({ credential: "service_key", token: null }) });
	await user.click(screen.getByRole("button", { name: "Check and connect" }));
	await waitFor(() => expect(currentPlace()).toMatchObject({ kind: "portal", id: "c1" }));
	expect(host.callsOf("connect_with_token")[0]).toEqual({ request: { secret: "h1", expectedPortal: null } });
});

test("a portal that is connected already is said before the token is stored", async () => {
	const { host, user } = begin(
		{ connections: [connection({ credential: "static_token", app: null })] },
		{
			stage_secret_from_clipboard: () => heldToken,
			check_token: () => ({ ...checkedToken, mayReplace: ["c1"] }),
			replace_token: () => connection(),
		},
	);
	await user.click(await screen.findByRole("button", { name: "Use a token" }));
	await user.click(screen.getByRole("button", { name: "Paste from clipboard" }));
	await user.click(await screen.findByRole("button", { name: "Check and connect" }));
	await screen.findByText(/The portal is connected already, by a token since/);
	expect(host.callsOf("connect_with_token")).toEqual([]);
	expect(await seriousFindings()).toEqual([]);
	await user.click(screen.getByRole("button", { name: /What becomes of it/ }));
	await user.click(await screen.findByRole("option", { name: /Replace the one/ }));
	await user.click(screen.getByRole("button", { name: "Replace it" }));
	await waitFor(() => expect(currentPlace()).toMatchObject({ kind: "portal", id: "c1" }));
	expect(host.callsOf("replace_token")).toMatchObject([{ id: "c1" }]);
});

test("a known app connects another portal without retyping", async () => {
	const { host, user } = begin(
		{ oauthApps: [oauthApp()], connections: [connection()] },
		{ begin_oauth_app_connection: () => consentFlow() },
	);
	await user.click(await screen.findByRole("button", { name: "Use Reporting" }));
	screen.getByText("Acme Europe (26041877)");
	await user.click(screen.getByRole("button", { name: "Continue in the browser" }));
	await screen.findByRole("heading", { name: "Waiting for your consent in the browser" });
	expect(host.callsOf("begin_oauth_app_connection")).toMatchObject([
		{ request: { app: "a1", clientSecret: null, optionalScopes: ["tickets"] } },
	]);
});

test("scopes are read from spaces, commas and lines, each once", () => {
	expect(splitWords(" oauth\ntickets, oauth  forms ")).toEqual(["oauth", "tickets", "forms"]);
});
