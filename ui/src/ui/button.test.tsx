import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { Button, IconButton } from "./button";
import { SearchField } from "./search-field";

test("a pending button keeps its focus and its name, and takes no press and submits no form", async () => {
	const press = vi.fn();
	const submit = vi.fn((event: { preventDefault: () => void }) => event.preventDefault());
	const form = (isPending: boolean) => (
		<form onSubmit={submit}>
			<Button type="submit" isPending={isPending} onPress={press}>
				Save
			</Button>
		</form>
	);
	const user = userEvent.setup();
	const { rerender: redraw } = render(form(false));
	await user.click(screen.getByRole("button", { name: "Save" }));
	expect([press.mock.calls.length, submit.mock.calls.length]).toEqual([1, 1]);
	redraw(form(true));
	const button = screen.getByRole("button", { name: "Save" });
	expect(document.activeElement).toBe(button);
	expect(button.getAttribute("aria-disabled")).toBe("true");
	await user.keyboard("{Enter}");
	await user.click(button);
	expect([press.mock.calls.length, submit.mock.calls.length]).toEqual([1, 1]);
});

test("a button of a picture is described by its tooltip while the keyboard is on it", async () => {
	const user = userEvent.setup();
	render(<IconButton label="Settings">*</IconButton>);
	await user.tab();
	const tooltip = await screen.findByRole("tooltip");
	const button = screen.getByRole("button", { name: "Settings" });
	expect(tooltip.textContent).toBe("Settings");
	await waitFor(() => expect(button.getAttribute("aria-describedby")).toBe(tooltip.id));
	await user.keyboard("{Escape}");
	await waitFor(() => expect(screen.queryByRole("tooltip")).toBeNull());
});

test("Esc empties a search box; an empty one leaves the key to its layer", async () => {
	const change = vi.fn();
	const layer = vi.fn();
	const box = (value: string) => (
		// biome-ignore lint/a11y/noStaticElementInteractions: a layer that listens for Esc.
		<div onKeyDown={layer}>
			<SearchField label="Search" value={value} onChange={change} />
		</div>
	);
	const user = userEvent.setup();
	const { rerender: redraw } = render(box("acme"));
	screen.getByRole("searchbox", { name: "Search" }).focus();
	await user.keyboard("{Escape}");
	expect(change).toHaveBeenCalledWith("");
	expect(layer).not.toHaveBeenCalled();
	redraw(box(""));
	await user.keyboard("{Escape}");
	expect(layer).toHaveBeenCalledTimes(1);
});
