import { screen, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { ConsentPreview } from "../../host/bindings";
import { demoAnswers } from "../../host/testing/demo-answers";
import { fail, fakeHost } from "../../host/testing/fake-host";
import { draw, seriousFindings } from "../../host/testing/render";
import { connection, initialState } from "../../host/testing/samples";
import { ReauthorizeDialog } from "./reauthorize-dialog";

const dialog = (scopes = ["crm.objects.contacts.write"]) => (
	<ReauthorizeDialog connection={connection()} extraScopes={scopes} onClose={vi.fn()} />
);

test("what the app declares is compared, and a scope that it requires is added by one press", async () => {
	const host = fakeHost(demoAnswers(initialState()));
	const { user } = draw(dialog());
	await user.click(await screen.findByRole("button", { name: "Add them…" }));
	await user.click(screen.getByRole("textbox", { name: "Required" }));
	await user.paste('{"config":{"auth":{}}}');
	await screen.findByText(/HubSpot's page would refuse: The app requires one scope/);
	expect(host.callsOf("declare_scopes")).toEqual([
		{ app: "a1", declaration: { kind: "file", text: '{"config":{"auth":{}}}' } },
	]);
	screen.getByRole("button", { name: "Continue in the browser all the same" });
	expect(await seriousFindings()).toEqual([]);
	await user.click(screen.getByRole("button", { name: "Ask for it too" }));
	await screen.findByText("Nothing is known that would make the page refuse.");
	within(screen.getByRole("region", { name: "New" })).getByText("automation");
});

test("a declaration that cannot be read says why and keeps what was typed", async () => {
	fakeHost({
		...demoAnswers(initialState()),
		declare_scopes: () => fail("declaration_invalid", "`a b?` cannot be the name of a scope."),
	});
	const { user } = draw(dialog());
	await user.click(await screen.findByRole("button", { name: "Add them…" }));
	await user.type(screen.getByRole("textbox", { name: "Optional" }), "tickets");
	await user.click(screen.getByRole("button", { name: "Check against these" }));
	await screen.findByText("`a b?` cannot be the name of a scope.");
	expect(screen.getByRole("textbox", { name: "Optional" })).toHaveProperty("value", "tickets");
});

test("a scope of before that the app no longer declares is left out by one press, and asked for after all by another", async () => {
	const answers = demoAnswers(initialState());
	const host = fakeHost({
		...answers,
		preview_consent: (args) => {
			const wanted = args.wanted as { scope: string; role: string | null }[];
			const preview = answers.preview_consent?.(args) as ConsentPreview;
			const names = ["crm.objects.contacts.read"];
			if (wanted.some(({ scope, role }) => names.includes(scope) && role === "skip")) return preview;
			const finding = {
				code: "not_declared",
				effect: "refused",
				names,
				sentence: "Not declared.",
				fix: "Leave it.",
			};
			return { ...preview, dryRun: { ...preview.dryRun, outcome: "refused", findings: [finding] } };
		},
	});
	const { user } = draw(dialog([]));
	await user.click(await screen.findByRole("button", { name: "Leave it out" }));
	await screen.findByText("Nothing is known that would make the page refuse.");
	within(screen.getByRole("region", { name: "Left out" })).getByText("crm.objects.contacts.read");
	await user.click(screen.getByRole("button", { name: "Continue in the browser" }));
	expect(host.callsOf("begin_reauthorization")[0]?.wanted).toEqual([
		{ scope: "crm.objects.contacts.read", role: "skip" },
	]);
	await user.click(screen.getByRole("button", { name: "Ask for it after all" }));
	await screen.findByText(/HubSpot's page would refuse: Not declared/);
	await user.click(screen.getByRole("button", { name: "Leave some out…" }));
	await user.click(screen.getByRole("button", { name: "Leave oauth out" }));
	await within(await screen.findByRole("region", { name: "Left out" })).findByText("oauth");
	expect(await seriousFindings()).toEqual([]);
});

test("a preview that fails is told in the dialog", async () => {
	fakeHost({
		...demoAnswers(initialState()),
		preview_consent: () => fail("secret_missing", "The app is gone."),
	});
	draw(dialog([]));
	await screen.findByText("The app is gone.");
	expect(screen.getByRole("button", { name: "Continue in the browser" })).toHaveProperty("disabled", true);
});

test("New lists what is new alone: what is granted, or was asked for before, stands with the rest", async () => {
	const planned = (scope: string, part = {}) => ({
		scope,
		role: "required",
		isNew: true,
		granted: false,
		...part,
	});
	const answers = demoAnswers(initialState());
	fakeHost({
		...answers,
		preview_consent: (args) => ({
			...(answers.preview_consent?.(args) as ConsentPreview),
			scopes: [
				planned("oauth", { isNew: false }),
				planned("tickets", { granted: true }),
				planned("automation"),
			],
		}),
	});
	draw(dialog(["tickets", "automation", "oauth"]));
	const fresh = await screen.findByRole("region", { name: "New" });
	within(fresh).getByText("automation");
	expect(within(fresh).queryByText("tickets")).toBeNull();
	expect(within(fresh).queryByText("oauth")).toBeNull();
	within(screen.getByRole("region", { name: "As before, required" })).getByText("tickets");
});
