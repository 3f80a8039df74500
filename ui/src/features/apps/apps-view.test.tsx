import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { oauthDraft } from "../../domain/connect-draft";
import type { InitialState } from "../../host/bindings";
import { demoAnswers } from "../../host/testing/demo-answers";
import { type Answers, fail, fakeHost } from "../../host/testing/fake-host";
import { draw, seriousFindings } from "../../host/testing/render";
import { connection, initialState, oauthApp } from "../../host/testing/samples";
import { currentPlace } from "../../navigation/navigation";
import { AppsView } from "./apps-view";

function begin(part: Partial<InitialState> = {}, more: Answers = {}) {
	const state = initialState({ oauthApps: [oauthApp()], ...part });
	const host = fakeHost({ ...demoAnswers(state), ...more });
	return { host, ...draw(<AppsView state={state} />) };
}

test("empty: what the list is for, and the ways to begin", async () => {
	begin({ oauthApps: [] });
	screen.getByRole("heading", { name: "No app is in the list" });
	for (const name of ["Add an app…", "Import a file…", "Import from clipboard"]) {
		screen.getByRole("button", { name });
	}
	expect(await seriousFindings()).toEqual([]);
});

test("data: each app says where its answer comes to and which portals it connects", async () => {
	const { host, user } = begin({
		oauthApps: [
			oauthApp(),
			oauthApp({ id: "a2", name: "Imported", hasSecret: false, forwardedRedirect: "https://x.example/cb" }),
		],
	});
	const card = screen.getByRole("region", { name: "Reporting" });
	within(card).getByText("http://localhost:17422/oauth/callback");
	within(card).getByText(/Acme Europe/);
	within(card).getByText(/EU \(eu1\)/);
	await user.click(within(card).getByRole("button", { name: "Copy the client id of Reporting" }));
	expect(host.callsOf("copy_text")).toEqual([{ text: oauthApp().clientId }]);
	within(screen.getByRole("region", { name: "Imported" })).getByText("NO SECRET");
	screen.getByText("https://x.example/cb");
	expect(await seriousFindings()).toEqual([]);
	await user.click(screen.getByRole("button", { name: "Connect a portal with Reporting" }));
	expect(currentPlace()).toEqual({ kind: "connect" });
	expect(oauthDraft.get().app).toBe(oauthApp().id);
});

test("an app is added with what was typed, and errors stand at their fields", async () => {
	const { host, user } = begin({}, { save_oauth_app: () => oauthApp() });
	await user.click(screen.getByRole("button", { name: "Add an app…" }));
	const dialog = await screen.findByRole("dialog", { name: "Add an OAuth app" });
	await user.click(within(dialog).getByRole("button", { name: "Save" }));
	within(dialog).getByText("Enter a name.");
	await user.type(within(dialog).getByRole("textbox", { name: "Name" }), "Sales");
	await user.type(within(dialog).getByRole("textbox", { name: "Client id" }), "abc");
	await user.type(within(dialog).getByRole("textbox", { name: "Own callback ports (optional)" }), "80");
	await user.click(within(dialog).getByRole("button", { name: "Paste from clipboard" }));
	await user.click(within(dialog).getByRole("button", { name: "Save" }));
	within(dialog).getByText("Ports are numbers from 1024 to 65535.");
	expect(await seriousFindings()).toEqual([]);
	await user.type(within(dialog).getByRole("textbox", { name: "Own callback ports (optional)" }), "01 4010");
	await user.click(within(dialog).getByRole("button", { name: "Save" }));
	await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
	expect(host.callsOf("save_oauth_app")).toMatchObject([
		{ id: null, draft: { name: "Sales", clientId: "abc", clientSecret: "h1", redirectPorts: [8001, 4010] } },
	]);
});

test("an edit keeps the secret unless another is pasted, and what the host refuses is said in the form", async () => {
	const { host, user } = begin(
		{},
		{ save_oauth_app: () => fail("app_invalid", "Another app is named so already.") },
	);
	await user.click(screen.getByRole("button", { name: "Actions of Reporting" }));
	await user.click(await screen.findByRole("menuitem", { name: "Edit…" }));
	const dialog = await screen.findByRole("dialog", { name: "Edit Reporting" });
	await user.click(within(dialog).getByRole("button", { name: "Save" }));
	await within(dialog).findByText("Another app is named so already.");
	expect(host.callsOf("save_oauth_app")).toMatchObject([{ id: "a1", draft: { clientSecret: null } }]);
});

