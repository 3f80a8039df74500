import { render, screen, waitFor } from "@testing-library/react";
import { useRef, useState } from "react";
import { expect, test } from "vitest";
import { useKeepFocus } from "./keep-focus";

function Frame() {
	const frame = useRef<HTMLDivElement>(null);
	useKeepFocus(frame);
	const [isThere, setThere] = useState(true);
	return (
		<div ref={frame} tabIndex={-1} data-testid="frame">
			<button type="button">First</button>
			<p>
				{isThere && (
					<button type="button" onClick={() => setThere(false)}>
						Go away
					</button>
				)}
				<button type="button">Beside it</button>
			</p>
		</div>
	);
}

test("the focus of what is taken away goes to what stands beside it", async () => {
	render(<Frame />);
	const gone = screen.getByText("Go away");
	gone.focus();
	gone.click();
	await waitFor(() => expect(document.activeElement).toBe(screen.getByText("Beside it")));
});

test("whoever left the frame keeps the focus where it is", async () => {
	render(
		<>
			<Frame />
			<button type="button">Elsewhere</button>
		</>,
	);
	screen.getByText("Go away").focus();
	screen.getByText("Elsewhere").focus();
	screen.getByText("Go away").click();
	await waitFor(() => expect(screen.queryByText("Go away")).toBeNull());
	expect(document.activeElement).toBe(screen.getByText("Elsewhere"));
});
