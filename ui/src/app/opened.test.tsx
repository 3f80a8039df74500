import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeAll, expect, test } from "vitest";
import type { ArrivedLink, OpenedReport } from "../host/bindings";
import { demoAnswers } from "../host/testing/demo-answers";
import { type Answers, fail, fakeHost } from "../host/testing/fake-host";
import { draw, seriousFindings } from "../host/testing/render";
import { openedAnswers, openedHar, openedReport } from "../host/testing/report-answers";
import { initialState, named } from "../host/testing/samples";
import { back } from "../navigation/navigation";
import { App } from "./app";
import { loadViews } from "./views";

beforeAll(loadViews);

function begin(open: OpenedReport[] = [], more: Answers = {}, state = initialState()) {
	const host = fakeHost({ ...demoAnswers(state), ...openedAnswers(open), ...more });
	return { host, ...draw(<App />) };
}

type View = ReturnType<typeof begin>;
const rail = async () => within(await screen.findByRole("region", { name: "Reports" }));
const heading = (name: string) => screen.findByRole("heading", { name, level: 1 });

async function openFile({ user }: View) {
	await user.click((await rail()).getByRole("button", { name: "Reports…" }));
	await user.click(await screen.findByRole("menuitem", { name: "Open a report or a HAR file…" }));
}

async function show(view: View, name: RegExp) {
	await view.user.click(await (await rail()).findByRole("button", { name }));
}

test("a file that is opened is shown as a portal of then, read only, and nothing of it counts down", async () => {
	const view = begin();
	await openFile(view);
	await heading("Customer Ltd");
	screen.getByText("REPORT · read only");
	screen.getByText("40 calls; 6 failed.");
	screen.getByText("A scope is missing.");
	screen.getByText(/The least that was left: 0 of 190 calls/);
	screen.getByText("Refreshing the token failed: invalid_grant.");
	expect(screen.queryByRole("timer")).toBeNull();
	expect(screen.queryByRole("tab", { name: "Console" })).toBeNull();
	expect(await seriousFindings()).toEqual([]);
	view.host.expectNoStrays();
});

test("the scopes of a report stand with their verdicts as of then", async () => {
	const view = begin([openedReport()]);
	await show(view, /^Customer Ltd/);
	await view.user.click(await screen.findByRole("tab", { name: "Scopes" }));
	within(screen.getByRole("list", { name: "Scopes" })).getByText("crm.objects.contacts.read");
	screen.getByText("Missing scopes");
	screen.getByText("Missing: crm.objects.deals.read");
	screen.getByText("forms");
	expect(await seriousFindings()).toEqual([]);
});

test("several files stand side by side, and each is closed by itself", async () => {
	const view = begin([openedReport(), openedHar()]);
	await show(view, /^browser\.har/);
	await screen.findByText("This is a HAR file, not a report.");
	screen.getByText(/recorded by Firefox/);
	expect(screen.queryByRole("tab", { name: "Scopes" })).toBeNull();
	await show(view, /^Customer Ltd/);
	await heading("Customer Ltd");
	await view.user.click((await rail()).getByRole("button", { name: "Close the report of browser.har" }));
	await waitFor(async () => expect((await rail()).queryByText("browser.har")).toBeNull());
	await heading("Customer Ltd");
	await view.user.click(screen.getByRole("button", { name: "Close" }));
	await heading("Diagnostics");
	act(() => back());
	await screen.findByText("This file was closed");
});

test("a call of a file is read with its answer and diagnosis, and opened in a portal of one's own without being sent", async () => {
	const connections = [named("c1", "Acme", "111"), named("c2", "Northwind", "222")];
	const view = begin([openedReport()], {}, initialState({ connections }));
	await show(view, /^Customer Ltd/);
	await view.user.click(await screen.findByRole("tab", { name: "History" }));
	const list = await screen.findByRole("listbox", { name: /^Calls/ });
	await view.user.click((await within(list).findAllByRole("option"))[2] as HTMLElement);
	const entry = within(await screen.findByRole("region", { name: "Entry" }));
	await entry.findByRole("tab", { name: "Answer" });
	entry.getByRole("tab", { name: "Request" });
	expect(entry.queryByRole("button", { name: /Re-authorize|Send again|Refresh/ })).toBeNull();
	expect(await seriousFindings()).toEqual([]);
	await view.user.click(entry.getByRole("button", { name: "Try it on my portal…" }));
	await view.user.click(await screen.findByRole("menuitem", { name: "Northwind (222)" }));
	await heading("Northwind");
	expect(await screen.findByRole("textbox", { name: "Path" })).toHaveProperty("value", "/crm/tried");
	expect(view.host.callsOf("opened_draft")).toHaveLength(1);
	expect(view.host.callsOf("send_request")).toEqual([]);
});

