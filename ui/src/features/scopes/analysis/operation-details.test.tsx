import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import type { OperationFacts } from "../../../host/bindings";
import { demoAnswers } from "../../../host/testing/demo-answers";
import { fakeHost } from "../../../host/testing/fake-host";
import { draw } from "../../../host/testing/render";
import { initialState } from "../../../host/testing/samples";
import { OperationDetails } from "./operation-details";

const endpoint = { method: "GET", path: "/calling/v1/dispositions" };
const against = { kind: "new" as const, credential: "oauth" as const };
const details = () => <OperationDetails endpoint={endpoint} against={against} onReplace={null} />;

test("a call whose path HubSpot's file spells otherwise shows both spellings", async () => {
	const answers = demoAnswers(initialState());
	const spelled = async (args: Record<string, unknown>) => {
		const facts = (await answers.operation_facts?.(args)) as OperationFacts;
		return { ...facts, operation: { ...facts.operation, hubspotPath: "/calling/dispositions/v1" } };
	};
	fakeHost({ ...answers, operation_facts: spelled });
	draw(details());
	const spelling = await screen.findByText(/which is the same call/);
	expect(spelling.textContent).toContain("/calling/dispositions/v1");
});

test("a call that is spelled as in HubSpot's file shows its path once", async () => {
	fakeHost(demoAnswers(initialState()));
	draw(details());
	await screen.findByText("Known from");
	expect(screen.queryByText("In HubSpot's file")).toBeNull();
});

test("what is worth knowing beside the scopes stands with its source", async () => {
	const answers = demoAnswers(initialState());
	const note = { text: "Up to 500 in a batch.", source: "others", certainty: "reported", status: null };
	const noted = async (args: Record<string, unknown>) => ({
		...((await answers.operation_facts?.(args)) as OperationFacts),
		notes: [note],
	});
	fakeHost({ ...answers, operation_facts: noted });
	draw(details());
	await screen.findByText(/Up to 500 in a batch/);
	screen.getByText("By others.");
});
