import { screen } from "@testing-library/react";
import { useLayoutEffect, useRef, useState } from "react";
import { Input, SearchField } from "react-aria-components";
import { expect, test } from "vitest";
import { draw } from "./render";

/** Moves the focus while React commits, as dialogs and menus do when they open or close. */
function Form() {
	const [text, setText] = useState("");
	const [next, setNext] = useState(false);
	const [left, setLeft] = useState(false);
	const button = useRef<HTMLButtonElement>(null);
	useLayoutEffect(() => {
		if (next) button.current?.focus();
	}, [next]);
	return (
		<>
			<SearchField
				aria-label="Name"
				value={text}
				onChange={(text) => {
					setText(text);
					setTimeout(() => setNext(true), 0);
				}}
				onBlur={() => setLeft(true)}
			>
				<Input />
			</SearchField>
			<button type="button" ref={button}>
				{left ? "Left" : "Typing"}
			</button>
		</>
	);
}

test("a field that was typed in may lose the focus while React commits", async () => {
	const { user } = draw(<Form />);
	await user.type(screen.getByRole("searchbox"), "a");
	await screen.findByRole("button", { name: "Left" });
	expect(document.activeElement?.tagName).toBe("BUTTON");
});
