import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { chooseApp } from "../../domain/connect-draft";
import { demoAnswers } from "../../host/testing/demo-answers";
import { fakeHost } from "../../host/testing/fake-host";
import { draw, seriousFindings } from "../../host/testing/render";
import { initialState, oauthApp } from "../../host/testing/samples";
import { OauthForm } from "./oauth-form";

test("what a known app declares is compared before the browser opens", async () => {
	const state = initialState({ connections: [], oauthApps: [oauthApp()] });
	const host = fakeHost(demoAnswers(state));
	chooseApp(oauthApp());
	const { user } = draw(<OauthForm state={state} />);
	await user.click(await screen.findByRole("button", { name: "Add them…" }));
	await user.click(screen.getByRole("textbox", { name: "Required" }));
	await user.paste('{"config":{"auth":{}}}');
	await screen.findByText(/HubSpot's page would refuse: The app requires one scope/);
	expect(host.callsOf("declare_scopes")).toMatchObject([{ app: "a1", declaration: { kind: "file" } }]);
	screen.getByRole("button", { name: "Continue in the browser all the same" });
	expect(await seriousFindings()).toEqual([]);
	await user.click(screen.getByRole("button", { name: "Ask for it too" }));
	await screen.findByText("Nothing is known that would make the page refuse.");
	expect(screen.getByRole("textbox", { name: "Required scopes" })).toHaveProperty(
		"value",
		"oauth crm.objects.contacts.read automation",
	);
	screen.getByRole("button", { name: "Continue in the browser" });
});
