import { act, screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { UsagePoint } from "../../host/bindings";
import { fail, fakeHost, never } from "../../host/testing/fake-host";
import { draw, seriousFindings } from "../../host/testing/render";
import { connection, inSeconds, scenarios, usagePoints } from "../../host/testing/samples";
import { stopClock } from "../../host/testing/stopped-clock";
import { currentPlace, navigation } from "../../navigation/navigation";
import { OverviewSkeleton, OverviewView } from "./overview-view";
import { accessOf, groupScopes } from "./scope-words";
import { skewWords } from "./token-card";

const answers = {
	usage_points: () => ({ first: 0, next: 0, points: [] }),
	daily_usage: () => ({ kind: "none_for_oauth" }),
};
const view = (part = {}) => <OverviewView connection={connection(part)} />;

test("loading: the shape is drawn and said once", async () => {
	fakeHost(answers);
	draw(<OverviewSkeleton />);
	expect(screen.getByRole("status").textContent).toBe("Reading the connections");
	expect(await seriousFindings()).toEqual([]);
});

test("empty: figures and scopes that are not known are said to be so", async () => {
	fakeHost(answers);
	draw(view({ rateLimit: null, grantedScopes: null, token: null, credential: "service_key" }));
	screen.getByText("Does not expire.");
	screen.getByText(/No response has shown figures yet/);
	screen.getByText("HubSpot does not list them for this credential.");
	expect(screen.queryByRole("button", { name: "Refresh now" })).toBeNull();
	expect(await seriousFindings()).toEqual([]);
});

test("error: a revoked connection says why and offers to re-authorize", async () => {
	fakeHost(answers);
	const error = {
		code: "connection_revoked" as const,
		message: "The app was removed.",
		hint: "Re-authorize the portal.",
		cause: "app-uninstalled" as const,
	};
	const { user } = draw(view({ state: { kind: "needs_attention", error } }));
	expect(screen.getByRole("alert").textContent).toContain("The app was removed.");
	screen.getByRole("button", { name: "Re-authorize…" });
	await user.click(screen.getByRole("button", { name: "More about this" }));
	expect(navigation().dialog).toEqual({ kind: "cause", label: "app-uninstalled" });
	screen.getByText("Needs you");
	expect(await seriousFindings()).toEqual([]);
});

test("data: identity, limits and scopes are there", async () => {
	fakeHost(answers);
	draw(view());
	within(screen.getByRole("region", { name: "Portal" })).getByText("26041877");
	within(screen.getByRole("region", { name: "Limits" })).getByText("13 of 110 calls");
	within(screen.getByRole("region", { name: "Granted scopes (12)" })).getByText("crm.objects.deals.read");
	expect(await seriousFindings()).toEqual([]);
});

test("the countdown steps by the second, warns under five minutes, and ends in words", () => {
	stopClock();
	fakeHost(answers);
	const token = connection().token;
	draw(view({ token: token && { ...token, expiresAt: inSeconds(301), lifetimeSeconds: 1800 } }));
	const left = screen.getByRole("timer", { name: "Time left" });
	expect(left.textContent).toBe("05:01");
	screen.getByText("Good");
	act(() => vi.advanceTimersByTime(2000));
	expect(left.textContent).toBe("04:59");
	screen.getByText("Expires soon");
	act(() => vi.advanceTimersByTime(299_000));
	expect(left.textContent).toBe("00:00");
	screen.getByText("Expired");
});

test("Refresh now shows that it waits, and its error in its own place", async () => {
	const host = fakeHost({ ...answers, refresh_connection: never });
	const { user } = draw(view());
	await user.click(screen.getByRole("button", { name: "Refresh now" }));
	screen.getByText(/Asking for a new token/);
	host.answer({
		refresh_connection: () => fail("connection_revoked", "The app was removed.", "Re-authorize the portal."),
	});
});

test("a refresh that fails keeps the card and names the way out", async () => {
	fakeHost({
		...answers,
		refresh_connection: () => fail("connection_revoked", "The app was removed.", "Re-authorize the portal."),
	});
	const { user } = draw(view());
	await user.click(screen.getByRole("button", { name: "Refresh now" }));
	const card = screen.getByRole("region", { name: "Access token" });
	await within(card).findByText("The app was removed.");
	within(card).getByRole("button", { name: "Re-authorize…" });
});

test("demo controls expire the token and turn scenarios", async () => {
	const host = fakeHost({
		...answers,
		demo_scenarios: () => scenarios,
		set_demo_scenario: () => scenarios,
		expire_demo_token: () => null,
	});
	const { user } = draw(view({ environment: "demo", writeLock: "not_needed" }));
	await user.click(await screen.findByRole("button", { name: "Expire the token now" }));
	await screen.findByText(/its countdown shows what it was told/);
	await user.click(screen.getByRole("button", { name: "Open Console" }));
	expect(currentPlace()).toMatchObject({ kind: "portal", id: "c1", tab: "console" });
	await user.click(await screen.findByRole("switch", { name: "Rate limited" }));
	expect(host.callsOf("expire_demo_token")).toEqual([{ connectionId: "c1" }]);
	expect(host.callsOf("set_demo_scenario")).toEqual([{ name: "rate_limited", on: true }]);
	expect(await seriousFindings()).toEqual([]);
	host.expectNoStrays();
});

test("six scenarios are shown first, and code in their words is code", async () => {
	const many = Array.from({ length: 9 }, (_, at) => ({
		name: `s${at}`,
		title: `Scenario ${at}`,
		description: "Answers `429` always.",
		on: false,
	}));
	fakeHost({ demo_scenarios: () => many });
	draw(view({ environment: "demo", writeLock: "not_needed" }));
	await screen.findByText("More ways to fail (3)");
	expect(within(screen.getByRole("list", { name: "Scenarios" })).getAllByRole("switch")).toHaveLength(6);
	expect(screen.getAllByText("429", { selector: "code" })).toHaveLength(9);
});

test("figures older than their window are told with their time", () => {
	// Not at midnight: the time of another day has a date.
	stopClock();
	fakeHost(answers);
	const limits = connection().rateLimit;
	draw(view({ rateLimit: limits && { ...limits, observedAt: inSeconds(-60) } }));
	within(screen.getByRole("region", { name: "Limits" })).getByText(
		/^Last call's 10 seconds, at \d\d:\d\d:\d\d$/,
	);
});

test("scopes are told in words", () => {
	expect(accessOf(["crm.objects.contacts.read", "crm.objects.contacts.write", "tickets", "oauth"])).toEqual([
		{ thing: "contacts", read: true, write: true },
		{ thing: "tickets", read: true, write: true },
	]);
	expect(accessOf(["crm.objects.contacts.highly_sensitive.read"])[0]?.thing).toBe(
		"contacts (highly sensitive data)",
	);
	expect(accessOf(["crm.schemas.contacts.read", "crm.schemas.companies.read"])).toMatchObject([
		{ thing: "company properties" },
		{ thing: "contact properties" },
	]);
	expect(groupScopes(["oauth", "something-new", "crm.schemas.deals.read"]).map(({ title }) => title)).toEqual(
		["Data model", "Account and settings", "Other"],
	);
});

test("a clock that is off is said with its direction", () => {
	expect(skewWords(2)).toBe("in step with the server");
	expect(skewWords(75)).toBe("01:15 ahead of the server; allowed for");
	expect(skewWords(-75)).toBe("01:15 behind the server; allowed for");
});

test("limits: the plot has a summary and a table, and new points are asked for from the last on", async () => {
	const all = usagePoints(6);
	const more = { ...all[5], at: inSeconds(1), remaining: 10 } as UsagePoint;
	const host = fakeHost({
		...answers,
		usage_points: ({ since }) =>
			since === 0 ? { first: 0, next: 6, points: all } : { first: 6, next: 7, points: [more] },
	});
	const { user, redraw } = draw(view());
	const card = within(screen.getByRole("region", { name: "Limits" }));
	await card.findByText(/^6 calls since/);
	await card.findByText("No daily limit for OAuth apps; HubSpot counts none.");
	await user.click(card.getByRole("button", { name: "Show as a table" }));
	expect(card.getAllByRole("row")).toHaveLength(7);
	const limit = connection().rateLimit;
	redraw(view({ rateLimit: limit && { ...limit, observedAt: more.at } }));
	await card.findByText(/^7 calls since .*, at most 100 of 110 in ten seconds/);
	expect(host.callsOf("usage_points")).toEqual([
		{ id: "c1", since: 0 },
		{ id: "c1", since: 6 },
	]);
	expect(await seriousFindings()).toEqual([]);
});

test("limits: the count of the day says when it was counted, and is asked for again on request only", async () => {
	const counted = {
		kind: "counted",
		used: 1204,
		limit: 650_000,
		collectedAt: inSeconds(-140),
		resetsAt: inSeconds(3600),
		failure: null,
		askedAt: inSeconds(-1),
	};
	const host = fakeHost({ ...answers, daily_usage: () => counted });
	const { user } = draw(view({ credential: "service_key", token: null }));
	await screen.findByText("1,204 of 650,000 calls");
	screen.getByText(/Counted at/);
	expect(host.callsOf("daily_usage")).toHaveLength(1);
	host.answer({ daily_usage: () => fail("network_unreachable", "HubSpot cannot be reached.") });
	await user.click(screen.getByRole("button", { name: "Ask again for the calls of today" }));
	await waitFor(() => expect(host.callsOf("daily_usage")).toHaveLength(2));
});

test("limits: a credential that is not told, and a count that failed, are said so", async () => {
	const host = fakeHost({ ...answers, daily_usage: () => ({ kind: "not_told" }) });
	draw(view({ credential: "service_key", token: null }));
	await screen.findByText("HubSpot does not tell this credential.");
	host.stop();
});
