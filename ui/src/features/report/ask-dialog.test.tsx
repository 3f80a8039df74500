import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { demoAnswers } from "../../host/testing/demo-answers";
import { type Answers, fail, fakeHost } from "../../host/testing/fake-host";
import { draw, seriousFindings } from "../../host/testing/render";
import { initialState } from "../../host/testing/samples";
import { AskDialog } from "./ask-dialog";

function begin(more: Answers = {}) {
	const host = fakeHost({ ...demoAnswers(initialState()), ...more });
	return { host, ...draw(<AskDialog onClose={() => undefined} />) };
}

test("a request for a report is a text with a link, copied by the host and sent by nobody", async () => {
	const { host, user } = begin();
	await user.type(await screen.findByRole("textbox", { name: "Hub ID of their portal" }), "555");
	await user.type(screen.getByRole("textbox", { name: "Who asks, and what for" }), "Ada, case 7");
	await screen.findByText(/portalscope:\/\/report\?.*"555".*Ada, case 7/);
	expect(await seriousFindings()).toEqual([]);
	await user.click(screen.getByRole("button", { name: "Copy the request" }));
	await screen.findByText("Copied");
	expect(host.callsOf("copy_report_request")).toEqual([
		{ asked: { portal: "555", period: "hour", note: "Ada, case 7" } },
	]);
	host.expectNoStrays();
});

test("a note with a secret in it makes no link, and says why", async () => {
	const { user } = begin({
		write_report_request: ({ asked }) =>
			(asked as { note: string | null }).note === null
				? "Please make a report."
				: fail("link_refused", "The link holds something that looks like a token or a secret."),
	});
	await screen.findByText("Please make a report.");
	await user.type(screen.getByRole("textbox", { name: "Who asks, and what for" }), "pat-na1-x");
	await waitFor(() => screen.getByText(/looks like a token or a secret/));
});
