import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { openEndpoint } from "../../domain/request-draft";
import { never } from "../../host/testing/fake-host";
import { seriousFindings } from "../../host/testing/render";
import { preview } from "../../host/testing/samples";
import { begin } from "./console.test-help";

const endpoint = { method: "DELETE", path: "/crm/objects/2026-03/contacts/512" };
const dialog = () => screen.findByRole("alertdialog", { name: "Archive in Acme Europe?" });
const ctrlEnter = () =>
	fireEvent.keyDown(document.activeElement ?? document.body, { key: "Enter", ctrlKey: true });
const noDialog = () => waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());

async function drafted(writeLock: "unlocked" | "not_needed") {
	const view = begin({}, { writeLock });
	act(() => openEndpoint(view.shown.id, endpoint));
	const button = await screen.findByRole("button", { name: "Archive in Acme Europe…" });
	return { ...view, button };
}

test("a destructive call in a sandbox is asked for by one step, which Enter does not take", async () => {
	const { host, user, button } = await drafted("not_needed");
	const path = screen.getByRole("textbox", { name: "Path" });
	path.focus();
	ctrlEnter();
	const asked = await dialog();
	const cancel = within(asked).getByRole("button", { name: "Cancel" });
	await waitFor(() => expect(document.activeElement).toBe(cancel));
	within(asked).getByText(`DELETE https://api.hubapi.com${endpoint.path}`);
	within(asked).getByText("PRODUCTION");
	expect(await seriousFindings()).toEqual([]);
	ctrlEnter();
	await user.keyboard("{Enter}");
	await noDialog();
	await waitFor(() => expect(document.activeElement).toBe(path));
	expect(host.callsOf("send_request")).toEqual([]);

	await user.click(button);
	await user.click(within(await dialog()).getByRole("button", { name: "Archive in Acme Europe" }));
	await waitFor(() => expect(host.callsOf("send_request")).toHaveLength(1));
	expect(host.callsOf("send_request")[0]).toMatchObject({
		draft: endpoint,
		confirmation: { kind: "given" },
	});
	await noDialog();
	host.expectNoStrays();
});

test("in production the Hub ID is typed, and neither Enter nor another id sends", async () => {
	const { host, user } = await drafted("unlocked");
	ctrlEnter();
	const asked = await dialog();
	const field = within(asked).getByRole("textbox", { name: "Type the Hub ID 26041877 to go on" });
	const archive = within(asked).getByRole("button", { name: "Archive in Acme Europe" });
	await waitFor(() => expect(document.activeElement).toBe(field));
	await user.type(field, "26041878{Enter}");
	await user.click(archive);
	await within(asked).findByText("This is not the Hub ID of Acme Europe. Nothing was sent.");
	await waitFor(() => expect(document.activeElement).toBe(field));
	await user.clear(field);
	await user.type(field, " 26041877{Enter}");
	ctrlEnter();
	expect(screen.queryByText(/This is not the Hub ID/)).toBeNull();
	expect(host.callsOf("send_request")).toEqual([]);
	await user.click(archive);
	await waitFor(() => expect(host.callsOf("send_request")).toHaveLength(1));
	expect(host.callsOf("send_request")[0]).toMatchObject({
		confirmation: { kind: "hub_id", typed: " 26041877" },
	});
});

test("each call is asked for anew, and Esc sends nothing", async () => {
	const { host, user, button } = await drafted("not_needed");
	await user.click(button);
	await user.click(within(await dialog()).getByRole("button", { name: "Archive in Acme Europe" }));
	await waitFor(() => expect(host.callsOf("send_request")).toHaveLength(1));
	await noDialog();
	await user.click(await screen.findByRole("button", { name: "Archive in Acme Europe…" }));
	await dialog();
	await user.keyboard("{Escape}");
	await noDialog();
	expect(host.callsOf("send_request")).toHaveLength(1);
});

test("a record without content is asked for in words of its own, and a call that needs nothing is sent at once", async () => {
	const required = {
		reason: "empty_create",
		step: "one_step",
		act: "Create a contact in Acme Europe",
		sentence: "This creates a contact without any property in Acme Europe.",
	} as const;
	const { host, user } = begin({ preview_request: () => preview({ confirmation: required }) });
	await user.click(await screen.findByRole("button", { name: "Create a contact in Acme Europe…" }));
	const asked = await screen.findByRole("alertdialog", { name: "Create a contact in Acme Europe?" });
	within(asked).getByText(required.sentence);
	await user.click(within(asked).getByRole("button", { name: "Cancel" }));
	expect(host.callsOf("send_request")).toEqual([]);
});

test("what is asked for is the draft as it is now, not as it was when last looked at", async () => {
	const { host, shown, user } = begin({}, { writeLock: "not_needed" });
	await user.click(await screen.findByRole("button", { name: "Send to Acme Europe" }));
	await screen.findByText("200 OK");
	act(() => openEndpoint(shown.id, endpoint));
	ctrlEnter();
	await dialog();
	expect(host.callsOf("send_request")).toHaveLength(1);
});

test("a call that waits for its answer is not asked for a second time", async () => {
	const { host, user, button } = await drafted("not_needed");
	host.answer({ send_request: never });
	await user.click(button);
	await user.click(within(await dialog()).getByRole("button", { name: "Archive in Acme Europe" }));
	await screen.findByText("Waiting for the answer");
	ctrlEnter();
	await noDialog();
	expect(host.callsOf("send_request")).toHaveLength(1);
});
