import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import type { ReportChoice } from "../../host/bindings";
import { fail, never } from "../../host/testing/fake-host";
import { seriousFindings } from "../../host/testing/render";
import { reportPreview } from "../../host/testing/report-answers";
import { begin, button, previewed } from "./report.test-help";

test("a report is of the last hour with personal data masked, unless the person chooses otherwise", async () => {
	const { host, user } = begin();
	await screen.findByText(/Made-up values stand in its place/);
	expect(await seriousFindings()).toEqual([]);
	await user.click(await button("Make a preview"));
	await screen.findByText("12 calls; 1 failed.");
	const { choice } = host.callsOf("prepare_report")[0] as { choice: ReportChoice };
	expect(choice).toMatchObject({
		connection: "c1",
		personalData: "mask",
		calls: [],
		masks: [],
		endpoints: null,
	});
	expect(Date.parse(choice.until ?? "") - Date.parse(choice.since ?? "")).toBe(3_600_000);
	host.expectNoStrays();
});

test("period, endpoints and what becomes of personal data are chosen", async () => {
	const { host, user } = begin();
	await user.click(await button(/Calls of/));
	await user.click(await screen.findByRole("option", { name: "All that is kept" }));
	await user.click(await button(/Personal data/));
	await user.click(await screen.findByRole("option", { name: "Keep it" }));
	screen.getByText(/only to somebody who may see the data/);
	await user.click(await button(/Endpoints whose verdicts are told/));
	await user.click(await screen.findByRole("option", { name: "None" }));
	await user.click(await button("Make a preview"));
	await screen.findByText("12 calls; 1 failed.");
	expect(host.callsOf("prepare_report")[0]).toMatchObject({
		choice: { since: null, personalData: "keep", endpoints: [] },
	});
});

test("calls that were chosen in the history take the place of the period", async () => {
	const { host, user } = begin({}, ["3", "5"]);
	await screen.findByText(/the 2 calls that you chose in the history/);
	expect(screen.queryByRole("button", { name: /Calls of/ })).toBeNull();
	await user.click(await button("Make a preview"));
	await screen.findByText("12 calls; 1 failed.");
	expect(host.callsOf("prepare_report")[0]).toMatchObject({
		choice: { calls: ["3", "5"], since: null, until: null },
	});
});

test("the making says how far it is and can be cancelled, and then the choice is there again", async () => {
	let end: (reason: unknown) => void = () => undefined;
	const { host, user } = begin({
		prepare_report: () =>
			new Promise((_, reject) => {
				end = reject;
			}),
		cancel_report: () => {
			end({ code: "cancelled", message: "It was cancelled.", hint: "" });
			return null;
		},
	});
	await user.click(await button("Make a preview"));
	screen.getByRole("progressbar", { name: "Calls that are done" });
	await user.click(await button("Cancel"));
	await screen.findByText(/It was cancelled\. Nothing was written/);
	await button(/Calls of/);
	expect(host.callsOf("cancel_report")).toHaveLength(1);
});

test("a report that cannot be made says why, and can be tried again", async () => {
	const { host, user } = begin({
		prepare_report: () => fail("internal", "The disk is full.", "Make room."),
	});
	await user.click(await button("Make a preview"));
	await screen.findByText("The disk is full.");
	host.answer({ prepare_report: () => reportPreview() });
	await user.click(await button("Make a preview"));
	await screen.findByText("12 calls; 1 failed.");
});

test("going back forgets the preview and gives the focus to the form; closing cancels what is being made", async () => {
	const view = await previewed();
	await view.user.click(await button("Back"));
	await waitFor(() => expect(document.activeElement?.textContent).toContain("The last hour"));
	expect(view.host.callsOf("discard_report")).toEqual([{ id: "p1" }]);
	view.host.answer({ prepare_report: never });
	await view.user.click(await button("Make a preview"));
	view.redraw(<p>gone</p>);
	await waitFor(() => expect(view.host.callsOf("cancel_report")).toHaveLength(1));
});

test("what somebody asks for fills in the form, as text, and makes nothing", async () => {
	const note = "<b>Ada</b> of support, case 7";
	const { host } = begin({}, [], { portal: "26041877", period: "day", note });
	await button(/The last 24 hours/);
	screen.getByText(note);
	expect(host.callsOf("prepare_report")).toEqual([]);
});
