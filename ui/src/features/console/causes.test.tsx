import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { CheckedDiagnosis, Diagnosis, RankedCause } from "../../host/bindings";
import { seriousFindings } from "../../host/testing/render";
import { sentRefused } from "../../host/testing/samples";
import { begin, enabledSend } from "./console.test-help";

const cause = (of: Partial<RankedCause>): RankedCause => ({
	label: "scope-propagation-delay",
	certainty: "possible",
	who: "you",
	title: "The new scope is not known everywhere yet",
	evidence: [{ place: "response.status", quote: "403", tells: "It was refused." }],
	fix: "Wait two minutes.",
	exactFix: "Retry with growing pauses.",
	nextCheck: "Send the same call once more.",
	check: "repeat",
	...of,
});

const alike: Diagnosis = {
	causes: [cause({}), cause({ label: "scope-unavailable-in-portal", title: "The plan does not include it" })],
	unknown: ["The plan of the portal"],
	cannotTell: true,
};

const checked: CheckedDiagnosis = {
	diagnosis: {
		causes: [cause({ certainty: "certain", nextCheck: null, check: null })],
		unknown: [],
		cannotTell: false,
	},
	checks: [{ check: "repeat", call: "GET /crm/objects/2026-03/contacts", found: "worked" }],
	planned: [],
};

const failing = () => {
	const refusal = sentRefused();
	return { ...refusal, explanation: refusal.explanation && { ...refusal.explanation, diagnosis: alike } };
};

test("causes that fit alike are all named, with what speaks for each and what would help", async () => {
	const { user } = begin({ send_request: failing });
	await user.click(await enabledSend());
	const causes = await screen.findByRole("region", { name: "Causes" });
	within(causes).getByText("These causes fit equally well; nothing in the answer tells them apart.");
	within(causes).getByText("The plan does not include it");
	within(causes).getByText("The plan of the portal");
	expect(within(causes).getAllByText("Wait two minutes.")).toHaveLength(2);
	expect(await seriousFindings()).toEqual([]);
});

test("checks are listed before they are made, and leave one cause", async () => {
	const planned = [
		{ check: "repeat" as const, sentence: "Send it once more.", call: "GET /crm/objects/2026-03/contacts" },
	];
	const { host, user } = begin({
		send_request: failing,
		call_sent_at: () => "f7",
		diagnose_call: () => ({ ...checked, checks: [], planned }),
		check_causes: () => checked,
	});
	await user.click(await enabledSend());
	await user.click(await screen.findByRole("button", { name: "Tell the causes apart…" }));
	await screen.findByText("GET /crm/objects/2026-03/contacts");
	expect(host.callsOf("check_causes")).toEqual([]);
	await user.click(screen.getByRole("button", { name: "Make the checks" }));
	const table = await screen.findByRole("table", { name: "Checks" });
	within(table).getByText("worked");
	const causes = screen.getByRole("region", { name: "Causes" });
	within(causes).getByText("certain");
	expect(within(causes).queryByText("The plan does not include it")).toBeNull();
	expect(host.callsOf("check_causes")).toEqual([{ id: "f7" }]);
	expect(await seriousFindings()).toEqual([]);
});
