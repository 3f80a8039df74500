import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test } from "vitest";
import { Tab, TabList, TabPanel, Tabs } from "./tabs";

function Three() {
	const [selected, setSelected] = useState("one");
	return (
		<Tabs selected={selected} onSelect={setSelected}>
			<TabList aria-label="Parts">
				<Tab id="one">One</Tab>
				<Tab id="two">Two</Tab>
				<Tab id="three">Three</Tab>
			</TabList>
			<TabPanel id="one">
				<input aria-label="Name" />
			</TabPanel>
			<TabPanel id="two">Words alone</TabPanel>
			<TabPanel id="three">
				<button type="button">Press</button>
			</TabPanel>
		</Tabs>
	);
}
const selectedTab = () => screen.getByRole("tab", { selected: true }).textContent;

test("the tabs are one stop, and the arrow keys, Home and End select with the focus", async () => {
	const user = userEvent.setup();
	render(<Three />);
	await user.tab();
	expect(document.activeElement?.textContent).toBe("One");
	await user.keyboard("{ArrowRight}");
	expect([selectedTab(), document.activeElement?.textContent]).toEqual(["Two", "Two"]);
	await user.keyboard("{End}");
	expect(selectedTab()).toBe("Three");
	await user.keyboard("{ArrowRight}");
	expect(selectedTab()).toBe("One");
	await user.keyboard("{ArrowLeft}");
	expect(selectedTab()).toBe("Three");
	await user.keyboard("{Home}");
	expect([selectedTab(), document.activeElement?.textContent]).toEqual(["One", "One"]);
	await user.tab();
	expect(document.activeElement).toBe(screen.getByRole("textbox", { name: "Name" }));
});

test("a panel is named by its tab, and is a stop itself only while nothing in it can have the focus", async () => {
	const user = userEvent.setup();
	render(<Three />);
	expect(screen.getByRole("tabpanel", { name: "One" }).tabIndex).toBe(-1);
	await user.click(screen.getByRole("tab", { name: "Two" }));
	const panel = screen.getByRole("tabpanel", { name: "Two" });
	await user.tab();
	expect(document.activeElement).toBe(panel);
});
