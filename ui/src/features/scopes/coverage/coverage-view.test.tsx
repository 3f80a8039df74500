import { fireEvent, screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { demoAnswers } from "../../../host/testing/demo-answers";
import { fail, fakeHost } from "../../../host/testing/fake-host";
import { draw, seriousFindings } from "../../../host/testing/render";
import { initialState, named } from "../../../host/testing/samples";
import { currentPlace } from "../../../navigation/navigation";
import { CoverageView } from "./coverage-view";
import { moved } from "./grid-keys";

const endpoints = Array.from({ length: 2000 }, (_, at) => ({ method: "GET", path: `/crm/objects/${at}` }));
const portals = Array.from({ length: 1000 }, (_, at) =>
	named(`p${at}`, `Portal ${at}`, String(26_000_000 + at)),
);
const answers = () => ({
	...demoAnswers(initialState({ connections: portals })),
	chosen_endpoints: () => ({ endpoints, set: null }),
	open_coverage: () => ({
		id: "m1",
		rows: endpoints.map((endpoint) => ({
			endpoint,
			title: `Read ${endpoint.path}`,
			allowed: 10,
			verdicts: "01".repeat(portals.length / 2),
		})),
		columns: portals.map(({ id, identity, environment }) => ({
			connection: id,
			name: identity.portalName,
			hubId: identity.hubId,
			environment,
			allowed: 20,
		})),
		legend: ["allowed", "missing_scopes"],
		skipped: 0,
		allowed: 1_000_000,
	}),
});
const view = () => <CoverageView endpoints={endpoints} />;

test("two million cells are never drawn at once, and screen readers know how many there are", async () => {
	fakeHost(answers());
	draw(view());
	const grid = await screen.findByRole("grid");
	await screen.findAllByText("Allowed");
	expect(grid.getAttribute("aria-rowcount")).toBe("2001");
	expect(grid.getAttribute("aria-colcount")).toBe("1001");
	expect(within(grid).getAllByRole("gridcell").length).toBeLessThan(800);
	expect(await seriousFindings()).toEqual([]);
});

test("the words of a cell that was far away are there as soon as it is drawn", async () => {
	fakeHost(answers());
	const { user } = draw(view());
	const grid = await screen.findByRole("grid");
	grid.focus();
	await user.keyboard("{Control>}{End}{/Control}{ArrowLeft}");
	grid.scrollTop = 1999 * 44;
	fireEvent.scroll(grid);
	for (const row of within(grid).getAllByRole("row").slice(1)) {
		const words = within(row)
			.getAllByRole("gridcell")
			.map((cell) => `${cell.getAttribute("aria-colindex")} ${cell.textContent}`);
		const at = Number(row.getAttribute("aria-rowindex")) - 2;
		expect(within(row).getByRole("rowheader").textContent).toContain(`/crm/objects/${at},`);
		expect(
			words.every((word) => word.endsWith(Number.parseInt(word, 10) % 2 === 0 ? "Allowed" : "Missing")),
		).toBe(true);
	}
	expect(within(grid).getAllByRole("row").at(-1)?.getAttribute("aria-rowindex")).toBe("2001");
});

test("the arrow keys move the active cell, and its portal can be opened", async () => {
	fakeHost(answers());
	const { user } = draw(view());
	const grid = await screen.findByRole("grid");
	await screen.findAllByText("Allowed");
	grid.focus();
	await user.keyboard("{ArrowDown}{ArrowRight}");
	const active = document.getElementById(grid.getAttribute("aria-activedescendant") ?? "");
	expect(active?.getAttribute("aria-colindex")).toBe("3");
	expect(active?.textContent).toBe("Missing");
	await user.click(await screen.findByRole("button", { name: "Open Portal 1" }));
	expect(currentPlace()).toMatchObject({ kind: "portal", id: "p1", tab: "scopes", scopesFor: "portal" });
});

test("the matrix is exported by the host, which says where it went", async () => {
	const host = fakeHost(answers());
	const { user } = draw(view());
	await user.click(await screen.findByRole("button", { name: "Export" }));
	await user.click(await screen.findByRole("menuitem", { name: "Save as CSV…" }));
	await screen.findByText("Saved scope-coverage.csv");
	expect(host.callsOf("export_coverage")[0]?.format).toBe("csv");
});

test("a matrix too large for the clipboard says so", async () => {
	fakeHost({
		...answers(),
		copy_coverage: () => fail("too_much_to_copy", "The matrix is too large for the clipboard."),
	});
	const { user } = draw(view());
	await user.click(await screen.findByRole("button", { name: "Export" }));
	await user.click(await screen.findByRole("menuitem", { name: "Copy as Markdown" }));
	await screen.findByText("The matrix is too large for the clipboard.");
});

test("keys lead where a grid's keys lead, and never outside", () => {
	const size = { rows: 10, columns: 5, page: 4 };
	const from = { row: 5, column: 2 };
	const press = (key: string, ctrlKey = false) =>
		moved({ key, ctrlKey, metaKey: false, altKey: false }, from, size);
	expect(press("ArrowDown")).toEqual({ row: 6, column: 2 });
	expect(press("PageDown")).toEqual({ row: 9, column: 2 });
	expect(press("PageUp")).toEqual({ row: 1, column: 2 });
	expect(press("Home")).toEqual({ row: 5, column: 0 });
	expect(press("End", true)).toEqual({ row: 9, column: 4 });
	expect(press("ArrowLeft", true)).toEqual({ row: 5, column: 0 });
	expect(press("a")).toBeNull();
});
