import { act, fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { Button } from "./button";
import { showToast } from "./toast";
import { ToastRegion } from "./toast-region";

beforeEach(() => {
	vi.useFakeTimers({ shouldAdvanceTime: true });
});

function begin() {
	render(
		<>
			<Button>Before</Button>
			<ToastRegion />
		</>,
	);
	return userEvent.setup({ advanceTimers: vi.advanceTimersByTime });
}

const pass = (seconds: number) => act(() => vi.advanceTimersByTime(seconds * 1000));
const shown = () => screen.queryAllByRole("alertdialog").map(({ textContent }) => textContent);
const show = (...message: Parameters<typeof showToast>) => act(() => showToast(...message));

test("a message goes by itself; an error stays longer and interrupts a screen reader", () => {
	begin();
	show("ok", "Copied.");
	expect(screen.getByRole("status").textContent).toBe("Copied.");
	pass(7);
	expect(shown()).toEqual([]);
	show("danger", "HubSpot cannot be reached.", "Check the network.");
	expect(screen.getByRole("alert").textContent).toBe("HubSpot cannot be reached.Check the network.");
	screen.getByRole("alertdialog", {
		name: "HubSpot cannot be reached.",
		description: "Check the network.",
	});
	pass(9);
	expect(shown()).toHaveLength(1);
	pass(7);
	expect(shown()).toEqual([]);
});

test("time stands still while the pointer is over the messages", async () => {
	const user = begin();
	show("ok", "Copied.");
	await user.hover(screen.getByText("Copied."));
	pass(60);
	expect(shown()).toEqual(["Copied."]);
	await user.unhover(screen.getByText("Copied."));
	pass(7);
	expect(shown()).toEqual([]);
});

test("time stands still while the focus is in a message, and Esc closes it and gives the focus back", async () => {
	const user = begin();
	const before = screen.getByRole("button", { name: "Before" });
	before.focus();
	show("ok", "Copied.");
	await user.tab();
	expect(document.activeElement).toBe(screen.getByRole("alertdialog"));
	pass(60);
	expect(shown()).toEqual(["Copied."]);
	await user.keyboard("{Escape}");
	expect(shown()).toEqual([]);
	expect(document.activeElement).toBe(before);
});

test("the focus goes from a closed message to the next one, and after the last to where it was", async () => {
	const user = begin();
	const before = screen.getByRole("button", { name: "Before" });
	before.focus();
	show("warn", "First.");
	show("info", "Second.");
	await user.tab();
	await user.tab();
	await user.keyboard("{Enter}");
	expect(shown()).toEqual(["First."]);
	expect(document.activeElement).toBe(screen.getByRole("alertdialog", { name: "First." }));
	await user.tab();
	await user.keyboard("{Enter}");
	expect(document.activeElement).toBe(before);
});

test("one message at a time, the newest; a warning that gave way comes back, and what nobody has to act on does not", () => {
	begin();
	show("info", "One");
	show("warn", "Two");
	show("ok", "Three");
	expect(shown()).toEqual(["Three"]);
	show("info", "Four");
	expect(shown()).toEqual(["Four"]);
	fireEvent.click(screen.getByRole("button", { name: "Close message" }));
	expect(shown()).toEqual(["Two"]);
	fireEvent.click(screen.getByRole("button", { name: "Close message" }));
	expect(shown()).toEqual([]);
});

test("the window makes room for a message as long as there is one, so that it covers nothing", () => {
	begin();
	const room = () => document.documentElement.style.getPropertyValue("--messages");
	show("ok", "Copied.");
	expect(room()).toMatch(/px$/);
	pass(7);
	expect(room()).toBe("");
});

test("the same message again takes the place of the one before, with the whole time", () => {
	begin();
	show("ok", "Copied.");
	pass(5);
	show("ok", "Copied.");
	expect(shown()).toEqual(["Copied."]);
	pass(5);
	expect(shown()).toEqual(["Copied."]);
	pass(2);
	expect(shown()).toEqual([]);
});

test("the region is a landmark that says that there is a message", () => {
	begin();
	show("info", "One");
	screen.getByRole("region", { name: "1 notification." });
});
