import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { useAppState } from "../../host/state";
import { demoAnswers } from "../../host/testing/demo-answers";
import { pastedDiagnosis } from "../../host/testing/diagnosis-answers";
import { fail, fakeHost } from "../../host/testing/fake-host";
import { draw, seriousFindings } from "../../host/testing/render";
import { consentFlow, initialState } from "../../host/testing/samples";
import { navigation } from "../../navigation/navigation";
import { ConnectView } from "./connect-view";
import { useConsentWatch } from "./use-consent";

function Start() {
	const state = useAppState();
	useConsentWatch();
	return state.data ? <ConnectView state={state.data} /> : null;
}

function begin(part = {}, more = {}) {
	const host = fakeHost({ ...demoAnswers(initialState({ connections: [], ...part })), ...more });
	return { host, ...draw(<Start />) };
}

test("a refused consent is told with its causes, whose pages are a press away", async () => {
	const { host, user } = begin(
		{ consentFlow: consentFlow() },
		{
			await_consent: () => fail("redirect_mismatch", "The redirect URL is not registered."),
			diagnose_consent: () => pastedDiagnosis().diagnosis,
		},
	);
	await screen.findByText("The redirect URL is not registered.");
	const causes = within(await screen.findByRole("region", { name: "Causes" }));
	causes.getByText("The access token has expired");
	expect(host.callsOf("diagnose_consent")).toEqual([{ flowId: "f1" }]);
	await user.click(causes.getByRole("button", { name: /^More about this cause/ }));
	expect(navigation().dialog).toEqual({ kind: "cause", label: "token-expired" });
	expect(await seriousFindings()).toEqual([]);
});

test("an error that names its cause leads to its page", async () => {
	const error = {
		code: "client_id_refused",
		message: "It is not known.",
		hint: "",
		cause: "client-id-invalid",
	};
	const refuse = () => {
		throw error;
	};
	const { user } = begin({ consentFlow: consentFlow() }, { await_consent: refuse });
	await user.click(await screen.findByRole("button", { name: "More about this" }));
	expect(navigation().dialog).toEqual({ kind: "cause", label: "client-id-invalid" });
});