test("an app changed by another program is not overwritten until the user saves again", async () => {
	let answers = 0;
	const { host, user } = begin(
		{},
		{
			save_oauth_app: (call) => {
				answers += 1;
				return answers === 1 ? fail("app_changed", "This app was changed elsewhere.") : call;
			},
		},
	);
	await user.click(screen.getByRole("button", { name: "Actions of Reporting" }));
	await user.click(await screen.findByRole("menuitem", { name: "Edit…" }));
	const dialog = await screen.findByRole("dialog", { name: "Edit Reporting" });
	const name = within(dialog).getByRole("textbox", { name: "Name" });
	await user.type(name, " of mine");
	await user.click(within(dialog).getByRole("button", { name: "Save" }));
	await within(dialog).findByText("This app was changed elsewhere.");
	expect(name).toHaveProperty("value", "Reporting of mine");
	await user.click(within(dialog).getByRole("button", { name: "Save" }));
	await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
	expect(host.callsOf("save_oauth_app")).toMatchObject([
		{ draft: { name: "Reporting of mine", version: "v1" } },
		{ draft: { name: "Reporting of mine", version: null } },
	]);
});

test("a used app is deleted only when its portals may go along", async () => {
	const { host, user } = begin({ connections: [connection()] }, { delete_oauth_app: () => [{}] });
	await user.click(screen.getByRole("button", { name: "Actions of Reporting" }));
	await user.click(await screen.findByRole("menuitem", { name: "Delete…" }));
	const dialog = await screen.findByRole("alertdialog", { name: "Delete Reporting" });
	const remove = within(dialog).getByRole("button", { name: "Delete it and disconnect 1 portal" });
	expect(remove).toHaveProperty("disabled", true);
	await user.click(within(dialog).getByRole("checkbox", { name: /Disconnect this portal too/ }));
	await user.click(remove);
	expect(host.callsOf("delete_oauth_app")).toEqual([
		{ id: "a1", connections: "disconnect", theirHistory: "keep" },
	]);
});

test("a file shows what it would add before anything is added; a bad one is refused in words", async () => {
	const shown = { name: "Sales (2)", clientId: "x", environment: { kind: "hubspot" }, scopeCount: 3 };
	const preview = {
		id: "p1",
		apps: [
			{ ...shown, step: "add_renamed" },
			{ ...shown, step: "known" },
		],
	};
	const { host, user } = begin(
		{},
		{
			preview_oauth_apps_from_file: () => fail("import_refused", "It is not whole JSON."),
			preview_oauth_apps_from_clipboard: () => preview,
			import_oauth_apps: () => 1,
		},
	);
	await user.click(screen.getByRole("button", { name: "Import a file…" }));
	await screen.findByText("It is not whole JSON.");
	await user.click(screen.getByRole("button", { name: "Import from clipboard" }));
	const dialog = await screen.findByRole("dialog", { name: "Import 1 app" });
	within(dialog).getByText(/is added under this name/);
	expect(host.callsOf("import_oauth_apps")).toEqual([]);
	await user.click(within(dialog).getByRole("button", { name: "Import" }));
	await waitFor(() => expect(host.callsOf("import_oauth_apps")).toEqual([{ previewId: "p1" }]));
});

test("what an app declares is entered at the app and compared with what it requests", async () => {
	const { host, user } = begin({}, demoAnswers(initialState()));
	within(screen.getByRole("region", { name: "Reporting" })).getByText("not entered");
	await user.click(screen.getByRole("button", { name: "Actions of Reporting" }));
	await user.click(await screen.findByRole("menuitem", { name: "Declared scopes…" }));
	const dialog = await screen.findByRole("dialog", { name: "Declared scopes of Reporting" });
	await user.click(await within(dialog).findByRole("button", { name: "Add them…" }));
	await user.type(within(dialog).getByRole("textbox", { name: "Required" }), "automation");
	await user.click(within(dialog).getByRole("button", { name: "Check against these" }));
	await within(dialog).findByText(/HubSpot's page would refuse: The app requires one scope/);
	expect(host.callsOf("declare_scopes")).toMatchObject([
		{ app: "a1", declaration: { kind: "lists", required: "automation" } },
	]);
	expect(host.callsOf("preview_oauth_app_consent")[0]).toMatchObject({
		app: "a1",
		optionalScopes: ["tickets"],
	});
	expect(await seriousFindings()).toEqual([]);
});
