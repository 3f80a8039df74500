import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { HistoryRow } from "../../host/bindings";
import { historyEntries, historyRow } from "../../host/testing/history-answers";
import { seriousFindings } from "../../host/testing/render";
import { inSeconds } from "../../host/testing/samples";
import { begin, list } from "./history.test-help";

/** Of an entry, in pixels; a day above them has 32. */
const height = 52;

const newCall = (id: number): HistoryRow =>
	historyRow({ id: String(id), title: `New call ${id}`, sentAt: inSeconds(0) });

/** There is no layout here: how far it can be scrolled, and that it is told in the next frame where it was scrolled to. */
function scrollAsBrowsersDo(box: HTMLElement) {
	const scrollHeight = () => Number.parseFloat((box.firstElementChild as HTMLElement).style.height);
	Object.defineProperty(box, "scrollHeight", { get: scrollHeight });
	box.scrollTo = (to?: ScrollToOptions | number) => {
		if (typeof to !== "object") return;
		box.scrollTop = to.top ?? 0;
		requestAnimationFrame(() => fireEvent.scroll(box));
	};
}

/** A list of so many, the number of their newest, and how to add others above. */
async function begun(count: number) {
	const entries = historyEntries(count);
	const view = begin(entries);
	const box = await list();
	scrollAsBrowsersDo(box);
	let newest = count;
	const addCalls = async (more: number) => {
		for (let added = 0; added < more; added++) entries.unshift(newCall(++newest));
		await act(() => view.host.emit("history-changed", null));
	};
	const scrollTo = (top: number) => {
		box.scrollTop = top;
		fireEvent.scroll(box);
	};
	return { ...view, box, entries, addCalls, scrollTo };
}

/** Where an entry is drawn, below the upper edge of the list. */
function placeOf(box: HTMLElement, title: string | RegExp): number {
	const style = within(box).getByRole("option", { name: title }).style.transform;
	return Number(/translateY\((\d+)px\)/.exec(style)?.[1]) - box.scrollTop;
}

const button = () => screen.findByRole("button", { name: /new calls?/ });
const noButton = () => waitFor(() => expect(screen.queryByRole("button", { name: /new calls?/ })).toBeNull());

test("at the top a new call is shown, and nothing is said", async () => {
	const { box, addCalls } = await begun(60);
	await addCalls(1);
	await within(box).findByRole("option", { name: /New call 61/ });
	expect(box.scrollTop).toBe(0);
	await noButton();
});

test("further down the row that is read stays where it is, and the number of new calls is said", async () => {
	const { box, addCalls, scrollTo } = await begun(60);
	scrollTo(10 * height + 7);
	const before = await waitFor(() => placeOf(box, /limit=11/));
	await addCalls(1);
	expect((await button()).textContent).toBe("1 new callHome");
	expect(placeOf(box, /limit=11/)).toBe(before);
	await addCalls(2);
	await waitFor(() => expect(screen.getByRole("status").textContent).toContain("3 new calls"));
	expect(placeOf(box, /limit=11/)).toBe(before);
	expect(box.scrollTop).toBe(13 * height + 7);
	expect(await seriousFindings()).toEqual([]);
});

test("the button leads to the new calls and is gone there", async () => {
	const { user, box, addCalls, scrollTo } = await begun(60);
	scrollTo(900);
	await addCalls(2);
	await user.click(await button());
	await noButton();
	expect(box.scrollTop).toBe(0);
	expect(document.activeElement).toBe(box);
	const active = document.getElementById(box.getAttribute("aria-activedescendant") ?? "");
	expect(active?.textContent).toContain("New call 62");
});

test("so does Home, and scrolling up by hand", async () => {
	const { user, box, addCalls, scrollTo } = await begun(60);
	scrollTo(900);
	await addCalls(1);
	await button();
	box.focus();
	await user.keyboard("{Home}");
	await noButton();
	expect(box.scrollTop).toBe(0);
	scrollTo(900);
	await addCalls(1);
	await button();
	scrollTo(0);
	await noButton();
});

test("more new calls than a page has leave the row in its place too", async () => {
	const { box, addCalls, scrollTo } = await begun(300);
	scrollTo(50 * height);
	const before = await waitFor(() => placeOf(box, /limit=53/));
	await addCalls(250);
	await waitFor(() => expect(screen.getByRole("status").textContent).toContain("250 new calls"));
	expect(placeOf(box, /limit=53/)).toBe(before);
});

test("a row that was deleted holds nothing up", async () => {
	const { box, entries, addCalls, scrollTo } = await begun(300);
	scrollTo(50 * height);
	await waitFor(() => placeOf(box, /limit=53/));
	entries.splice(20, 60);
	await addCalls(1);
	await waitFor(() => expect(within(box).queryByRole("option", { name: /limit=53/ })).toBeNull());
	expect((await within(box).findAllByRole("option")).length).toBeGreaterThan(5);
});

test("another search begins at the top", async () => {
	const { user, scrollTo, addCalls } = await begun(120);
	scrollTo(900);
	await addCalls(1);
	await button();
	await user.click(screen.getByRole("switch", { name: "Only failures" }));
	await noButton();
	expect((await list()).scrollTop).toBe(0);
});
