import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { isRefused, RefusedContext } from "../domain/refusal";
import { VerdictBadge, VerdictNote } from "../domain/verdict";
import type { Connection, ErrorCode } from "../host/bindings";
import { fakeHost } from "../host/testing/fake-host";
import { draw } from "../host/testing/render";
import { allowed, connection } from "../host/testing/samples";

test("no verdict within a refused connection is green or says that a call is allowed", async () => {
	fakeHost({});
	let asked = 0;
	const refusal = { reason: "The app was removed.", reauthorize: () => void asked++ };
	const { user } = draw(
		<RefusedContext value={refusal}>
			<VerdictBadge verdict={allowed} />
			<VerdictNote verdict={allowed} />
		</RefusedContext>,
	);
	expect(screen.getByText("Scopes fit").className).not.toContain("ok");
	screen.getByText("This call will be refused, as every other of this connection.");
	screen.getByText(/The app was removed\. Its scopes would allow this call\./);
	expect(screen.queryByText(allowed.sentence)).toBeNull();
	await user.click(screen.getByRole("button", { name: "Re-authorize…" }));
	expect(asked).toBe(1);
});

test("a connection is refused once HubSpot or the keyring has ended it, not while only its renewal fails", () => {
	const having = (code: ErrorCode): Connection =>
		connection({ state: { kind: "needs_attention", error: { code, message: "", hint: "", cause: null } } });
	expect(
		["connection_revoked", "secret_missing", "token_refused"].every((code) =>
			isRefused(having(code as ErrorCode)),
		),
	).toBe(true);
	expect(isRefused(having("client_secret_refused"))).toBe(false);
	expect(isRefused(connection())).toBe(false);
});
