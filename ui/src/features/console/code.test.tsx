import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { draw } from "../../host/testing/render";
import { ToastRegion } from "../../ui/toast-region";
import { begin, enabledSend } from "./console.test-help";

const dialog = () => screen.findByRole("dialog", { name: "The request as code" });
const code = async () => within(await dialog()).findByRole<HTMLTextAreaElement>("textbox", { name: "Code" });

async function choose(name: string) {
	const user = userEvent.setup();
	await user.click(within(await dialog()).getByRole("button", { name: /Write it as/ }));
	await user.click(await screen.findByRole("option", { name }));
}

test("the request is shown as code in the language that was chosen last, and copied as it is shown", async () => {
	const { host, user, shown, element, redraw } = begin();
	await user.click(await screen.findByRole("button", { name: "Code…" }));
	expect((await code()).value).toContain("curl");
	expect((await code()).readOnly).toBe(true);
	expect(await screen.findByText("export HUBSPOT_TOKEN=…")).toBeTruthy();
	await choose("Python (requests)");
	await waitFor(async () => expect((await code()).value).toContain("import requests"));
	await user.click(within(await dialog()).getByRole("button", { name: "Copy" }));
	await waitFor(() =>
		expect(host.callsOf("copy_snippet")).toMatchObject([
			{ connectionId: shown.id, target: "python-requests" },
		]),
	);
	redraw(<p>Another view</p>);
	redraw(element);
	await user.click(await screen.findByRole("button", { name: "Code…" }));
	await waitFor(async () => expect((await code()).value).toContain("import requests"));
});

test("a key opens it, Esc closes it, and the focus goes back", async () => {
	const { user } = begin();
	const send = await enabledSend();
	send.focus();
	await user.keyboard("{Control>}e{/Control}");
	const shown = await dialog();
	await waitFor(() => expect(shown.contains(document.activeElement)).toBe(true));
	await user.keyboard("{Escape}");
	await waitFor(() => expect(shown.isConnected).toBe(false));
	await waitFor(() => expect(document.activeElement).toBe(send));
});

test("a request that a language cannot say tells why", async () => {
	const { user } = begin({
		write_snippet: () => {
			throw {
				code: "snippet_refused",
				message: "It cannot be written as this.",
				hint: "Choose another language.",
			};
		},
	});
	await user.click(await screen.findByRole("button", { name: "Code…" }));
	expect(await screen.findByText("It cannot be written as this.")).toBeTruthy();
});

test("a command with the secret is offered for cURL alone, and copied only once that is confirmed", async () => {
	const { host, user } = begin();
	draw(<ToastRegion />);
	await user.click(await screen.findByRole("button", { name: "Code…" }));
	await choose("Go (net/http)");
	await waitFor(() => expect(screen.queryByRole("button", { name: "Copy with the secret…" })).toBeNull());
	await choose("cURL for the Windows command prompt");
	const ask = async () => user.click(await screen.findByRole("button", { name: "Copy with the secret…" }));
	await ask();
	const question = await screen.findByRole("alertdialog", { name: "Copy the command with its secret?" });
	await waitFor(() => expect(question.contains(document.activeElement)).toBe(true));
	await user.keyboard("{Enter}{Escape}");
	await waitFor(() => expect(question.isConnected).toBe(false));
	expect(host.callsOf("copy_curl_with_secret")).toHaveLength(0);
	if (!screen.queryByRole("dialog", { name: "The request as code" })) throw new Error("Esc closed both");
	await ask();
	await user.click(await screen.findByRole("button", { name: "Copy with the secret" }));
	await waitFor(() => expect(host.callsOf("copy_curl_with_secret")).toMatchObject([{ shell: "cmd" }]));
	expect(await screen.findByText("Copied with the secret.")).toBeTruthy();
});
