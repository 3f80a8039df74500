import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { lazyView } from "./lazy-view";

const Page = ({ name }: { name: string }) => <h1 tabIndex={-1}>The page of {name}</h1>;

test("a view that does not load says so, and is drawn when it is tried again", async () => {
	let isThere = false;
	const View = lazyView("The page", async () => {
		if (!isThere) throw new TypeError("Importing a module script failed.");
		return Page;
	});
	render(<View name="Ada" />);
	screen.getByText("Loading: The page");
	await screen.findByText("The page could not be loaded.");
	screen.getByText(/Importing a module script failed/);
	isThere = true;
	await userEvent.setup().click(screen.getByRole("button", { name: "Try again" }));
	await screen.findByRole("heading", { name: "The page of Ada" });
});

test("a view that was loaded before is drawn at once", async () => {
	const View = lazyView("The page", async () => Page);
	await View.load();
	render(<View name="Ada" />);
	screen.getByRole("heading", { name: "The page of Ada" });
});

test("the focus goes to the heading of a view that came late, if it is nowhere else", async () => {
	const View = lazyView("The page", async () => Page);
	render(
		<main>
			<View name="Ada" />
		</main>,
	);
	const heading = await screen.findByRole("heading", { name: "The page of Ada" });
	expect(document.activeElement).toBe(heading);
});

test("a stand-in serves until the view is loaded, and stays beside the error if it cannot be", async () => {
	let isThere = false;
	const Field = ({ name }: { name: string }) => <input aria-label={name} />;
	const View = lazyView(
		"The editor",
		async () => {
			if (!isThere) throw new TypeError("Importing a module script failed.");
			return Page;
		},
		Field,
	);
	const user = userEvent.setup();
	render(<View name="Ada" />);
	await user.type(screen.getByRole("textbox", { name: "Ada" }), "typed");
	await screen.findByText("The editor could not be loaded.");
	expect(screen.getByRole<HTMLInputElement>("textbox", { name: "Ada" }).value).toBe("typed");
	isThere = true;
	await user.click(screen.getByRole("button", { name: "Try again" }));
	await screen.findByRole("heading", { name: "The page of Ada" });
});
