import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { Button } from "./button";
import { Menu } from "./menu";
import type { MenuEntries } from "./menu-entries";
import { ToastRegion } from "./toast-region";

// The code of the menu is loaded when a test says so.
const code = vi.hoisted(() => ({
	isThere: true,
}));
vi.mock("./menu-entries", async (original) => {
	const real = await original<{ MenuEntries: typeof MenuEntries }>();
	return {
		get MenuEntries() {
			if (!code.isThere) throw new TypeError("Importing a module script failed.");
			return real.MenuEntries;
		},
	};
});

const rename = vi.fn();
const menu = (
	<>
		<Menu
			label="Actions"
			trigger={<Button>Actions</Button>}
			entries={[
				{ id: "rename", text: "Rename…", act: rename },
				{ id: "delete", text: "Delete…", act: () => undefined },
			]}
		/>
		<ToastRegion />
	</>
);
const button = () => screen.getByRole("button", { name: "Actions", hidden: true });

test("a menu that cannot be loaded says so, keeps the focus, and opens when it is pressed again", async () => {
	code.isThere = false;
	const user = userEvent.setup();
	render(menu);
	await user.click(button());
	await screen.findByText("The menu could not be loaded.");
	expect(button().getAttribute("aria-expanded")).toBe("false");
	expect(document.activeElement).toBe(button());
	code.isThere = true;
	await user.click(button());
	await screen.findByRole("menuitem", { name: "Rename…" });
});

test("a press before the menu is loaded is not lost: it opens as soon as it is there", async () => {
	const user = userEvent.setup();
	render(menu);
	await user.click(button());
	expect(button().getAttribute("aria-expanded")).toBe("true");
	await user.click(await screen.findByRole("menuitem", { name: "Rename…" }));
	expect(rename).toHaveBeenCalledTimes(1);
	await waitFor(() => expect(document.activeElement).toBe(button()));
});

test.each([
	["{ArrowDown}", "Rename…"],
	["{Enter}", "Rename…"],
	[" ", "Rename…"],
	["{ArrowUp}", "Delete…"],
])("the key %s opens it on %s, and Esc gives the focus back", async (key, first) => {
	const user = userEvent.setup();
	render(menu);
	await user.tab();
	await user.keyboard(key);
	const item = await screen.findByRole("menuitem", { name: first });
	await waitFor(() => expect(document.activeElement).toBe(item));
	await user.keyboard("{Escape}");
	await waitFor(() => expect(document.activeElement).toBe(button()));
	expect(screen.queryByRole("menu")).toBeNull();
});
