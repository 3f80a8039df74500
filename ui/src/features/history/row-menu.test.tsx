import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { seriousFindings } from "../../host/testing/render";
import { begin, list } from "./history.test-help";

test("a row's menu copies and sends without opening it, by right click", async () => {
	const { user, host } = begin();
	const rows = await within(await list()).findAllByRole("option");
	fireEvent.contextMenu(rows[2] as HTMLElement, { clientX: 9, clientY: 9 });
	await screen.findByRole("menuitem", { name: "Copy as cURL" });
	expect(await seriousFindings()).toEqual([]);
	await user.click(screen.getByRole("menuitem", { name: "Copy method and path" }));
	await waitFor(() =>
		expect(host.callsOf("copy_text")[0]?.text).toMatch(/^POST \/engagements\/v1\/engagements/),
	);
	expect(screen.queryByRole("region", { name: "Entry" })).toBeNull();
});

test("by the Menu key it is that of the active row, and Esc gives the focus back", async () => {
	const { user } = begin();
	const calls = await list();
	await within(calls).findAllByRole("option");
	calls.focus();
	await user.keyboard("{ArrowDown}{ContextMenu}");
	await screen.findByRole("menuitem", { name: /^Delete this entry/ });
	await user.keyboard("{Escape}");
	await waitFor(() => expect(document.activeElement).toBe(calls));
});
