import { fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import type { Import, ImportedRequest, RequestDraft } from "../../host/bindings";
import { fail } from "../../host/testing/fake-host";
import { pasteEvent } from "../../host/testing/paste-event";
import { draw } from "../../host/testing/render";
import { preview } from "../../host/testing/samples";
import { closeDialog, navigation } from "../../navigation/navigation";
import { ToastRegion } from "../../ui/toast-region";
import { begin } from "./console.test-help";

const request: ImportedRequest = {
	name: null,
	title: "List owners",
	draft: { method: "POST", path: "/crm/v3/owners", pathValues: {}, query: [], headers: [], body: '{"a":1}' },
	sent: "POST https://api.hubapi.com/crm/v3/owners",
	hadCredential: true,
	skipped: ["X-Trace"],
	warnings: [],
	findings: [],
};

const requests = (part: Partial<ImportedRequest> = {}, more: Partial<Import> = {}) => ({
	kind: "requests",
	import: { form: "cURL", requests: [{ ...request, ...part }], problems: [], page: null, ...more },
});

afterEach(closeDialog);

const pathField = () => screen.findByRole<HTMLInputElement>("textbox", { name: "Path" });

test("a pasted command becomes the request, and the page does not look at what was pasted", async () => {
	const { host } = begin({ paste_into_path: () => requests() });
	draw(<ToastRegion />);
	const path = await pathField();
	const paste = pasteEvent(path);
	fireEvent(path, paste.event);
	await waitFor(() => expect(path).toHaveProperty("value", "/crm/v3/owners"));
	await waitFor(() => expect(host.callsOf("preview_request").at(-1)?.draft).toEqual(request.draft));
	await screen.findByText(/Its token was removed: Portalscope uses this connection's own/);
	await screen.findByText(/Headers not taken: X-Trace\./);
	expect([paste.event.defaultPrevented, paste.wasRead()]).toEqual([true, false]);
	expect(host.callsOf("paste_into_path")).toEqual([{ source: "clipboard" }]);
});

test("what a command loses is said", async () => {
	const lost = "The body stands in a file (`new.json`), which is not read.";
	begin({
		paste_into_path: () => requests({ draft: { ...request.draft, body: null }, warnings: [lost] }),
	});
	draw(<ToastRegion />);
	const path = await pathField();
	fireEvent(path, pasteEvent(path).event);
	await screen.findByText("Not all of this request was taken.");
	await screen.findByText(new RegExp(lost.replace(/[()]/g, "\\$&")));
});

test("a path goes in where the caret stands, and a replaced secret is told", async () => {
	begin({ paste_into_path: () => ({ kind: "path", text: { text: "«secret»", isRedacted: true } }) });
	draw(<ToastRegion />);
	const path = await pathField();
	const before = path.value;
	path.setSelectionRange(4, 4);
	fireEvent(path, pasteEvent(path).event);
	await waitFor(() => expect(path.value).toBe(`${before.slice(0, 4)}«secret»${before.slice(4)}`));
	await screen.findByText("A secret in the pasted text was replaced by its label.");
});

test("what is refused leaves the path as it is and is said, and so is a clipboard that fails", async () => {
	let isEmpty = false;
	const refused = {
		kind: "refused",
		message: "That text holds a token; it was not taken.",
		hint: "Paste a path.",
	};
	const empty = () => fail("clipboard_empty", "There is no text on the clipboard.", "Copy it first.");
	const { host } = begin({ paste_into_path: () => (isEmpty ? empty() : refused) });
	draw(<ToastRegion />);
	const path = await pathField();
	const before = path.value;
	fireEvent(path, pasteEvent(path).event);
	await screen.findByText("That text holds a token; it was not taken.");
	isEmpty = true;
	fireEvent(path, pasteEvent(path).event);
	await screen.findByText("There is no text on the clipboard.");
	expect(path.value).toBe(before);
	expect(host.callsOf("paste_into_path")).toHaveLength(2);
});

test("a paste into the body comes from the host", async () => {
	const { host } = begin({ paste_text: () => ({ text: '{"b":2}', isRedacted: false }) });
	const { user } = draw(<ToastRegion />);
	await user.click(await screen.findByRole("button", { name: /Method/ }));
	await user.click(await screen.findByRole("option", { name: "POST" }));
	const editor = (await screen.findByTestId("json-editor")).shadowRoot?.querySelector(".cm-content");
	if (!editor) throw new Error("no editor");
	const paste = pasteEvent(editor);
	fireEvent(editor, paste.event);
	await waitFor(() =>
		expect(host.callsOf("preview_request").at(-1)?.draft).toMatchObject({ body: '{"b":2}' }),
	);
	expect([paste.event.defaultPrevented, paste.wasRead()]).toEqual([true, false]);
});

test("what was wrong with a pasted request is said above the mended one, until it is put away", async () => {
	const finding = {
		rule: "token-in-query",
		severity: "error" as const,
		place: "query",
		message: "The token stands in the address.",
		mend: null,
	};
	const { user } = begin({ paste_into_path: () => requests({ findings: [finding] }) });
	const path = await pathField();
	fireEvent(path, pasteEvent(path).event);
	await screen.findByText("What you pasted would have failed.");
	screen.getByText(/The token stands in the address\./);
	await user.click(screen.getByRole("button", { name: "Got it" }));
	expect(screen.queryByText(/The token stands in the address/)).toBeNull();
});

test("several requests are shown before they are opened", async () => {
	begin({ paste_into_path: () => requests({}, { requests: [request, { ...request, name: "Second" }] }) });
	const path = await pathField();
	const before = path.value;
	fireEvent(path, pasteEvent(path).event);
	await waitFor(() => expect(navigation().dialog).toMatchObject({ kind: "import" }));
	expect(path.value).toBe(before);
});

test("a link to a page of another portal is not taken for one of this", async () => {
	const page = { hubId: "99", connections: ["other"] };
	begin({ paste_into_path: () => requests({}, { page }) });
	const path = await pathField();
	fireEvent(path, pasteEvent(path).event);
	await waitFor(() => expect(navigation().dialog).toMatchObject({ kind: "import", import: { page } }));
});

test("what one press mends in the request has a button, and the request changes", async () => {
	const finding = {
		rule: "wrong-method",
		severity: "error" as const,
		place: "method",
		message: "A search is a POST.",
		mend: "Send it with POST",
	};
	const mended = { ...request.draft, path: "/crm/objects/2026-03/contacts/search" };
	const { host, user } = begin({
		preview_request: ({ draft }) =>
			preview({ findings: (draft as RequestDraft).method === "GET" ? [finding] : [] }),
		mend_request: () => mended,
	});
	await user.click(await screen.findByRole("button", { name: "Send it with POST" }));
	expect(host.callsOf("mend_request")[0]).toMatchObject({ finding });
	await waitFor(() => expect(screen.queryByText(/A search is a POST/)).toBeNull());
	expect((await pathField()).value).toBe(mended.path);
});