test("Escape closes a call and gives the focus back to the list", async () => {
	const view = begin([openedReport()]);
	await show(view, /^Customer Ltd/);
	await view.user.click(await screen.findByRole("tab", { name: "History" }));
	const list = await screen.findByRole("listbox", { name: /^Calls/ });
	list.focus();
	await view.user.keyboard("{Enter}");
	await screen.findByRole("region", { name: "Entry" });
	await view.user.keyboard("{Escape}");
	await waitFor(() => expect(document.activeElement).toBe(list));
});

test("the calls of a file are searched in the file", async () => {
	const view = begin([openedReport()]);
	await show(view, /^Customer Ltd/);
	await view.user.click(await screen.findByRole("tab", { name: "History" }));
	await view.user.type(await screen.findByRole("searchbox", { name: /this file/ }), "403");
	await waitFor(() =>
		expect(view.host.callsOf("opened_rows").at(-1)).toMatchObject({ id: "o1", lookup: { text: "403" } }),
	);
});

test("a file that is refused says why and opens nothing", async () => {
	const view = begin([], {
		open_report_file: () => fail("report_refused", "This is neither a report nor a HAR file."),
	});
	await openFile(view);
	await screen.findByText("This is neither a report nor a HAR file.");
	expect((await rail()).queryByRole("listitem")).toBeNull();
});

test("a report that is dropped on the window is opened by the host, which says when it is refused", async () => {
	const report = openedReport();
	const view = begin([report]);
	await rail();
	await act(() => view.host.emit("report-dropped", { kind: "read", calls: 400 }));
	await screen.findByText("Opening a file: 400 calls read…");
	await view.user.click(screen.getByRole("button", { name: "Cancel the opening" }));
	expect(view.host.callsOf("cancel_opening")).toHaveLength(1);
	await act(() => view.host.emit("report-dropped", { kind: "opened", report }));
	await heading("Customer Ltd");
	const error = { code: "report_refused", message: "The file is damaged.", hint: "Ask for it again." };
	await act(() => view.host.emit("report-dropped", { kind: "failed", error }));
	await screen.findByText("The file is damaged.");
});

test("Ctrl and a number go along the tabs that a report has", async () => {
	const view = begin([openedReport()]);
	await show(view, /^Customer Ltd/);
	await heading("Customer Ltd");
	await view.user.keyboard("{Control>}4{/Control}");
	await screen.findByRole("tab", { name: "History", selected: true });
	await view.user.keyboard("{Control>}3{/Control}");
	screen.getByRole("tab", { name: "History", selected: true });
});

test("a portal's menu begins a report, and so does the palette", async () => {
	const view = begin();
	await view.user.click(await screen.findByRole("button", { name: "Portal actions" }));
	await view.user.click(await screen.findByRole("menuitem", { name: "Make a report…" }));
	await screen.findByRole("dialog", { name: /^Report of/ });
	await view.user.keyboard("{Escape}");
	await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
	await view.user.keyboard("{Control>}k{/Control}");
	await view.user.keyboard("ask for a report");
	await view.user.click(await screen.findByRole("menuitem", { name: /Ask for a report/ }));
	await screen.findByRole("dialog", { name: "Ask for a report" });
});

test("a link that asks for a report asks first, fills in the form, and makes nothing", async () => {
	const link: ArrivedLink = {
		kind: "report",
		link: { portal: "222", period: "two_hours", note: "Ada <i>of support</i>" },
	};
	const waiting = [link];
	const connections = [named("c1", "Acme", "111"), named("c2", "Northwind", "222")];
	const view = begin([], { take_link: () => waiting.shift() ?? null }, initialState({ connections }));
	const asked = within(await screen.findByRole("dialog", { name: "A link asks for a report" }));
	asked.getByText("Ada <i>of support</i>");
	asked.getByText(/Northwind \(222\)/);
	expect(await seriousFindings()).toEqual([]);
	await view.user.click(asked.getByRole("button", { name: "Fill in the form" }));
	const form = within(await screen.findByRole("dialog", { name: "Report of Northwind (222)" }));
	form.getByRole("button", { name: /The last 2 hours/ });
	form.getByText("Ada <i>of support</i>");
	expect(view.host.callsOf("prepare_report")).toEqual([]);
});

test("a link that asks for a report of a portal that is not connected opens no other", async () => {
	const link: ArrivedLink = { kind: "report", link: { portal: "777", period: null, note: null } };
	const waiting = [link];
	begin([], { take_link: () => waiting.shift() ?? null });
	await screen.findByText(/It is for portal 777, which is not connected here/);
});

test("the menu of a call of a file has nothing that would act on the app's own history", async () => {
	const view = begin([openedReport()]);
	await show(view, /^Customer Ltd/);
	await view.user.click(await screen.findByRole("tab", { name: "History" }));
	const list = within(await screen.findByRole("listbox", { name: /^Calls/ }));
	const row = (await list.findAllByRole("option"))[0] as HTMLElement;
	fireEvent.contextMenu(row, { clientX: 9, clientY: 9 });
	const items = (await screen.findAllByRole("menuitem")).map(({ textContent }) => textContent);
	expect(items).toEqual(["OpenEnter", "Copy correlation ID", "Copy method and path"]);
});
