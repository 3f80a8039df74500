import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { demoAnswers } from "../../../host/testing/demo-answers";
import { fakeHost } from "../../../host/testing/fake-host";
import { draw, seriousFindings } from "../../../host/testing/render";
import { initialState } from "../../../host/testing/samples";
import { useChosenEndpoints } from "../sets/chosen-endpoints";
import { ScopesInWords } from "./scopes-in-words";

function View() {
	return <ScopesInWords chosen={useChosenEndpoints()} />;
}

test("what an app must do becomes scopes with reasons, to be copied for a colleague", async () => {
	const host = fakeHost(demoAnswers(initialState()));
	const { user } = draw(<View />);
	await user.type(screen.getByRole("textbox", { name: "What must the app do?" }), "sync deals");
	await screen.findByText("crm.objects.deals.read");
	await screen.findByText(/every OAuth app/);
	expect(await seriousFindings()).toEqual([]);
	await user.click(screen.getByRole("button", { name: "Copy as text for a colleague" }));
	await user.click(screen.getByRole("button", { name: "Copy as Markdown" }));
	expect(host.callsOf("copy_text")).toEqual([
		{ text: "- crm.objects.deals.read (required): List deals" },
		{ text: "| `crm.objects.deals.read` | required | List deals |" },
	]);
});

test("what is not understood is said, and nothing is offered to copy", async () => {
	fakeHost(demoAnswers(initialState()));
	const { user } = draw(<View />);
	await user.type(screen.getByRole("textbox", { name: "What must the app do?" }), "water the plants");
	await screen.findByText("Not understood, so not covered: water the plants.");
	expect(screen.queryByRole("button", { name: /Copy/ })).toBeNull();
});
