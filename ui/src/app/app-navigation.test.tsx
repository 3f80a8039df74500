import { fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeAll, expect, test } from "vitest";
import { back, begin, focused, forward, openTab, page, press, toTab, two } from "./app-navigation.test-help";
import { loadViews } from "./views";

beforeAll(loadViews);

test("Alt and the arrows go back and forward through tabs, portals and places", async () => {
	const { user } = begin({ connections: two() });
	await page("Acme Europe");
	toTab(2);
	await user.click(screen.getByRole("option", { name: /Northwind/ }));
	await page("Northwind");
	await user.click(screen.getByRole("button", { name: "Settings" }));
	await page("Settings");
	back();
	await page("Northwind");
	back();
	await page("Acme Europe");
	expect(openTab()).toBe("Scopes");
	back();
	await waitFor(() => expect(openTab()).toBe("Overview"));
	back();
	await page("Acme Europe");
	for (const _ of [1, 2, 3]) forward();
	await page("Settings");
});

test("the mouse's side buttons do the same, and the webview's own history is not asked", async () => {
	begin();
	await page("Acme Europe");
	toTab(3);
	expect(openTab()).toBe("Console");
	const side = (button: number) => {
		for (const make of [fireEvent.mouseDown, fireEvent.mouseUp])
			expect(make(document.body, { button })).toBe(false);
	};
	side(3);
	expect(openTab()).toBe("Overview");
	side(4);
	expect(openTab()).toBe("Console");
	expect(fireEvent.mouseUp(document.body, { button: 1 })).toBe(true);
});

test("on macOS the brackets go back and forward, and Option with an arrow moves in the text", async () => {
	begin({ platform: "macos" });
	await page("Acme Europe");
	toTab(3);
	const path = await screen.findByRole("textbox", { name: "Path" });
	path.focus();
	back();
	expect(openTab()).toBe("Console");
	press("[", { metaKey: true });
	expect(openTab()).toBe("Overview");
	press("]", { metaKey: true });
	expect(openTab()).toBe("Console");
});

test("elsewhere Alt and an arrow go back from a text field too", async () => {
	begin({ platform: "linux" });
	await page("Acme Europe");
	toTab(3);
	(await screen.findByRole("textbox", { name: "Path" })).focus();
	back();
	expect(openTab()).toBe("Overview");
});

test("back finds the focus where it was, whatever took it away", async () => {
	const { user } = begin();
	await user.click(await screen.findByRole("button", { name: "Check what it can call" }));
	await waitFor(() => expect(focused()?.textContent).toBe("Scopes"));
	back();
	await waitFor(() => expect(focused()?.textContent).toBe("Check what it can call"));
	toTab(3);
	const path = await screen.findByRole("textbox", { name: "Path" });
	path.focus();
	await user.click(screen.getByRole("tab", { name: "Scopes" }));
	back();
	await waitFor(() => expect(focused()).toBe(screen.getByRole("textbox", { name: "Path" })));
	expect(openTab()).toBe("Console");
	forward();
	await waitFor(() => expect(openTab()).toBe("Scopes"));
});

test("a place that is entered anew by a step back has its tab or heading focused, if nothing had the focus", async () => {
	const { user } = begin();
	await page("Acme Europe");
	await user.click(screen.getByRole("tab", { name: "Console" }));
	back();
	await waitFor(() => expect(focused()).toBe(screen.getByRole("tab", { name: "Overview" })));
	expect(openTab()).toBe("Overview");
});

test("the palette goes back and forward, and what it called up is not where back leads", async () => {
	const { user } = begin();
	await page("Acme Europe");
	const choose = async (words: string, name: RegExp) => {
		press("k", { ctrlKey: true });
		await user.type(await screen.findByRole("searchbox", { name: /Search portals, endpoints/ }), words);
		await user.click(await screen.findByRole("menuitem", { name }));
	};
	const button = screen.getByRole("button", { name: "Check what it can call" });
	button.focus();
	await choose("settings", /Settings/);
	await page("Settings");
	await choose("back", /^Back/);
	await page("Acme Europe");
	await waitFor(() => expect(focused()?.textContent).toBe("Check what it can call"));
	await choose("forward", /^Forward/);
	await page("Settings");
});

test("back closes a dialog first, and moves nothing behind it", async () => {
	const { user } = begin();
	await page("Acme Europe");
	toTab(2);
	press("k", { ctrlKey: true });
	await screen.findByRole("dialog", { name: "Command palette" });
	forward();
	back();
	await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
	expect(openTab()).toBe("Scopes");
	await user.click(screen.getByRole("button", { name: "Unlock writing…" }));
	await screen.findByRole("dialog", { name: "Unlock writing in Acme Europe" });
	press("k", { ctrlKey: true });
	expect(screen.queryByRole("dialog", { name: "Command palette" })).toBeNull();
	back();
	await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
	expect(openTab()).toBe("Scopes");
});

test("a view's own dialog keeps the place that it asks about", async () => {
	const { user } = begin();
	await page("Acme Europe");
	await user.click(screen.getByRole("button", { name: "OAuth apps" }));
	await user.click((await screen.findAllByRole("button", { name: "Add an app…" }))[0] as HTMLElement);
	await screen.findByRole("dialog", { name: "Add an OAuth app" });
	back();
	screen.getByRole("dialog", { name: "Add an OAuth app" });
	await user.keyboard("{Escape}");
	back();
	await page("Acme Europe");
});

test("what was scrolled is found where it was", async () => {
	begin();
	await page("Acme Europe");
	const scroller = () => document.querySelector<HTMLElement>("main [role=tabpanel]") as HTMLElement;
	scroller().scrollTop = 240;
	toTab(3);
	await screen.findByRole("textbox", { name: "Path" });
	const request = () => screen.getByRole("region", { name: "Request" });
	request().scrollTop = 80;
	back();
	expect(scroller().scrollTop).toBe(240);
	forward();
	await screen.findByRole("textbox", { name: "Path" });
	expect(request().scrollTop).toBe(80);
	toTab(1);
	expect(scroller().scrollTop).toBe(0);
});
