import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeAll, expect, test } from "vitest";
import { demoAnswers } from "../host/testing/demo-answers";
import { fakeHost } from "../host/testing/fake-host";
import { draw } from "../host/testing/render";
import { initialState } from "../host/testing/samples";
import { App } from "./app";
import { fitOf, readTyped } from "./palette-modes";
import { loadViews } from "./views";

beforeAll(loadViews);

async function open() {
	const host = fakeHost(demoAnswers(initialState()));
	const { user } = draw(<App />);
	await screen.findByRole("heading", { name: "Acme Europe", level: 1 });
	const call = () => {
		fireEvent.keyDown(document.body, { key: "k", ctrlKey: true });
		return screen.findByRole("searchbox", { name: /Search portals, endpoints/ });
	};
	return { host, user, call };
}

test("a prefix restricts what is found, and a pasted path keeps its slash", () => {
	expect(readTyped("> send")).toEqual({ mode: "acts", words: "send" });
	expect(readTyped("/sync deals")).toEqual({ mode: "endpoints", words: "sync deals" });
	expect(readTyped("/crm/v3/objects")).toEqual({ mode: "endpoints", words: "/crm/v3/objects" });
	expect(readTyped("#tickets").mode).toBe("scopes");
	expect(readTyped("@acme").mode).toBe("portals");
	expect(readTyped("? 403").mode).toBe("help");
	expect(readTyped("deals")).toEqual({ mode: "all", words: "deals" });
});

test("words are or-ed: what fits all of them fits best, what fits less than half does not", () => {
	expect(fitOf("Copy as cURL", "copy curl")).toBe(1);
	expect(fitOf("Copy as cURL", "please copy curl")).toBeGreaterThan(0.5);
	expect(fitOf("Copy as cURL", "rename deals now copy")).toBe(0);
});

test("what cannot be done now says why, and what can is done", async () => {
	const { host, user, call } = await open();
	await user.type(await call(), ">send the");
	const send = await screen.findByRole("menuitem", { name: /Send the request/ });
	expect(send.getAttribute("aria-disabled")).toBe("true");
	within(send).getByText("the Console is not open");
	await user.keyboard("{Escape}");
	await user.type(await call(), ">hub id");
	await user.click(await screen.findByRole("menuitem", { name: /Copy Hub ID/ }));
	expect(host.callsOf("copy_text")).toEqual([{ text: "26041877" }]);
});

test("an endpoint shows its verdict, opens where one works next, and goes to Scopes by the second key", async () => {
	const { host, user, call } = await open();
	await user.type(await call(), "/create a contact");
	await user.click(await screen.findByRole("menuitem", { name: /Create a contact/ }));
	await screen.findByRole("textbox", { name: "Path" });
	await waitFor(() => expect(document.activeElement?.closest("section")?.ariaLabel).not.toBeNull());
	await waitFor(() => expect(document.activeElement?.getAttribute("role")).not.toBe("tab"), {
		timeout: 3_000,
	});
	const box = await call();
	await user.type(box, "/create a contact");
	await screen.findByRole("menuitem", { name: /Create a contact/ });
	await waitFor(() => expect(box.getAttribute("aria-activedescendant")).toBeTruthy());
	await user.keyboard("{Control>}{Enter}{/Control}");
	expect(screen.getByRole("tab", { name: "Scopes" }).getAttribute("aria-selected")).toBe("true");
	expect(host.callsOf("choose_endpoints")).toHaveLength(1);
});
