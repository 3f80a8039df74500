import { act, cleanup, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { fail, never } from "../../host/testing/fake-host";
import { historyEntries, historyRow } from "../../host/testing/history-answers";
import { seriousFindings } from "../../host/testing/render";
import { inSeconds } from "../../host/testing/samples";
import { currentPlace } from "../../navigation/navigation";
import { begin, drawWithoutPortals, goBack, list } from "./history.test-help";

test("loading: what is waited for is said", () => {
	begin([], { history_rows: never });
	screen.getByText("Reading the history");
});

test("empty: it says what comes here, and where calls are made", async () => {
	const { user } = begin([]);
	await screen.findByText("Nothing was called yet");
	await user.click(screen.getByRole("button", { name: "Open the console" }));
	expect(currentPlace()).toMatchObject({ kind: "portal", id: "c1", tab: "console" });
	cleanup();
	const without = drawWithoutPortals();
	await without.user.click(await screen.findByRole("button", { name: "Connect a portal" }));
	expect(currentPlace()).toEqual({ kind: "connect" });
});

test("error: why it cannot be read, and the way to try again", async () => {
	const { host, user } = begin([], { history_rows: () => fail("storage_failed", "It cannot be read.") });
	expect((await screen.findByRole("alert")).textContent).toContain("It cannot be read.");
	host.answer({ history_rows: () => ({ rows: [historyRow()], next: null }) });
	await user.click(screen.getByRole("button", { name: "Try again" }));
	await list();
});

test("data: entries stand under their days with status, cause and call", async () => {
	begin();
	const options = await within(await list()).findAllByRole("option");
	expect(options[0]?.textContent).toMatch(/^200 List contacts.*GET .*contacts\?limit=0142 ms$/);
	expect(options[2]?.textContent).toContain("Log an engagement · missing scopes");
	expect(options[4]?.textContent).toContain("Token refresh");
	expect(await seriousFindings()).toEqual([]);
});

test("each day has a heading", async () => {
	const before = historyRow({ id: "0", sentAt: inSeconds(-86_400) });
	begin([historyRow({ sentAt: inSeconds(0) }), before]);
	await list();
	expect(screen.getByText("Today").getAttribute("role")).toBe("presentation");
	screen.getByText("Yesterday");
});

test("more is read as the end comes near, and pages without a match are passed over", async () => {
	const { host } = begin([], {
		history_rows: ({ cursor }) => {
			const at = (cursor as { file: number } | null)?.file ?? 4;
			return {
				rows: at === 2 ? [historyRow({ id: "2" })] : [],
				next: at > 0 ? { file: at - 1, memory: null } : null,
			};
		},
	});
	expect(await within(await list()).findAllByRole("option")).toHaveLength(1);
	await waitFor(() => expect(host.callsOf("history_rows")).toHaveLength(5));
});

test("words, failures and filters are asked of the host and taken back one by one", async () => {
	const { host, user } = begin();
	await list();
	await user.type(screen.getByRole("searchbox", { name: "Search the history" }), "019d7712");
	await user.click(screen.getByRole("switch", { name: "Only failures" }));
	await user.click(screen.getByRole("button", { name: "Filters" }));
	await user.type(screen.getByRole("textbox", { name: "Status" }), "4xx");
	const asked = { text: "019d7712", failures: true, minStatus: 400, maxStatus: 499, connection: "c1" };
	await waitFor(() => expect(host.callsOf("history_rows").at(-1)?.lookup).toMatchObject(asked));
	expect(await seriousFindings()).toEqual([]);
	await user.click(screen.getByRole("button", { name: "Without the filter 4xx" }));
	expect(screen.getByRole("textbox", { name: "Status" })).toHaveProperty("value", "");
	expect(screen.queryByRole("button", { name: /^Without/ })).toBeNull();
});

test("where nothing fits, one press clears the search", async () => {
	const { user } = begin();
	await list();
	await user.type(screen.getByRole("searchbox", { name: "Search the history" }), "nowhere to be found");
	await screen.findByText("Nothing fits");
	await user.click(screen.getByRole("button", { name: "Clear search and filters" }));
	await list();
});

test("by keyboard alone: searched with a slash, walked with arrows, opened with Enter, left with Esc", async () => {
	const { user } = begin();
	(await list()).focus();
	await user.keyboard("/");
	expect(document.activeElement).toBe(screen.getByRole("searchbox", { name: "Search the history" }));
	await user.keyboard("engagement");
	await waitFor(() => expect(screen.getAllByRole("option").length).toBeLessThan(10));
	await user.keyboard("{Enter}");
	const box = await list();
	expect(document.activeElement).toBe(box);
	await user.keyboard("{ArrowDown}{Enter}");
	const pane = await screen.findByRole("region", { name: "Entry" });
	expect(document.activeElement).toBe(pane);
	await within(pane).findByRole("heading", { name: "Log an engagement" });
	await user.keyboard("{Escape}");
	await waitFor(() => expect(screen.queryByRole("region", { name: "Entry" })).toBeNull());
	await waitFor(() => expect(document.activeElement).toBe(box));
});

test("going back closes the entry and keeps the search", async () => {
	const { user } = begin();
	await user.type(await screen.findByRole("searchbox", { name: "Search the history" }), "engagement");
	await waitFor(() => expect(screen.getAllByRole("option").length).toBeLessThan(10));
	await user.click((await within(await list()).findAllByRole("option"))[0] as HTMLElement);
	await screen.findByRole("region", { name: "Entry" });
	goBack();
	await waitFor(() => expect(screen.queryByRole("region", { name: "Entry" })).toBeNull());
	expect(screen.getByRole("searchbox", { name: "Search the history" })).toHaveProperty("value", "engagement");
});

test("a new call comes into the list by the event alone", async () => {
	const entries = historyEntries(3);
	const { host } = begin(entries);
	expect(await within(await list()).findAllByRole("option")).toHaveLength(3);
	entries.unshift(historyRow({ id: "4", title: "Read a contact" }));
	await act(() => host.emit("history-changed", null));
	await within(await list()).findByRole("option", { name: /Read a contact/ });
});

test("of all portals each entry names its own, and a portal is a filter", async () => {
	const gone = historyRow({ id: "2", connection: "gone", portal: "9915002" });
	const { host, user } = begin([gone, historyRow()], {}, true);
	const options = await within(await list()).findAllByRole("option");
	expect(options.map((option) => option.textContent)).toEqual([
		expect.stringContaining("Portal 9915002"),
		expect.stringContaining("Acme Europe"),
	]);
	await user.click(screen.getByRole("button", { name: "Filters" }));
	await user.click(screen.getByRole("button", { name: /Portal/ }));
	await user.click(await screen.findByRole("option", { name: "Acme Europe (26041877)" }));
	await waitFor(() =>
		expect(host.callsOf("history_rows").at(-1)?.lookup).toMatchObject({ connection: "c1" }),
	);
});

test("operations, errors and versions lead to their calls", async () => {
	const { host, user } = begin();
	await user.click(screen.getByRole("tab", { name: "Operations" }));
	await screen.findByText("1,204 calls");
	await user.click(screen.getByRole("tab", { name: "Versions" }));
	await screen.findByText(/unsupported from September 2027/);
	expect(await seriousFindings()).toEqual([]);
	await user.click(screen.getByRole("tab", { name: "Errors" }));
	await user.click(await screen.findByRole("button", { name: "Log an engagement: missing scopes" }));
	await list();
	const asked = { cause: "MISSING_SCOPES", operation: "/engagements/v1/engagements", method: "POST" };
	expect(host.callsOf("history_rows").at(-1)?.lookup).toMatchObject(asked);
	goBack();
	await screen.findByText("12 failures");
});

test("what is found is deleted once it is said how much it is", async () => {
	const { host, user } = begin();
	await user.click(await screen.findByRole("switch", { name: "Only failures" }));
	await user.click(screen.getByRole("button", { name: "With what is found" }));
	await user.click(await screen.findByRole("menuitem", { name: "Delete what is found…" }));
	const dialog = await screen.findByRole("alertdialog", { name: "Delete from the history?" });
	await within(dialog).findByText("9 entries");
	expect(dialog.textContent).toContain("Acme Europe (26041877)");
	expect(await seriousFindings()).toEqual([]);
	await user.click(within(dialog).getByRole("button", { name: "Delete" }));
	await waitFor(() => expect(host.callsOf("delete_history")).toHaveLength(1));
	expect(host.callsOf("delete_history")[0]?.lookup).toMatchObject({ failures: true, connection: "c1" });
});
