import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { fail } from "../../host/testing/fake-host";
import { seriousFindings } from "../../host/testing/render";
import { begin, enabledSend } from "./console.test-help";

async function answered(more = {}) {
	const begun = begin(more);
	await begun.user.click(await enabledSend());
	await screen.findByRole("tree", { name: "Response body" });
	return begun;
}

test("Ctrl F finds words in the body, marks them, and steps through the places", async () => {
	const { user, host } = await answered();
	await user.keyboard("{Control>}f{/Control}");
	const box = screen.getByRole("searchbox", { name: "Words" });
	expect(document.activeElement).toBe(box);
	await user.keyboard("EMAIL");
	await screen.findByText(/^1 of \d+ rows$/);
	const tree = screen.getByRole("tree", { name: "Response body" });
	expect(within(tree).getAllByText("email", { selector: "mark" }).length).toBeGreaterThan(0);
	await user.keyboard("{Enter}");
	await screen.findByText(/^2 of \d+ rows$/);
	await user.keyboard("{Shift>}{Enter}{/Shift}{Shift>}{Enter}{/Shift}");
	const last = await screen.findByText(/^(\d+) of \1 rows$/);
	expect(last.textContent).not.toBe("1 of 1 rows");
	expect(
		host
			.callsOf("find_in_body")
			.map(({ nth }) => nth)
			.slice(0, 3),
	).toEqual([0, 1, 0]);
	expect(await seriousFindings()).toEqual([]);
	await user.keyboard("{Escape}");
	expect(screen.queryByRole("searchbox", { name: "Words" })).toBeNull();
	expect(document.activeElement).toBe(tree);
});

test("the text has places of its own, and what is not there is said", async () => {
	const { user } = await answered();
	await user.click(screen.getByRole("tab", { name: "Raw" }));
	await user.click(screen.getByRole("button", { name: "Find in body (Ctrl F)" }));
	await user.keyboard("email");
	await screen.findByText(/^1 of \d+ lines$/);
	await user.keyboard(" nowhere");
	await screen.findByText("Not found");
	expect(screen.getByRole("button", { name: "Next place (Enter)" })).toHaveProperty("disabled", true);
});

test("a response that is no longer stored shows an error in the search", async () => {
	const { user } = await answered({
		find_in_body: () => fail("response_gone", "The answer is no longer held.", ""),
	});
	await user.keyboard("{Control>}f{/Control}a");
	await waitFor(() => screen.getByText("The answer is no longer held."));
});

test("closing the search cancels one that is under way, and no other", async () => {
	const { user, host } = await answered({ find_in_body: () => new Promise(() => {}) });
	await user.keyboard("{Control>}f{/Control}a");
	await waitFor(() => expect(host.callsOf("find_in_body")).toHaveLength(1));
	await user.keyboard("b");
	await waitFor(() => expect(host.callsOf("find_in_body")).toHaveLength(2));
	expect(host.callsOf("cancel_find_in_body")).toEqual([]);
	await user.keyboard("{Escape}");
	const [search] = host.callsOf("find_in_body");
	expect(host.callsOf("cancel_find_in_body")).toEqual([{ responseId: search?.responseId }]);
});

test("closing the search after it was answered cancels nothing", async () => {
	const { user, host } = await answered();
	await user.keyboard("{Control>}f{/Control}email");
	await screen.findByText(/^1 of \d+ rows$/);
	await user.keyboard("{Escape}");
	expect(host.callsOf("cancel_find_in_body")).toEqual([]);
});
