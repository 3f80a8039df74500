import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { Connection } from "../../host/bindings";
import { fakeHost } from "../../host/testing/fake-host";
import { draw, seriousFindings } from "../../host/testing/render";
import { inSeconds, manyConnections, named } from "../../host/testing/samples";
import { stopClock } from "../../host/testing/stopped-clock";
import { currentPlace, startAt } from "../../navigation/navigation";
import { Rail } from "./rail";

const rail = (connections: Connection[]) => (
	<Rail
		connections={connections}
		apps={[]}
		isNarrow={false}
		onNarrow={() => undefined}
		edge={null}
		reports={null}
	/>
);
const list = () => screen.getByRole("listbox", { name: "Portals" });
const activeText = () =>
	document.getElementById(list().getAttribute("aria-activedescendant") ?? "")?.textContent;

test("of a thousand portals only those on the screen exist, and each says its place", async () => {
	fakeHost({});
	draw(rail(manyConnections(1000)));
	const options = screen.getAllByRole("option");
	expect(options.length).toBeGreaterThan(5);
	expect(options.length).toBeLessThan(60);
	expect(options[0]?.getAttribute("aria-setsize")).toBe("1000");
	expect(options[1]?.getAttribute("aria-posinset")).toBe("2");
	expect(await seriousFindings()).toEqual([]);
});

test("news of one portal draws that one anew and no other", async () => {
	// No minute passes meanwhile: the time left would change.
	stopClock();
	fakeHost({});
	const many = manyConnections(1000);
	const { redraw } = draw(rail(many));
	const shown = screen.getAllByRole("option")[2];
	const error = { code: "connection_revoked", message: "", hint: "" } as const;
	const changed = many.map((one) =>
		shown?.textContent?.includes(`${one.identity.portalName} `)
			? ({ ...one, state: { kind: "needs_attention", error } } as Connection)
			: one,
	);
	expect(changed.filter((one, at) => one !== many[at])).toHaveLength(1);
	const touched = new Set<Element | null | undefined>();
	const note = (records: MutationRecord[]) => {
		for (const { target } of records) {
			const element = target instanceof Element ? target : target.parentElement;
			touched.add(element?.closest('[role="option"]'));
		}
	};
	const seen = new MutationObserver(note);
	seen.observe(list(), { subtree: true, attributes: true, childList: true, characterData: true });
	redraw(rail(changed));
	note(seen.takeRecords());
	await act(() => Promise.resolve());
	seen.disconnect();
	expect(shown?.textContent).toContain("needs you");
	expect([...touched]).toEqual([shown]);
});

test("the list is walked and opened by keys, and typing goes to a name", async () => {
	fakeHost({});
	const { user } = draw(rail(manyConnections(200)));
	list().focus();
	expect(activeText()).toContain("Acme Europe 0");
	await user.keyboard("{ArrowDown}{ArrowDown}{ArrowUp}");
	const second = screen.getAllByRole("option")[1]?.textContent;
	expect(activeText()).toBe(second);
	await user.keyboard("{End}{Home}");
	expect(activeText()).toContain("Acme Europe 0");
	await user.keyboard("acme r");
	expect(activeText()).toContain("Acme Retail");
	fireEvent.keyDown(list(), { key: "Enter" });
	expect(currentPlace()).toMatchObject({ kind: "portal", tab: "overview" });
});

test("grouping and sorting are chosen from a menu and remembered", async () => {
	fakeHost({});
	const { user } = draw(rail(manyConnections(40)));
	await user.click(await screen.findByRole("button", { name: "Group and sort portals" }));
	await user.click(await screen.findByRole("menuitemradio", { name: "By environment" }));
	await screen.findByText("Production · 20");
	expect(screen.getAllByRole("option")[0]?.textContent).toContain(", Production");
	expect(localStorage.getItem("portalscope.rail.grouping")).toBe('"environment"');
	await user.keyboard("{Escape}");
	await user.click(screen.getByRole("button", { name: "Group and sort portals" }));
	await user.click(await screen.findByRole("menuitemradio", { name: "By Hub ID" }));
	expect(localStorage.getItem("portalscope.rail.sorting")).toBe('"hub"');
	expect(await seriousFindings()).toEqual([]);
});

test("the time left changes by the minute, in one text node of each row, and nothing is drawn in between", () => {
	stopClock();
	fakeHost({});
	const expiresAt = inSeconds(24 * 60 + 18);
	const alike = manyConnections(1000).map((one) =>
		one.token ? { ...one, token: { ...one.token, expiresAt } } : one,
	);
	startAt({ kind: "portal", id: "m24" });
	draw(rail(alike));
	expect(list().textContent).toContain("renews when used");
	expect(list().textContent).toContain("24 min left");
	const changed: Node[] = [];
	const note = (records: MutationRecord[]) => changed.push(...records.map(({ target }) => target));
	const seen = new MutationObserver(note);
	seen.observe(list(), { subtree: true, attributes: true, childList: true, characterData: true });
	const pass = (seconds: number) => {
		act(() => vi.advanceTimersByTime(seconds * 1000));
		note(seen.takeRecords());
	};
	pass(18);
	expect(changed).toEqual([]);
	pass(2);
	expect(list().textContent).toContain("23 min left");
	expect(changed.every((node) => node.nodeType === Node.TEXT_NODE)).toBe(true);
	expect(changed.length).toBeLessThanOrEqual(screen.getAllByRole("option").length);
	pass(23 * 60);
	expect(list().textContent).toContain("under 1 min left");
	pass(60);
	expect(list().textContent).toContain("token expired");
});

test("no portal and no match are said, and a few portals need no search", () => {
	fakeHost({});
	const { redraw } = draw(rail([]));
	screen.getByText("No portal is connected yet.");
	redraw(rail([named("a", "Acme", "1")]));
	expect(screen.queryByRole("searchbox")).toBeNull();
	within(list()).getByRole("option", { name: "Acme PROD connected" });
});

test("the rail is searched from eight portals on", async () => {
	fakeHost({});
	const { user } = draw(
		rail(Array.from({ length: 8 }, (_, at) => named(`m${at}`, `Portal ${at}`, `2600${at}`))),
	);
	await user.type(await screen.findByRole("searchbox", { name: "Search portals" }), "portal 5");
	expect(screen.getAllByRole("option")).toHaveLength(1);
	screen.getByRole("option", { name: "Portal 5 PROD connected" });
	await user.type(screen.getByRole("searchbox", { name: "Search portals" }), " nothing");
	screen.getByText("No portal has these words in its name or id.");
});

test("a portal's Hub ID is copied by its menu, by right click and by the Menu key", async () => {
	const host = fakeHost({ copy_text: () => null });
	const { user } = draw(rail([named("a", "Acme", "101"), named("b", "Bolt", "202")]));
	fireEvent.contextMenu(screen.getByText("Bolt"), { clientX: 9, clientY: 9 });
	await user.click(await screen.findByRole("menuitem", { name: "Copy Hub ID" }));
	await waitFor(() => expect(host.callsOf("copy_text")).toEqual([{ text: "202" }]));
	list().focus();
	await user.keyboard("{Shift>}{F10}{/Shift}");
	await screen.findByRole("menuitem", { name: "Disconnect…" });
	await user.keyboard("{Escape}");
	await waitFor(() => expect(document.activeElement).toBe(list()));
});
