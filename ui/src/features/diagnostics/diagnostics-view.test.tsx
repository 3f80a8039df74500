import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { wantedDiagnosis } from "../../domain/wanted-diagnosis";
import { demoAnswers } from "../../host/testing/demo-answers";
import { pastedDiagnosis, rankedCause } from "../../host/testing/diagnosis-answers";
import { type Answers, fail, fakeHost, never } from "../../host/testing/fake-host";
import { pasteEvent } from "../../host/testing/paste-event";
import { draw, seriousFindings } from "../../host/testing/render";
import { initialState } from "../../host/testing/samples";
import { clearDiagnosed } from "./diagnosed";
import { DiagnosticsView } from "./diagnostics-view";

beforeEach(clearDiagnosed);

function begin(more: Answers = {}) {
	const host = fakeHost({ ...demoAnswers(initialState()), ...more });
	return { host, ...draw(<DiagnosticsView />) };
}

const box = () => screen.getByRole("textbox", { name: "Paste whatever failed" });
const paste = () => screen.getByRole("button", { name: "Paste" });
const found = () => screen.findByRole("region", { name: "What was found" });

test("empty: says what can be pasted, and that nothing leaves the computer", async () => {
	begin();
	screen.getByText(/read on this computer alone/);
	screen.getByText(/an error as HubSpot sent it/);
	await screen.findByRole("button", { name: "The access token has expired" });
	expect(await seriousFindings()).toEqual([]);
});

test("what was pasted is told by what it was understood as, what is wrong with the request, and then the causes", async () => {
	const { host, user } = begin();
	await user.click(paste());
	const result = await found();
	const at = (words: string | RegExp) => result.textContent?.search(words) ?? -1;
	const order = [/A command with its answer/, /two slashes in a row/, /The access token has expired/].map(at);
	expect(order).toEqual([...order].sort((one, other) => one - other));
	expect(order[0]).toBe(0);
	within(result).getByText("Secrets in it were replaced by labels.");
	within(result).getByText(/«access token»/);
	within(result).getByText("certain");
	within(result).getByText("Who can fix it: you, in the call");
	expect(host.callsOf("diagnose_pasted")).toEqual([{ source: "clipboard" }]);
	expect(await seriousFindings()).toEqual([]);
});

test("a paste into the box is read by the host, never by the page, and what is typed is not taken", async () => {
	const { host, user } = begin();
	await user.type(box(), "401");
	expect(box()).toHaveProperty("value", "");
	const pasted = pasteEvent(box());
	fireEvent.mouseDown(box(), { button: 1 });
	fireEvent(box(), pasted.event);
	await found();
	expect([pasted.event.defaultPrevented, pasted.wasRead()]).toEqual([true, false]);
	expect(host.callsOf("diagnose_pasted")).toHaveLength(1);
});

test("the diagnosis is copied as plain text, and cleared", async () => {
	const { host, user } = begin();
	await user.click(paste());
	await found();
	await user.click(screen.getByRole("button", { name: "Copy the diagnosis" }));
	const { text } = host.callsOf("copy_text")[0] ?? {};
	expect(text).toContain("1. The access token has expired (certain; token-expired)");
	expect(text).toContain("Exactly: `POST /oauth/v1/token`");
	await user.click(screen.getByRole("button", { name: "Clear" }));
	expect(screen.queryByRole("region", { name: "What was found" })).toBeNull();
	screen.getByText(/an error as HubSpot sent it/);
});

test("what was found outlives the view; an error leaves it there, and a cancelled file changes nothing", async () => {
	const { host, user } = begin();
	await user.click(paste());
	await found();
	cleanup();
	draw(<DiagnosticsView />);
	await found();
	host.answer({ diagnose_pasted: () => fail("file_too_large", "The text is too long.") });
	await user.click(paste());
	await screen.findByText("The text is too long.");
	await found();
	await user.click(screen.getByRole("button", { name: "Open a file…" }));
	await waitFor(() => expect(screen.queryByText("The text is too long.")).toBeNull());
	await found();
	expect(host.callsOf("diagnose_file")).toHaveLength(1);
});

test("while it is read it says so", async () => {
	const { user } = begin({ diagnose_pasted: never });
	await user.click(paste());
	await screen.findByText("Reading what failed");
});

test("where no cause fits, it says so and what would help", async () => {
	const diagnosis = { causes: [], unknown: ["The status of the answer"], cannotTell: true };
	const { user } = begin({ diagnose_pasted: () => pastedDiagnosis({ findings: [], diagnosis }) });
	await user.click(paste());
	await screen.findByText("None of the known causes fits.");
	screen.getByText("The status of the answer");
	expect(screen.queryByText("Wrong with the request itself")).toBeNull();
});

test("several causes are all named, best first, with how sure each is and who must act", async () => {
	const causes = [
		rankedCause({ certainty: "possible" }),
		rankedCause({ label: "token-invalid", title: "HubSpot does not know the token", certainty: "possible" }),
	];
	const diagnosis = { causes, unknown: [], cannotTell: true };
	const { user } = begin({ diagnose_pasted: () => pastedDiagnosis({ diagnosis }) });
	await user.click(paste());
	const region = within(await screen.findByRole("region", { name: "Causes" }));
	expect(region.getAllByText("possible")).toHaveLength(2);
	expect(region.getAllByRole("button", { name: /^More about this cause/ })).not.toHaveLength(0);
});

test("what another view wants diagnosed is read when the view opens, and the box takes the focus", async () => {
	wantedDiagnosis.set("selection");
	const { host } = begin();
	await found();
	expect(host.callsOf("diagnose_pasted")).toEqual([{ source: "selection" }]);
	await waitFor(() => expect(document.activeElement).toBe(box()));
	expect(wantedDiagnosis.get()).toBeNull();
});

test("causes are searched, read, and lead to each other; the way back keeps the search and the focus", async () => {
	const { user } = begin();
	await user.type(screen.getByRole("searchbox", { name: "Search causes" }), "token");
	const list = await screen.findByRole("list", { name: "Causes found" });
	await waitFor(() => expect(within(list).getAllByRole("button")).toHaveLength(2));
	await user.click(within(list).getByRole("button", { name: "The access token has expired" }));
	await waitFor(() => expect(document.activeElement?.textContent).toBe("The access token has expired"));
	for (const part of [
		"What it means",
		"How it shows",
		"How to fix it",
		"In exact terms",
		"How to prevent it",
	])
		screen.getByRole("region", { name: part });
	expect(await seriousFindings()).toEqual([]);
	await user.click(screen.getByRole("button", { name: "token-invalid" }));
	await waitFor(() => expect(document.activeElement?.textContent).toBe("HubSpot does not know the token"));
	await user.click(screen.getByRole("button", { name: "All causes" }));
	expect(screen.getByRole("searchbox", { name: "Search causes" })).toHaveProperty("value", "token");
	await waitFor(() => expect(document.activeElement?.textContent).toBe("The access token has expired"));
});
