import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { FaultBoundary } from "./fault-boundary";

test("a part that throws is said in words, and can be drawn again", async () => {
	vi.spyOn(console, "error").mockImplementation(() => {});
	let isBroken = true;
	const Part = () => {
		if (isBroken) throw new RangeError("invalid language tag: C");
		return <p>drawn</p>;
	};
	render(
		<FaultBoundary what="The plot">
			<Part />
		</FaultBoundary>,
	);
	expect(screen.getByRole("alert").textContent).toContain("The plot could not be drawn.");
	expect(screen.getByRole("alert").textContent).toContain("invalid language tag: C");
	isBroken = false;
	await userEvent.click(screen.getByRole("button", { name: "Draw it again" }));
	expect(screen.getByText("drawn")).toBeDefined();
});
