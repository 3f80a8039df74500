import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { Term } from "./term";

test("a word is explained to whoever reaches it by keyboard, and named by the explanation", async () => {
	const user = userEvent.setup();
	render(<Term about="A permission that a portal gives.">Scope</Term>);
	await user.tab();
	const word = screen.getByRole("button", { name: "Scope" });
	expect(document.activeElement).toBe(word);
	const tip = await screen.findByRole("tooltip");
	expect(tip.textContent).toBe("A permission that a portal gives.");
	expect(word.getAttribute("aria-describedby")).toBe(tip.id);
	await user.keyboard("{Escape}");
	expect(screen.queryByRole("tooltip")).toBeNull();
});
