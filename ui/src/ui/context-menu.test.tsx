import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { useContextMenu } from "./context-menu";

const copy = vi.fn();

function Rows() {
	const { listeners, menu } = useContextMenu("Row", (target) => {
		const id = target.closest<HTMLElement>("[data-row]")?.dataset.row;
		if (id === undefined) return null;
		return { entries: [{ id: "copy", text: `Copy ${id}`, keys: "Ctrl C", act: () => copy(id) }] };
	});
	return (
		<>
			<div role="toolbar" {...listeners}>
				<button type="button" data-row="a">
					A
				</button>
				<button type="button">B</button>
			</div>
			{menu}
		</>
	);
}

const a = () => screen.getByText("A");

test("a right click opens the menu of what is under the pointer, in place of the system's", async () => {
	const user = userEvent.setup();
	render(<Rows />);
	expect(fireEvent.contextMenu(a(), { clientX: 5, clientY: 5 })).toBe(false);
	await user.click(await screen.findByRole("menuitem", { name: /^Copy a/ }));
	expect(copy).toHaveBeenLastCalledWith("a");
	await waitFor(() => expect(screen.queryByRole("menu")).toBeNull());
});

test.each(["{ContextMenu}", "{Shift>}{F10}{/Shift}"])(
	"the key %s opens it, Enter takes an entry, and Esc gives the focus back",
	async (keys) => {
		const user = userEvent.setup();
		render(<Rows />);
		a().focus();
		await user.keyboard(keys);
		const item = await screen.findByRole("menuitem", { name: /^Copy a/ });
		await waitFor(() => expect(document.activeElement).toBe(item));
		await user.keyboard("{Escape}");
		await waitFor(() => expect(document.activeElement).toBe(a()));
		expect(screen.queryByRole("menu")).toBeNull();
	},
);

test("where there is nothing to copy the system's own menu comes", () => {
	render(<Rows />);
	expect(fireEvent.contextMenu(screen.getByText("B"))).toBe(true);
	expect(screen.queryByRole("menu")).toBeNull();
});
