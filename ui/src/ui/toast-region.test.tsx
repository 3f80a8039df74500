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
	show("danger", "HubSpot cannot be reached.", "Check the network.");
	expect(screen.getByRole("status").textContent).toBe("Copied.");
	expect(screen.getByRole("alert").textContent).toBe("HubSpot cannot be reached.Check the network.");
	screen.getByRole("alertdialog", {
		name: "HubSpot cannot be reached.",
		description: "Check the network.",
	});
	pass(7);
	expect(shown()).toEqual(["HubSpot cannot be reached.Check the network."]);
	pass(9);
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
	show("info", "First.");
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

test("three messages at a time, the newest first; what gave way comes back", () => {
	begin();
	for (const title of ["One", "Two", "Three", "Four"]) show("info", title);
	expect(shown()).toEqual(["Four", "Three", "Two"]);
	const [newest] = screen.getAllByRole("button", { name: "Close message" });
	if (newest) fireEvent.click(newest);
	expect(shown()).toEqual(["Three", "Two", "One"]);
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

test("the region is a landmark that says how many messages there are", () => {
	begin();
	show("info", "One");
	screen.getByRole("region", { name: "1 notification." });
	show("info", "Two");
	screen.getByRole("region", { name: "2 notifications." });
});
