import { act, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { noteNotKept } from "../../domain/not-kept";
import { addDrafts, drafts } from "../../domain/request-draft";
import { seriousFindings } from "../../host/testing/render";
import { begin } from "./console.test-help";

const draft = { method: "POST", path: "/crm/objects/2026-03/contacts/batch/create" };
const rest = { pathValues: {}, query: [], headers: [], body: null };
const reason = "It has 601 kB. Of one portal's open requests 525 kB are kept, those in front first.";

/** The console with two more requests open, whose ids are told. */
function opened() {
	const view = begin();
	const added = [null, "Import of the fair"].map((name) => ({
		name,
		draft: { ...draft, ...rest },
		findings: [],
	}));
	act(() => void addDrafts(view.shown.id, added));
	const [, unnamed = "", named = ""] = drafts.get()[view.shown.id]?.open.map(({ id }) => id) ?? [];
	const note = (...ids: string[]) =>
		act(() =>
			noteNotKept(
				view.shown.id,
				ids.map((id) => ({ id, reason })),
			),
		);
	return { ...view, unnamed, named, note };
}

const title = /will not be there after a restart\.$/;
const said = () => screen.queryAllByText(title).map(({ textContent }) => textContent);

test("a request that is too large to be kept is named with the reason, whichever is shown", async () => {
	const { unnamed, named, note } = opened();
	note(named);
	expect(said()).toEqual(["“Import of the fair” will not be there after a restart."]);
	screen.getByText(reason);
	expect(screen.getByText(reason).closest("[role=status]")).not.toBeNull();
	note(unnamed);
	expect(said()).toEqual(["“POST …/batch/create” will not be there after a restart."]);
	note(unnamed, named);
	expect(said()).toEqual(["2 open requests will not be there after a restart."]);
	screen.getByText("Import of the fair", { selector: "strong" });
	expect(await seriousFindings()).toEqual([]);
});

test("it is said once, and again for one that did fit in between", async () => {
	const { user, named, unnamed, note } = opened();
	note(named);
	await user.click(screen.getByRole("button", { name: "Got it" }));
	note(named);
	expect(said()).toEqual([]);
	note(named, unnamed);
	expect(said()).toEqual(["“POST …/batch/create” will not be there after a restart."]);
	note();
	expect(said()).toEqual([]);
	note(named);
	expect(said()).toEqual(["“Import of the fair” will not be there after a restart."]);
});

test("of a request that was closed nothing is said", async () => {
	const { user, unnamed, note } = opened();
	note(unnamed);
	await user.click(screen.getByRole("button", { name: "Close this request" }));
	await waitFor(() => expect(said()).toEqual([]));
});
