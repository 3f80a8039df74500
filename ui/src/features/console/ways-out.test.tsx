import { act, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { openEndpoint } from "../../domain/request-draft";
import type { Explanation } from "../../host/bindings";
import { seriousFindings } from "../../host/testing/render";
import { inSeconds, sentRefused } from "../../host/testing/samples";
import { begin, enabledSend } from "./console.test-help";

const failing =
	(status: number, part: Partial<Explanation>, sentAt = inSeconds(0)) =>
	() => {
		const refusal = sentRefused();
		const explanation = refusal.explanation && {
			...refusal.explanation,
			namedScopes: [],
			claim: null,
			...part,
		};
		return { ...refusal, sentAt, status, statusText: "", explanation };
	};

test("a property that HubSpot misses is named, and goes into the body with one press", async () => {
	const send_request = failing(400, {
		title: "hs_pipeline_stage is required and missing.",
		action: "fix_request",
		missing: ["hs_pipeline_stage"],
		named: [{ name: "properties", values: ["hs_pipeline_stage"] }],
	});
	const { shown, host, user } = begin({ send_request }, { writeLock: "not_needed" });
	act(() => openEndpoint(shown.id, { method: "POST", path: "/crm/objects/2026-03/tickets" }));
	await user.click(await enabledSend());
	const panel = await screen.findByRole("alert");
	within(panel).getByText("hs_pipeline_stage is required and missing.");
	within(panel).getByText("HubSpot's message");
	expect(await seriousFindings()).toEqual([]);
	await user.click(within(panel).getByRole("button", { name: "Add hs_pipeline_stage to the body" }));
	await waitFor(() =>
		expect(host.callsOf("preview_request").at(-1)?.draft).toMatchObject({
			body: '{\n  "properties": {\n    "hs_pipeline_stage": ""\n  }\n}',
		}),
	);
});

test("after a limit the call is sent again when it is over, by itself if that is asked for", async () => {
	const named = [{ name: "policyName", values: ["TEN_SECONDLY_ROLLING"] }];
	const part = { action: "wait" as const, waitSeconds: 10, named };
	const { host, user } = begin({ send_request: failing(429, part) });
	await user.click(await enabledSend());
	await screen.findByText("TEN_SECONDLY_ROLLING");
	await user.click(await screen.findByRole("button", { name: /^Send again in (10|9|8) s$/ }));
	await screen.findByText(/^It is sent again in \d+ s\.$/);
	await user.click(within(screen.getByRole("alert")).getByRole("button", { name: "Cancel" }));
	await screen.findByRole("button", { name: /^Send again in/ });
	expect(host.callsOf("send_request")).toHaveLength(1);
});

test("once the time is over nothing is left to wait for", async () => {
	const part = { action: "wait" as const, waitSeconds: 10 };
	const { host, user } = begin({ send_request: failing(429, part, inSeconds(-60)) });
	await user.click(await enabledSend());
	await user.click(await screen.findByRole("button", { name: "Send again" }));
	await waitFor(() => expect(host.callsOf("send_request")).toHaveLength(2));
});

test("a refusal of what is granted is one account: no table, no re-authorization, and no green verdict", async () => {
	const sentence = "HubSpot names crm.objects.contacts.read, which this connection holds.";
	const claim = {
		agreement: "claims_granted" as const,
		claimed: ["crm.objects.contacts.read"],
		claimedButGranted: ["crm.objects.contacts.read"],
		claimedButNotGrantable: [],
		missing: [],
		sentence,
	};
	const send_request = failing(403, {
		title: "HubSpot refuses this call, though its scope is granted.",
		action: "wait",
		waitSeconds: 60,
		namedScopes: ["crm.objects.contacts.read"],
		claim,
	});
	const { user } = begin({ send_request });
	await screen.findByText("This call is allowed.");
	await user.click(await enabledSend());
	const panel = await screen.findByRole("alert");
	within(panel).getByText("HubSpot refuses this call, though its scope is granted.");
	within(panel).getByText("granted");
	expect(within(panel).queryByRole("table")).toBeNull();
	expect(within(panel).queryByText(sentence)).toBeNull();
	expect(within(panel).queryByRole("button", { name: /Re-authorize/ })).toBeNull();
	within(panel).getByRole("button", { name: /^Send again in/ });
	expect(screen.queryByText("This call is allowed.")).toBeNull();
	screen.getByText(/Its scopes are granted, but HubSpot refused this call at/);
	expect(screen.queryByText("Allowed")).toBeNull();
});
