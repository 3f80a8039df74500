import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { openEndpoint } from "../../domain/request-draft";
import { fail, never } from "../../host/testing/fake-host";
import { seriousFindings } from "../../host/testing/render";
import { connection, inSeconds, preview, refused, sent, sentRefused } from "../../host/testing/samples";
import { navigation } from "../../navigation/navigation";
import { outcomeOf, supportLine } from "../../response/support-line";
import { begin, enabledSend } from "./console.test-help";

test("empty: the request is ready and the answer's place says what it is for", async () => {
	const { host } = begin();
	screen.getByText("No answer yet");
	await screen.findByText("This call is allowed.");
	await screen.findByText("Bearer «access-token#1»");
	await screen.findByRole("heading", { name: "List contacts" });
	expect(await seriousFindings()).toEqual([]);
	host.expectNoStrays();
});

test("loading: a call that waits shows for how long and can be cancelled", async () => {
	const { host, user } = begin({ send_request: never });
	await user.click(await enabledSend());
	screen.getByText("Waiting for the answer");
	await user.click(await screen.findByRole("button", { name: "Cancel" }));
	const [sent] = host.callsOf("send_request");
	expect(host.callsOf("cancel_request")).toEqual([{ requestId: sent?.requestId }]);
	expect(await seriousFindings()).toEqual([]);
});

test("a call that went out twice says so beside its answer", async () => {
	const message = "Sent twice: the token was refused, renewed, and the call sent again.";
	const { user } = begin({ send_request: () => sent({ renewal: { outcome: "sent_again", message } }) });
	await user.click(await enabledSend());
	await screen.findByText(message);
	expect(await seriousFindings()).toEqual([]);
});

test("what an answer says in passing stands beside its status", async () => {
	const note = "HubSpot marks this endpoint as deprecated.";
	const { user } = begin({ send_request: () => sent({ notes: [note] }) });
	await user.click(await enabledSend());
	await screen.findByText(note);
});

test("error: a call that could not be made says why", async () => {
	const { user } = begin({
		send_request: () => fail("network_unreachable", "HubSpot cannot be reached.", "Check the network."),
	});
	await user.click(await enabledSend());
	expect((await screen.findByRole("alert")).textContent).toContain("HubSpot cannot be reached.");
});

test("data: an answer shows status, correlation id and its body as a tree", async () => {
	const { host, user } = begin();
	await user.click(await enabledSend());
	await screen.findByText("200 OK");
	screen.getByText("019d7712-d98f-7622-ad7a-045a0bcb177b");
	const tree = await screen.findByRole("tree", { name: "Response body" });
	const results = await within(tree).findByRole("treeitem", { name: /results/ });
	expect(results.getAttribute("aria-level")).toBe("2");
	expect(results.getAttribute("aria-posinset")).toBe("1");
	expect(results.getAttribute("aria-setsize")).toBe("2");
	expect(await seriousFindings()).toEqual([]);
	await user.click(screen.getByRole("tab", { name: "Raw" }));
	const raw = screen.getByRole("region", { name: "Raw body" });
	const lines = await within(raw).findAllByText('"lifecyclestage": "lead",');
	expect(lines[0]?.tagName).toBe("CODE");
	await user.click(screen.getByRole("tab", { name: "Headers (2)" }));
	await screen.findByRole("rowheader", { name: "content-type" });
	host.expectNoStrays();
});

test("an answer that the demo portal made up says so", async () => {
	const made = sent();
	const headers = [...made.headers, { name: "x-demo-generic", value: "true" }];
	const { user } = begin({ send_request: () => ({ ...made, headers }) });
	await user.click(await enabledSend());
	await screen.findByText(/made this answer up/);
});

