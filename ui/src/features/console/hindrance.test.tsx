import { act, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { openEndpoint } from "../../domain/request-draft";
import type { RequestProblem } from "../../host/bindings";
import { never } from "../../host/testing/fake-host";
import { seriousFindings } from "../../host/testing/render";
import { preview } from "../../host/testing/samples";
import { begin, enabledSend } from "./console.test-help";

const problem = (part: Partial<RequestProblem>): RequestProblem => ({
	at: "path",
	name: null,
	message: "",
	offset: null,
	line: null,
	column: null,
	...part,
});
const ctrlEnter = "{Control>}{Enter}{/Control}";

test("Ctrl Enter on a read-only portal says why, and the focus is on the way out", async () => {
	const locked = problem({ at: "lock", message: "This portal is read-only." });
	const { user, host } = begin({ preview_request: () => preview({ problems: [locked] }) });
	const way = await screen.findByRole("button", { name: "Unlock writing…" });
	await user.keyboard(ctrlEnter);
	await waitFor(() => expect(document.activeElement).toBe(way));
	expect(screen.getByRole("alert").textContent).toBe("Not sent. This portal is read-only.");
	expect(host.callsOf("send_request")).toEqual([]);
	expect(await seriousFindings()).toEqual([]);
});

test("Ctrl Enter without a value for the path marks its field and goes there", async () => {
	const missing = problem({ at: "path_value", name: "contactId", message: "contactId has no value yet." });
	const { user, shown } = begin({ preview_request: () => preview({ problems: [missing] }) });
	act(() => openEndpoint(shown.id, { method: "GET", path: "/crm/objects/2026-03/contacts/{contactId}" }));
	await screen.findByText("To send, fill in contactId.");
	await user.keyboard(ctrlEnter);
	const field = screen.getByRole("textbox", { name: "contactId" });
	await waitFor(() => expect(document.activeElement).toBe(field));
	expect(field.getAttribute("aria-invalid")).toBe("true");
	screen.getByText("contactId has no value yet.");
	// It is said each time.
	const first = screen.getByRole("alert");
	await user.keyboard(ctrlEnter);
	await waitFor(() => expect(screen.getByRole("alert")).not.toBe(first));
});

test("Ctrl Enter while a call is on its way says that", async () => {
	const { user } = begin({ send_request: never });
	await user.click(await enabledSend());
	await user.keyboard(ctrlEnter);
	await screen.findByText(/A call is on its way already/);
});

test("once writing is unlocked the focus is on Send, since its link is gone", async () => {
	const locked = problem({ at: "lock", message: "This portal is read-only." });
	let problems = [locked];
	const { user, client } = begin({ preview_request: () => preview({ problems }) });
	await user.click(await screen.findByRole("button", { name: "Unlock writing…" }));
	problems = [];
	await act(() => client.invalidateQueries());
	await waitFor(async () => expect(document.activeElement).toBe(await enabledSend()));
});
