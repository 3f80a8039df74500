import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { takeSending } from "../../domain/send-request";
import { fail } from "../../host/testing/fake-host";
import { historyEntries, historyRow, pastCall } from "../../host/testing/history-answers";
import { seriousFindings } from "../../host/testing/render";
import { currentPlace } from "../../navigation/navigation";
import { begin, list } from "./history.test-help";

async function opened(nth: number, more = {}) {
	const begun = begin(historyEntries(20), more);
	await begun.user.click((await within(await list()).findAllByRole("option"))[nth] as HTMLElement);
	const pane = await screen.findByRole("region", { name: "Entry" });
	await within(pane).findByRole("heading", { level: 2 });
	return { ...begun, pane };
}

test("a failed call opens with its answer, its explanation and what is different now", async () => {
	const { pane } = await opened(2);
	within(pane).getByText("403 Forbidden");
	within(pane).getByText("This connection is missing a permission (HubSpot: scope).");
	within(pane).getByText("the same now as then");
	within(pane).getByText(/^another since, refreshed/);
	await within(pane).findByRole("tree", { name: "Response body" });
	expect(await seriousFindings()).toEqual([]);
});

test("scopes that were granted since and those that are not any more are named, many of them on request", async () => {
	const added = Array.from({ length: 14 }, (_, at) => `crm.objects.added-${at + 1}.read`);
	const row = historyRow();
	const verdict = { ...pastCall(row).verdict, scopes: { kind: "changed", added, removed: ["files"] } };
	const { user, pane } = await opened(0, { history_entry: () => ({ ...pastCall(row), verdict }) });
	const of = (title: string) => within(pane).getByText(title).nextElementSibling as HTMLElement;
	expect(of("Scopes removed since").textContent).toBe("files");
	expect(within(of("Scopes added since")).queryByText("crm.objects.added-13.read")).toBeNull();
	await user.click(within(of("Scopes added since")).getByRole("button", { name: "and 2 more" }));
	within(of("Scopes added since")).getByText("crm.objects.added-14.read");
	expect(await seriousFindings()).toEqual([]);
});

test("where the scopes of then were not recorded, that is said", async () => {
	const row = historyRow();
	const verdict = { ...pastCall(row).verdict, scopes: { kind: "not_recorded" } };
	const { pane } = await opened(0, { history_entry: () => ({ ...pastCall(row), verdict }) });
	within(pane).getByText("others now than then; which ones they were then was not recorded");
});

test("a call without an answer says why and shows its request", async () => {
	const { pane } = await opened(6);
	within(pane).getByText("HubSpot cannot be reached.");
	within(pane).getByText("Bearer «access-token#1»");
	expect(within(pane).queryByRole("tab", { name: "Answer" })).toBeNull();
});

test("an entry that is gone says so", async () => {
	const gone = () => fail("history_entry_gone", "This entry is no longer in the history.", "");
	const { user } = begin(historyEntries(2), { history_entry: gone });
	await user.click((await within(await list()).findAllByRole("option"))[0] as HTMLElement);
	expect((await screen.findByRole("alert")).textContent).toContain("no longer in the history");
});

test("it is sent again through the console, as the draft that is shown there", async () => {
	const { user, pane } = await opened(2);
	await user.click(within(pane).getByRole("button", { name: "Send again" }));
	await waitFor(() => expect(currentPlace()).toMatchObject({ kind: "portal", id: "c1", tab: "console" }));
	expect(takeSending("c1", "another")).toBeNull();
});

test("what a reopened call lacks waits for the person", async () => {
	const { user, pane, host } = await opened(2);
	const draft = { method: "POST", path: "/x", pathValues: {}, query: [], headers: [], body: null };
	host.answer({
		reopen_history_entry: () => ({ name: null, draft, lacks: ["The body was not taken."], writes: true }),
	});
	await user.click(within(pane).getByRole("button", { name: "Send again" }));
	await waitFor(() => expect(currentPlace()).toMatchObject({ tab: "console" }));
	expect(host.callsOf("send_request")).toEqual([]);
});

test("two calls are compared: the other one is chosen from the list", async () => {
	const { user, pane, host } = await opened(2);
	await user.click(within(pane).getByRole("button", { name: "Compare…" }));
	await screen.findByText("Choose the call to compare it with.");
	await user.click((await within(await list()).findAllByRole("option"))[0] as HTMLElement);
	const both = await screen.findByRole("region", { name: "Comparison" });
	const answer = await within(both).findByRole("region", { name: "Answer" });
	expect(
		within(answer)
			.getAllByRole("cell")
			.map(({ textContent }) => textContent),
	).toEqual(["−different: 403", "+different: 200"]);
	within(both).getByText("4 lines alike");
	expect(host.callsOf("compare_history_entries")).toEqual([{ left: "18", right: "20" }]);
	expect(await seriousFindings()).toEqual([]);
	await user.click(within(both).getByRole("button", { name: "Only the left one" }));
	await screen.findByRole("region", { name: "Entry" });
});

test("a note is written and a pin is set", async () => {
	const { user, pane, host } = await opened(0);
	await user.click(within(pane).getByRole("button", { name: "Add a note" }));
	await user.keyboard("the good one{Control>}{Enter}{/Control}");
	await waitFor(() => expect(host.callsOf("set_history_note")).toEqual([{ id: "20", note: "the good one" }]));
	await user.click(within(pane).getByRole("button", { name: /^Pin/ }));
	expect(host.callsOf("set_history_pinned")).toEqual([{ id: "20", pinned: true }]);
});

test("it is copied as support line, cURL and HAR", async () => {
	const { user, pane, host } = await opened(2);
	for (const name of ["Copy support line", "Copy as cURL", "Copy as HAR"]) {
		await user.click(within(pane).getByRole("button", { name: "Copy" }));
		await user.click(await screen.findByRole("menuitem", { name }));
	}
	const line = String(host.callsOf("copy_text")[0]?.text);
	expect(line).toContain("| portal 26041877 | app 318842 | correlation 019d7712");
	expect(line).toContain("| POST /engagements/v1/engagements | 403 Forbidden");
	expect(host.callsOf("copy_history_curl")).toEqual([{ id: "18" }]);
	expect(host.callsOf("copy_history_har")).toEqual([{ id: "18" }]);
});

test("the support line stands beside why it failed", async () => {
	const { user, pane, host } = await opened(2);
	await user.click(within(pane).getByRole("button", { name: "Copy support line" }));
	expect(String(host.callsOf("copy_text")[0]?.text)).toContain("correlation 019d7712");
});

test("Delete asks, and closes what was deleted", async () => {
	const { user, pane, host } = await opened(0);
	await user.click(within(pane).getByRole("button", { name: "More" }));
	await user.click(await screen.findByRole("menuitem", { name: "Delete this entry…" }));
	const dialog = await screen.findByRole("alertdialog", { name: "Delete this entry?" });
	await user.click(within(dialog).getByRole("button", { name: "Delete" }));
	await waitFor(() => expect(host.callsOf("delete_history_entry")).toEqual([{ id: "20" }]));
	await waitFor(() => expect(screen.queryByRole("region", { name: "Entry" })).toBeNull());
});

test("the call of a portal that is gone can be read and not sent", async () => {
	const row = historyRow({ connection: "gone" });
	const { user } = begin([row], { history_entry: () => pastCall(row) }, true);
	await user.click((await within(await list()).findAllByRole("option"))[0] as HTMLElement);
	expect(await screen.findByRole("button", { name: "Send again" })).toHaveProperty("disabled", true);
	screen.getByText(/no longer connected, so it cannot be sent/);
});
