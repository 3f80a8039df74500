import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { seriousFindings } from "../../host/testing/render";
import { sent } from "../../host/testing/samples";
import { begin, enabledSend } from "./console.test-help";

const acts = {
	copy_body_value: () => null,
	copy_body_path: () => null,
	copy_body: () => null,
	save_body: () => "contacts.json",
	body_value: () => ({ path: "$.paging.next.after", text: "522 in full", isCut: false }),
};

async function answered(more = {}) {
	const begun = begin({ ...acts, ...more });
	await begun.user.click(await enabledSend());
	const tree = await screen.findByRole("tree", { name: "Response body" });
	await within(tree).findByRole("treeitem", { name: /results/ });
	return { ...begun, tree };
}

test("Ctrl C copies the value of the active row, with Shift its path, and both are announced", async () => {
	const { user, host, tree } = await answered();
	tree.focus();
	await user.keyboard("{ArrowDown}");
	const press = (shiftKey: boolean) =>
		fireEvent.keyDown(tree, { key: shiftKey ? "C" : "c", ctrlKey: true, shiftKey });
	await waitFor(() => expect(tree.getAttribute("aria-activedescendant")).toMatch(/-1$/));
	// The system's own copy of an empty selection would take it off the clipboard again.
	expect(press(false)).toBe(false);
	await screen.findByText("Value copied");
	expect(host.callsOf("copy_body_value")).toEqual([{ responseId: "r1", node: 1 }]);
	expect(press(true)).toBe(false);
	expect((await screen.findByText("Path copied")).getAttribute("role")).toBe("status");
	expect(host.callsOf("copy_body_path")).toEqual([{ responseId: "r1", node: 1 }]);
});

test("the menu of a row copies, shows and saves, by right click and by the Menu key", async () => {
	const { user, host, tree } = await answered();
	fireEvent.contextMenu(within(tree).getByRole("treeitem", { name: /results/ }), { clientX: 9, clientY: 9 });
	const names = (await screen.findAllByRole("menuitem")).map(({ textContent }) => textContent);
	expect(names).toEqual([
		"Copy valueCtrl C",
		"Copy pathCtrl Shift C",
		"Copy key",
		"FoldEnter",
		"Copy the whole body",
		"Save the body as a file…",
	]);
	expect(await seriousFindings()).toEqual([]);
	await user.click(screen.getByRole("menuitem", { name: "Copy the whole body" }));
	await screen.findByText("Body copied");
	tree.focus();
	await user.keyboard("{ContextMenu}");
	await user.click(await screen.findByRole("menuitem", { name: /^Copy path/ }));
	await waitFor(() => expect(host.callsOf("copy_body_path")).toEqual([{ responseId: "r1", node: 1 }]));
});

test("Enter on a value shows it whole, and Esc gives the focus back to the tree", async () => {
	const { user, tree } = await answered();
	tree.focus();
	await user.keyboard("{End}");
	await user.keyboard("{Enter}");
	const dialog = await screen.findByRole("dialog", { name: "The whole value" });
	await within(dialog).findByText("522 in full");
	within(dialog).getByText("$.paging.next.after");
	await user.click(within(dialog).getByRole("button", { name: "Copy value" }));
	await within(dialog).findByText("Value copied");
	expect(await seriousFindings()).toEqual([]);
	await user.keyboard("{Escape}");
	await waitFor(() => expect(document.activeElement).toBe(tree));
});

test("a body is saved by the host under the name of its call, whatever it is", async () => {
	const { user, host } = await answered();
	await user.click(screen.getByRole("button", { name: "Save the body as a file…" }));
	await screen.findByText("Saved as contacts.json");
	expect(host.callsOf("save_body")).toEqual([{ responseId: "r1", name: "List contacts", extension: "json" }]);
});

test("a picture says once that it is not drawn, and can be saved", async () => {
	const note = "This body is not text, so it is not drawn. It can be saved as a file.";
	const picture = () => ({
		...sent({ headers: [{ name: "content-type", value: "image/png" }] }),
		body: { kind: "binary", rowCount: 0, lineCount: 0, note },
	});
	const { user, host } = begin({ ...acts, send_request: picture });
	await user.click(await enabledSend());
	await screen.findByText(note);
	expect(screen.getAllByText(/not drawn/)).toHaveLength(1);
	expect(screen.queryByRole("button", { name: "Copy the whole body" })).toBeNull();
	await user.click(screen.getByRole("button", { name: "Save the body as a file…" }));
	await waitFor(() => expect(host.callsOf("save_body")).toMatchObject([{ extension: "png" }]));
});

test("headers are walked by arrows and copied one by one or all", async () => {
	const { user, host } = await answered();
	await user.click(screen.getByRole("tab", { name: "Headers (2)" }));
	const first = (await screen.findByRole("rowheader", { name: "content-type" })).closest("tr");
	first?.focus();
	await user.keyboard("{ArrowDown}{Control>}c{/Control}");
	await screen.findByText("Value copied");
	expect(host.callsOf("copy_text")).toEqual([{ text: "019d7712-d98f-7622-ad7a-045a0bcb177b" }]);
	await user.keyboard("{Shift>}{F10}{/Shift}");
	await user.click(await screen.findByRole("menuitem", { name: "Copy all headers" }));
	await screen.findByText("Headers copied");
	expect(await seriousFindings()).toEqual([]);
});

test("long lines of the text are wrapped when that is asked for, and it is remembered", async () => {
	const { user } = await answered();
	await user.click(screen.getByRole("tab", { name: "Raw" }));
	await user.click(screen.getByRole("button", { name: "Wrap long lines" }));
	const raw = screen.getByRole("region", { name: "Raw body" });
	const line = (await within(raw).findAllByText('"lifecyclestage": "lead",'))[0]?.closest("[data-index]");
	expect(line?.className).toContain("wrapped");
	expect(localStorage.getItem("portalscope.response.wrap")).toBe("true");
});

test("the head of an answer has a menu, too, and the correlation ID is explained", async () => {
	const { user, host } = await answered();
	fireEvent.contextMenu(screen.getByText("019d7712-d98f-7622-ad7a-045a0bcb177b"), { clientX: 9, clientY: 9 });
	await user.click(await screen.findByRole("menuitem", { name: "Copy correlation ID" }));
	expect(host.callsOf("copy_text")).toEqual([{ text: "019d7712-d98f-7622-ad7a-045a0bcb177b" }]);
	screen.getByRole("button", { name: "What is a correlation ID?" });
});
