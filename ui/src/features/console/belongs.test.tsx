import { act, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { openEndpoint, openRequest } from "../../domain/request-draft";
import { fail, never } from "../../host/testing/fake-host";
import { seriousFindings } from "../../host/testing/render";
import { begin, enabledSend } from "./console.test-help";

const other = { method: "GET", path: "/crm/objects/2026-03/companies" };

test("once another endpoint stands beside it, an answer is faded and says of which call it is", async () => {
	const { shown, user } = begin();
	await user.click(await enabledSend());
	const status = await screen.findByText("200 OK");
	expect(screen.queryByText(/^Answer to/)).toBeNull();
	act(() => openEndpoint(shown.id, other));
	expect((await screen.findByText(/^Answer to List contacts/)).textContent).toMatch(/, \d\d:\d\d:\d\d/);
	expect(status.closest(".faded")).not.toBeNull();
	expect(await seriousFindings()).toEqual([]);
	act(() => openEndpoint(shown.id, { method: "GET", path: "/crm/objects/2026-03/contacts" }));
	await waitFor(() => expect(screen.queryByText(/^Answer to/)).toBeNull());
	expect(status.closest(".faded")).toBeNull();
});

test("after a change of the same call its answer is told as that of before", async () => {
	const { shown, user } = begin();
	await user.click(await enabledSend());
	await screen.findByText("200 OK");
	const path = "/crm/objects/2026-03/contacts";
	const query = [{ name: "limit", value: "3", enabled: true }];
	act(() => openRequest(shown.id, { method: "GET", path, query, body: null }));
	await screen.findByText(/^Answer to this call as it was sent, .* before your changes\.$/);
});

test("an error and an answer on its way are those of their own call too", async () => {
	const failing = begin({
		send_request: () => fail("network_unreachable", "127.0.0.1:4711 did not accept the connection."),
	});
	await failing.user.click(await enabledSend());
	await screen.findByText("127.0.0.1:4711 did not accept the connection.");
	screen.getByRole("button", { name: "Send again" });
	act(() => openEndpoint(failing.shown.id, other));
	await screen.findByText("Answer to List contacts");
	expect(screen.queryByRole("button", { name: "Send again" })).toBeNull();
});

test("a call on its way is named once another one stands beside it", async () => {
	const { shown, user } = begin({ send_request: never });
	await user.click(await enabledSend());
	act(() => openEndpoint(shown.id, other));
	await screen.findByText("Waiting for the answer to List contacts.");
});
