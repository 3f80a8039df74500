import { screen, waitFor } from "@testing-library/react";
import { expect } from "vitest";
import { demoAnswers } from "../../host/testing/demo-answers";
import { type Answers, fakeHost } from "../../host/testing/fake-host";
import { draw } from "../../host/testing/render";
import { connection, initialState } from "../../host/testing/samples";
import { ConsoleView } from "./console-view";

let runs = 0;

/** Draws the Console for a connection of its own, so that no draft of another test is met. */
export function begin(more: Answers = {}, part = {}) {
	runs += 1;
	const shown = connection({ id: `run${runs}`, ...part });
	const host = fakeHost({ ...demoAnswers(initialState({ connections: [shown] })), ...more });
	const element = <ConsoleView connection={shown} />;
	return { host, shown, element, ...draw(element) };
}

export const sendButton = () => screen.findByRole("button", { name: "Send to Acme Europe" });

export async function enabledSend() {
	await waitFor(async () => expect(await sendButton()).toHaveProperty("disabled", false));
	return sendButton();
}
