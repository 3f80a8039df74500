import { fireEvent, screen } from "@testing-library/react";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { clearDiagnosed } from "../features/diagnostics/diagnosed";
import { pasteEvent } from "../host/testing/paste-event";
import { begin, openTab, page, toTab } from "./app-navigation.test-help";
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
