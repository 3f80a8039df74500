import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { Marked } from "./marked";
import { VisibleText } from "./visible-text";

test("a mark that turns the writing around is drawn as its name, and does nothing", () => {
	const { container } = render(<VisibleText text={"abc\u202Efed\u0000"} />);
	expect(container.textContent).toBe("abcU+202EfedU+0000");
});

test("what joins letters and pictures stays as it is", () => {
	const { container } = render(<VisibleText text={"👩\u200d💻 á\n\t"} />);
	expect(container.textContent).toBe("👩\u200d💻 á\n\t");
});

test("words that were looked for are marked beside it", () => {
	render(<Marked text={"one\u200btwo one"} words="one" />);
	expect(screen.getAllByText("one", { selector: "mark" })).toHaveLength(2);
	screen.getByText("U+200B");
});
