import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { forgetChosenCalls } from "../../domain/chosen-calls";
import { navigation } from "../../navigation/navigation";
import { begin, list } from "./history.test-help";

beforeEach(() => forgetChosenCalls("c1"));

test("calls are chosen one by one for a report, and taken out again", async () => {
	const { user } = begin();
	const rows = within(await list());
	const choose = async (at: number, name: string) => {
		fireEvent.contextMenu((await rows.findAllByRole("option"))[at] as HTMLElement, {
			clientX: 9,
			clientY: 9,
		});
		await user.click(await screen.findByRole("menuitem", { name }));
		await waitFor(() => expect(screen.queryByRole("menu")).toBeNull());
	};
	await choose(0, "Choose it for a report");
	await choose(3, "Choose it for a report");
	await screen.findByText("2 calls of Acme Europe chosen for a report.");
	await choose(0, "Take it out of the report");
	await screen.findByText("1 call of Acme Europe chosen for a report.");
	await user.click(screen.getByRole("button", { name: "Make the report…" }));
	expect(navigation().dialog).toMatchObject({ kind: "report", connection: "c1", calls: ["37"] });
	await user.click(screen.getByRole("button", { name: "Choose none" }));
	expect(screen.queryByText(/chosen for a report/)).toBeNull();
});

test("an open call makes a report of itself alone", async () => {
	const { user } = begin();
	const rows = within(await list());
	await user.click((await rows.findAllByRole("option"))[2] as HTMLElement);
	await user.click(await screen.findByRole("button", { name: "More" }));
	await user.click(await screen.findByRole("menuitem", { name: "Make a report of it…" }));
	expect(navigation().dialog).toMatchObject({ kind: "report", connection: "c1", calls: ["38"], asked: null });
});
