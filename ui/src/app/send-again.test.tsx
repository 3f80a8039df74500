import { screen, waitFor, within } from "@testing-library/react";
import { beforeAll, expect, test } from "vitest";
import type { Answers } from "../host/testing/fake-host";
import { historyAnswers, historyRow } from "../host/testing/history-answers";
import { seriousFindings } from "../host/testing/render";
import { connection, preview } from "../host/testing/samples";
import { begin, openTab, page, toTab } from "./app-navigation.test-help";
import { loadViews } from "./views";

beforeAll(loadViews);

const write = historyRow({ id: "7", method: "PATCH", title: "Update a contact", sender: "cli" });
const read = historyRow({ id: "7", method: "GET", title: "List contacts" });

let runs = 0;

/** Presses Send again on the only entry of a portal of its own. */
async function sendAgain(row: typeof write, more: Answers = {}) {
	const id = `again${++runs}`;
	const rows = [{ ...row, connection: id }];
	const view = begin(
		{ connections: [connection({ id, writeLock: "not_needed" })], activeConnection: id },
		{ ...historyAnswers(rows), ...more },
	);
	await page("Acme Europe");
	toTab(4);
	await view.user.click(await screen.findByRole("option", { name: new RegExp(row.title ?? "") }));
	await view.user.click(await screen.findByRole("button", { name: "Send again" }));
	await waitFor(() => expect(openTab()).toBe("Console"));
	return view;
}

const question = () => screen.findByRole("alertdialog", { name: "Send again to Acme Europe?" });
const noQuestion = () => waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());

test("a write of the history is asked for before it is sent again, and Cancel sends nothing", async () => {
	const { host, user } = await sendAgain(write);
	const dialog = await question();
	expect(host.callsOf("send_request")).toEqual([]);
	expect(await seriousFindings()).toEqual([]);
	const cancel = within(dialog).getByRole("button", { name: "Cancel" });
	await waitFor(() => expect(document.activeElement).toBe(cancel));
	await user.keyboard("{Enter}");
	await noQuestion();
	expect(host.callsOf("send_request")).toEqual([]);
	expect(screen.getByRole("textbox", { name: "Path" })).toHaveProperty("value", write.path);
});

test("once it is confirmed it is sent, and only once", async () => {
	const { host, user } = await sendAgain(write);
	await user.click(within(await question()).getByRole("button", { name: "Send again to Acme Europe" }));
	await noQuestion();
	await waitFor(() => expect(host.callsOf("send_request")).toHaveLength(1));
	expect(host.callsOf("send_request")[0]).toMatchObject({
		draft: { method: "PATCH", path: write.path },
		confirmation: { kind: "given" },
	});
	toTab(1);
	toTab(3);
	await screen.findByRole("textbox", { name: "Path" });
	expect(host.callsOf("send_request")).toHaveLength(1);
});

test("what takes something away asks as it always does", async () => {
	const confirmation = {
		reason: "destructive",
		step: "hub_id",
		act: "Archive in Acme Europe",
		sentence: "Archive a contact. What it takes away may not come back.",
	} as const;
	const { host } = await sendAgain(write, { preview_request: () => preview({ confirmation }) });
	const dialog = await screen.findByRole("alertdialog", { name: "Archive in Acme Europe?" });
	within(dialog).getByRole("textbox", { name: /^Type the Hub ID/ });
	expect(host.callsOf("send_request")).toEqual([]);
});

test("a portal that is locked, or a request that is not valid, waits for the person", async () => {
	const at = { name: null, offset: null, line: null, column: null };
	const problems = [{ at: "lock" as const, message: "This portal is read-only.", ...at }];
	const locked = () => preview({ problems });
	const { host } = await sendAgain(write, { preview_request: locked });
	await screen.findByText(/This portal is read-only\./);
	host.answer({ preview_request: () => preview() });
	toTab(1);
	toTab(3);
	await screen.findByRole("textbox", { name: "Path" });
	expect(screen.queryByRole("alertdialog")).toBeNull();
	expect(host.callsOf("send_request")).toEqual([]);
});

test("a call that reads is sent again at once", async () => {
	const { host } = await sendAgain(read);
	await waitFor(() => expect(host.callsOf("send_request")).toHaveLength(1));
	expect(screen.queryByRole("alertdialog")).toBeNull();
});
