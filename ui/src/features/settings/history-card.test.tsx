import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { fail, fakeHost } from "../../host/testing/fake-host";
import { draw, seriousFindings } from "../../host/testing/render";
import { historyExtent, storageReport } from "../../host/testing/samples";
import { StoragePage } from "./storage-page";

const report = () => storageReport();
const empty = () =>
	storageReport({
		history: historyExtent({ entries: 0, pinned: 0, bytes: 0, oldestAt: null, portals: [] }),
	});

test("what is in the history is told: of all, of each portal, and of removed ones by their names", async () => {
	fakeHost({ storage_report: report });
	draw(<StoragePage />);
	const card = within(await screen.findByRole("region", { name: "History" }));
	card.getByText(/1,412 entries, 2 of them pinned/);
	const rows = within(card.getByRole("list", { name: "History by portal" })).getAllByRole("listitem");
	expect(rows.map((row) => row.textContent)).toEqual([
		expect.stringMatching(/^Acme Europe \(26041877\).*1,200 entries, 3\.0 MB/),
		expect.stringMatching(/^Acme sandbox \(48220319\).*In memory.*No entries/),
		expect.stringMatching(/^Northwind \(9915002\).*Removed.*212 entries/),
	]);
	expect(await seriousFindings()).toEqual([]);
});

test("which bodies are kept of a portal is chosen there", async () => {
	const host = fakeHost({ storage_report: report, set_kept_bodies: report });
	const { user } = draw(<StoragePage />);
	await user.click(await screen.findByRole("button", { name: /Bodies kept of Acme Europe \(26041877\)/ }));
	await user.click(await screen.findByRole("option", { name: "Without bodies" }));
	await waitFor(() => expect(host.callsOf("set_kept_bodies")).toEqual([{ id: "c1", bodies: "none" }]));
});

test("bounds are checked as they are typed, and what that removes is said before it is saved", async () => {
	const bounds = { maxDays: 7, maxMegabytes: 500 };
	const host = fakeHost({
		storage_report: report,
		set_history_bounds: () => storageReport({ history: historyExtent({ bounds }) }),
	});
	const { user } = draw(<StoragePage />);
	const days = await screen.findByRole("textbox", { name: "Keep for (days)" });
	const save = () => screen.getByRole("button", { name: "Save" });
	expect(save()).toHaveProperty("disabled", true);
	await user.clear(days);
	await user.type(days, "0");
	screen.getByText("Enter a number from 1 to 3,650.");
	expect(save()).toHaveProperty("disabled", true);
	await user.clear(days);
	await user.type(days, "7");
	screen.getByText(/goes when you save/);
	await user.click(save());
	await waitFor(() => expect(host.callsOf("set_history_bounds")).toEqual([{ bounds }]));
	await waitFor(() => expect(save()).toHaveProperty("disabled", true));
});

test("a refused bound is said where it was typed", async () => {
	fakeHost({ storage_report: report, set_history_bounds: () => fail("storage_failed", "The disk refused.") });
	const { user } = draw(<StoragePage />);
	await user.type(await screen.findByRole("textbox", { name: "At most (MB)" }), "0{Enter}");
	await within(await screen.findByRole("form", { name: "How much is kept" })).findByText("The disk refused.");
});

test("the history of one portal, of removed ones and all of it are deleted after a question", async () => {
	const host = fakeHost({ storage_report: report, delete_stored: report });
	const { user } = draw(<StoragePage />);
	const remove = async (press: string, words: RegExp) => {
		await user.click(await screen.findByRole("button", { name: press }));
		const dialog = within(await screen.findByRole("alertdialog"));
		dialog.getByText(words);
		await user.click(dialog.getByRole("button", { name: "Delete" }));
		await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
	};
	await remove("Delete the history: Acme Europe (26041877)", /1,200 entries/);
	await remove("Delete that of removed portals…", /212 entries/);
	await remove("Delete the whole history…", /1,412 entries/);
	expect(host.callsOf("delete_stored").map(({ target }) => target)).toEqual([
		{ kind: "portal_history", connection: "c1" },
		{ kind: "removed_history" },
		{ kind: "history" },
	]);
});

test("an empty history says what will be in it, and one whose file cannot be used says so", async () => {
	const host = fakeHost({ storage_report: empty });
	const { redraw } = draw(<StoragePage key="a" />);
	await screen.findByText(/Nothing is in it/);
	expect(screen.queryByRole("button", { name: "Delete the whole history…" })).toBeNull();
	host.answer({ storage_report: () => storageReport({ history: historyExtent({ isKept: false }) }) });
	redraw(<StoragePage key="b" />);
	await screen.findByText("Its file cannot be used, so calls are not kept.");
});
