import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { clearDiagnosed } from "../features/diagnostics/diagnosed";
import { pasteEvent } from "../host/testing/paste-event";
import { openDialog } from "../navigation/navigation";
import { begin, openTab, page, press, toTab } from "./app-navigation.test-help";
import { loadViews } from "./views";

beforeAll(loadViews);
beforeEach(clearDiagnosed);

const box = () => screen.findByRole("textbox", { name: "Paste whatever failed" });

test("Ctrl 5 opens Diagnostics, where a paste anywhere is diagnosed", async () => {
	const { host } = begin();
	await page("Acme Europe");
	toTab(5);
	expect(openTab()).toBe("Diagnostics");
	await box();
	const pasted = pasteEvent(document.body);
	fireEvent(document.body, pasted.event);
	await screen.findByRole("region", { name: "What was found" });
	expect([pasted.event.defaultPrevented, pasted.wasRead()]).toEqual([true, false]);
	expect(host.callsOf("diagnose_pasted")).toEqual([{ source: "clipboard" }]);
	expect(host.callsOf("paste_into_path")).toEqual([]);
});

test("without a portal, Diagnostics is a place of its own", async () => {
	const { user } = begin({ connections: [] });
	await user.click(await screen.findByRole("button", { name: "Diagnostics" }));
	await page("Diagnostics");
	await box();
});

test("the palette goes to the paste box, and finds causes by their words", async () => {
	const { user } = begin();
	await page("Acme Europe");
	const search = async () => {
		press("k", { ctrlKey: true });
		return screen.findByRole("searchbox", { name: /Search portals/ });
	};
	await user.type(await search(), "diagnose");
	await user.click(await screen.findByRole("menuitem", { name: /Diagnose an error/ }));
	expect(openTab()).toBe("Diagnostics");
	const field = await box();
	await waitFor(() => expect(document.activeElement).toBe(field));
	await user.type(await search(), "expired");
	await user.click(await screen.findByRole("menuitem", { name: /The access token has expired/ }));
	const dialog = within(await screen.findByRole("dialog", { name: "The access token has expired" }));
	await user.click(dialog.getByRole("button", { name: "token-invalid" }));
	await screen.findByRole("dialog", { name: "HubSpot does not know the token" });
	press("Escape");
	await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

test("a paste that is no request can be diagnosed from its message", async () => {
	const refused = { kind: "refused", message: "This is no request.", hint: "Paste a command." };
	const { host, user } = begin({}, { paste_into_path: () => refused });
	await page("Acme Europe");
	fireEvent(document.body, pasteEvent(document.body).event);
	await user.click(await screen.findByRole("button", { name: "Diagnose it" }));
	expect(openTab()).toBe("Diagnostics");
	await screen.findByRole("region", { name: "What was found" });
	expect(host.callsOf("diagnose_pasted")).toEqual([{ source: "clipboard" }]);
	expect(screen.queryByText("This is no request.")).toBeNull();
});

test("what was pasted as a request can be diagnosed instead; a file is chosen again", async () => {
	const read = { form: "cURL", requests: [], problems: [], page: null };
	const { host, user } = begin();
	await page("Acme Europe");
	act(() => openDialog({ kind: "import", import: read, source: "selection" }));
	await user.click(await screen.findByRole("button", { name: "Diagnose instead" }));
	await screen.findByRole("region", { name: "What was found" });
	expect(host.callsOf("diagnose_pasted")).toEqual([{ source: "selection" }]);
	act(() => openDialog({ kind: "import", import: read }));
	await user.click(await screen.findByRole("button", { name: "Diagnose a file instead…" }));
	await waitFor(() => expect(host.callsOf("diagnose_file")).toHaveLength(1));
});