test("the tree is folded and walked by the keyboard", async () => {
	const { user } = begin();
	await user.click(await enabledSend());
	const tree = await screen.findByRole("tree", { name: "Response body" });
	await within(tree).findByRole("treeitem", { name: /results/ });
	tree.focus();
	await user.keyboard("{ArrowDown}");
	const active = () => document.getElementById(tree.getAttribute("aria-activedescendant") ?? "");
	await waitFor(() => expect(active()?.textContent).toContain("results"));
	await user.keyboard("{ArrowLeft}");
	await waitFor(() => expect(active()?.getAttribute("aria-expanded")).toBe("false"));
	await user.keyboard("{ArrowDown}");
	await waitFor(() => expect(active()?.textContent).toContain("paging"));
});

test("a refused call is explained with the server's category and the next action", async () => {
	const { shown, user } = begin({}, { writeLock: "not_needed" });
	act(() => openEndpoint(shown.id, { method: "POST", path: "/engagements/v1/engagements" }));
	await screen.findByText("This call will be refused: one scope is missing.");
	await user.click(await enabledSend());
	await screen.findByText("MISSING_SCOPES");
	const panel = screen.getByRole("alert");
	await user.click(within(panel).getByRole("button", { name: "Re-authorize with it…" }));
	expect(navigation().dialog).toEqual({
		kind: "reauthorize",
		connection: shown.id,
		// Of what HubSpot names and what the catalogue says: what an app can ask for.
		extraScopes: ["crm.objects.contacts.write"],
	});
	expect(await seriousFindings()).toEqual([]);
});

test("Ctrl Enter sends, and Ctrl L goes to the path", async () => {
	const { host } = begin();
	await enabledSend();
	fireEvent.keyDown(document.body, { key: "l", ctrlKey: true });
	fireEvent.keyDown(document.body, { key: "Enter", ctrlKey: true });
	await screen.findByText("200 OK");
	expect(host.callsOf("send_request")).toHaveLength(1);
});

test("a missing scope offers consent for the smallest addition", async () => {
	const { user } = begin({ preview_request: () => preview({ verdict: refused }) });
	await user.click(await screen.findByRole("button", { name: "Re-authorize with it…" }));
	expect(navigation().dialog).toMatchObject({
		kind: "reauthorize",
		extraScopes: ["crm.objects.contacts.write"],
	});
});

test("a call that needs new consent but no new scope offers that", async () => {
	const refusal = sentRefused();
	const explanation = refusal.explanation && { ...refusal.explanation, namedScopes: [], claim: null };
	const { user } = begin({ send_request: () => ({ ...refusal, sentAt: inSeconds(3600), explanation }) });
	await user.click(await enabledSend());
	const panel = await screen.findByRole("alert");
	await user.click(within(panel).getByRole("button", { name: "Re-authorize…" }));
	expect(navigation().dialog).toMatchObject({ kind: "reauthorize", extraScopes: [] });
});

test("after a token that had expired, the app's own refresh is told and the call sent again", async () => {
	const expired = sentRefused();
	const explanation = expired.explanation && { ...expired.explanation, action: "refresh" };
	const { host, user } = begin({
		send_request: () => ({ ...expired, sentAt: inSeconds(-3600), explanation }),
	});
	await user.click(await enabledSend());
	await screen.findByText("The app has refreshed the token since. Send the request again.");
	await user.click(screen.getByRole("button", { name: "Send again" }));
	await waitFor(() => expect(host.callsOf("send_request")).toHaveLength(2));
	expect(screen.queryByRole("button", { name: "Refresh the token" })).toBeNull();
});

test("a refusal that re-authorizing has mended asks for no more consent", async () => {
	const { user } = begin(
		{ send_request: () => ({ ...sentRefused(), sentAt: inSeconds(-3600) }) },
		{ connectedAt: inSeconds(-60) },
	);
	await user.click(await enabledSend());
	await screen.findByText("The portal was re-authorized since. Send the request again.");
	screen.getByRole("button", { name: "Send again" });
});

test("the support line has all that support asks for", () => {
	const refusal = sentRefused();
	expect(supportLine(connection().identity, refusal, outcomeOf(refusal))).toBe(
		`${refusal.sentAt} | portal 26041877 | app 318842 | correlation 019d7712-d98f-7622-ad7a-045a0bcb177b | POST /engagements/v1/engagements | 403 Forbidden`,
	);
});
