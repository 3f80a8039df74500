import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { fail } from "../../host/testing/fake-host";
import { pasteEvent } from "../../host/testing/paste-event";
import { seriousFindings } from "../../host/testing/render";
import { button, open, previewed } from "./report.test-help";

test("the preview takes the focus, says what is in it, and counts removals by rule with one example of each", async () => {
	const view = await previewed();
	await waitFor(() => expect(screen.getByRole("tab", { name: "Summary" })).toBe(document.activeElement));
	screen.getByText("report.html");
	expect(await seriousFindings()).toEqual([]);
	await open(view, "Removed (15)");
	screen.getByRole("heading", { name: "Secrets that Portalscope holds 12" });
	screen.getByRole("heading", { name: "Personal data 3" });
	const examples = screen.getAllByText(/^Example:/).map(({ textContent }) => textContent);
	expect(examples).toEqual([
		"Example: «access-token#1» stands in the request header Authorization of call 1.",
		"Example: person-1@example.com stands in the answer body of call 2.",
	]);
	await view.user.click(screen.getByText("Each value that was removed (2)"));
	within(screen.getByRole("table")).getByText("answer body of call 2");
	expect(await seriousFindings()).toEqual([]);
});

test("each call tells what was removed of it", async () => {
	const view = await previewed();
	await open(view, "Calls (12)");
	await view.user.click(await button("What is removed of call 3"));
	const removed = await screen.findByRole("list", { name: "Removed of call 3" });
	within(removed).getByText("«access-token#1»");
	expect(view.host.callsOf("report_removals")).toEqual([{ id: "p1", call: 3 }]);
	expect(await seriousFindings()).toEqual([]);
});

test("a call that is unticked is left out when the preview is made anew, and nothing is saved before that", async () => {
	const view = await previewed();
	await open(view, "Calls (12)");
	const list = await screen.findByRole("list", { name: "Calls of the report" });
	const boxes = within(list).getAllByRole("checkbox");
	await view.user.click(boxes[1] as HTMLElement);
	await screen.findByText("The preview does not show this choice yet.");
	expect(await button("Save…")).toHaveProperty("disabled", true);
	await view.user.click(await button("Make the preview anew"));
	await waitFor(() =>
		expect(view.host.callsOf("change_report")[0]).toMatchObject({ id: "p1", change: { leftOut: ["11"] } }),
	);
	await waitFor(async () => expect(await button("Save…")).toHaveProperty("disabled", false));
	// What was made before is not kept beside it.
	expect(view.host.callsOf("discard_report")).toContainEqual({ id: "p1" });
});

test("a text that is masked is gone from the page as it is handed over", async () => {
	const view = await previewed();
	await open(view, "Check and mask");
	const field = await screen.findByRole("textbox", { name: "Mask more" });
	await view.user.type(field, "Zaphodine{Enter}");
	await screen.findByText("1 text of yours masked, in 4 places.");
	expect(view.host.callsOf("mask_in_report")[0]).toMatchObject({ id: "p1", text: "Zaphodine" });
	expect(field).toHaveProperty("value", "");
	expect(document.body.innerHTML).not.toContain("Zaphodine");
	const kept = view.client
		.getMutationCache()
		.getAll()
		.map(({ state }) => JSON.stringify(state));
	expect(kept.join()).not.toContain("Zaphodine");
	expect(document.activeElement).toBe(field);
	await view.user.click(await button("Take the masks off"));
	await waitFor(() =>
		expect(view.host.callsOf("change_report")[0]).toMatchObject({ change: { forgetMasks: true } }),
	);
});

test("the search says that a text is nowhere in the report, and does not show it again", async () => {
	const view = await previewed();
	await open(view, "Check and mask");
	const field = await screen.findByRole("textbox", { name: "Is this in the report?" });
	await view.user.type(field, "ada@acme.example");
	await view.user.click(await button("Search"));
	await screen.findByText("What you typed (16 characters) is nowhere in the report.");
	expect(view.host.callsOf("report_contains")).toEqual([{ id: "p1", text: "ada@acme.example" }]);
	expect(document.body.innerHTML).not.toContain("ada@acme");
	expect(field).toHaveProperty("value", "");
	view.host.answer({ report_contains: () => true });
	await view.user.type(field, "Acme{Enter}");
	await screen.findByText("What you typed (4 characters) is in the report.");
	expect(await seriousFindings()).toEqual([]);
});

test("a paste into these fields goes past the page: the host reads the clipboard", async () => {
	const view = await previewed();
	await open(view, "Check and mask");
	const field = await screen.findByRole("textbox", { name: "Is this in the report?" });
	const { event, wasRead } = pasteEvent(field);
	fireEvent(field, event);
	expect(wasRead()).toBe(false);
	await screen.findByText("What is on the clipboard is nowhere in the report.");
	expect(view.host.callsOf("report_contains")).toEqual([{ id: "p1", text: null }]);
	expect(field).toHaveProperty("value", "");
});

test("a report is saved as it was looked at, and nothing is sent", async () => {
	const view = await previewed();
	await view.user.click(await button("Save…"));
	await screen.findByText(/Saved as customer\.zip\. Nothing was sent/);
	expect(view.host.callsOf("save_report")).toEqual([
		{ id: "p1", fileName: "portalscope-report-26041877.zip" },
	]);
});

test("a save that fails says why, and the report is still there to be saved elsewhere", async () => {
	const view = await previewed({
		save_report: () => fail("file_unreadable", "The file could not be written.", "Choose another folder."),
	});
	await view.user.click(await button("Save…"));
	await screen.findByText("The file could not be written.");
	view.host.answer({ save_report: () => "other.zip" });
	await view.user.click(await button("Save…"));
	await screen.findByText(/Saved as other\.zip/);
});

test("a cancelled file dialog says nothing", async () => {
	const view = await previewed({ save_report: () => null });
	await view.user.click(await button("Save…"));
	await waitFor(() => expect(view.host.callsOf("save_report")).toHaveLength(1));
	expect(screen.queryByText(/Saved as/)).toBeNull();
});
