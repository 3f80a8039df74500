import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { tokenDraft } from "../../domain/connect-draft";
import { FormError } from "../../domain/form-error";
import { SecretField } from "../../domain/secret-field";
import type { CheckedToken, Connection, InitialState } from "../../host/bindings";
import { hasCode, toCommandError } from "../../host/errors";
import { checkToken, connectWithToken, replaceToken } from "../../host/mutations";
import { secretSource } from "../../host/secret-source";
import { putConnection } from "../../host/state";
import { useStore } from "../../lib/store";
import { navigate } from "../../navigation/navigation";
import { AboutError } from "../../response/about-error";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import layout from "../../ui/layout.module.css";
import { Row } from "../../ui/row";
import { focusFirstWrong, TextField } from "../../ui/text-field";
import { isHubId } from "./oauth-checks";
import { TokenPlace } from "./token-place";
import { settleConnected } from "./use-consent";

/** A service key or a private-app token: checked with HubSpot, and kept once it is plain beside what. */
export function TokenForm({ state }: { state: InitialState }) {
	const draft = useStore(tokenDraft);
	const client = useQueryClient();
	const [tried, setTried] = useState(false);
	const [checked, setChecked] = useState<CheckedToken | null>(null);
	const request = { secret: draft.secret?.id ?? "", expectedPortal: draft.expectedPortal.trim() || null };
	const keep = useMutation({
		mutationFn: (place: string | null) =>
			place === null ? connectWithToken(request) : replaceToken(place, request),
		onSuccess: (connection) => {
			settleConnected(connection);
			putConnection(client, connection);
			navigate({ kind: "portal", id: connection.id });
		},
	});
	const check = useMutation({
		mutationFn: () => checkToken(request),
		onSuccess: (found) => {
			if (meets(state, found).length === 0) keep.mutate(null);
			else setChecked(found);
		},
	});
	const change = (part: Partial<typeof draft>) => {
		setChecked(null);
		check.reset();
		keep.reset();
		tokenDraft.set((previous) => ({ ...previous, ...part }));
	};
	const isReady = draft.secret !== null && isHubId(draft.expectedPortal);
	const submit = (event: FormEvent) => {
		event.preventDefault();
		setTried(true);
		focusFirstWrong(event.currentTarget);
		if (isReady) check.mutate();
	};
	const thrown = keep.error ?? check.error;
	const atField = hasCode(thrown, "token_malformed", "staged_secret_gone", "token_refused");
	const failure = thrown ? toCommandError(thrown) : null;
	const isBusy = check.isPending || keep.isPending;
	return (
		<Card title="Connect with a token" intoView>
			<form className={layout.form} onSubmit={submit} noValidate aria-label="Token">
				{failure && !atField && (
					<FormError error={failure} actions={failure.cause && <AboutError error={failure} />} />
				)}
				{failure && atField && <AboutError error={failure} />}
				<div className={layout.columns}>
					<SecretField
						label="Service key or private-app token"
						help="It goes from the clipboard to the keyring and never enters this window."
						source={secretSource}
						fits={["static_token"]}
						value={draft.secret}
						onChange={(secret) => change({ secret })}
						error={fieldError(tried && draft.secret === null, atField ? failure : null)}
					/>
					<TextField
						label="Expected Hub ID (optional)"
						inputMode="numeric"
						value={draft.expectedPortal}
						onChange={(expectedPortal) => change({ expectedPortal })}
						error={tried && !isHubId(draft.expectedPortal) ? "A Hub ID has digits only." : undefined}
						help="If another portal answers, the connection is refused and nothing is stored."
					/>
				</div>
				{checked ? (
					<TokenPlace
						checked={checked}
						others={meets(state, checked)}
						isPending={keep.isPending}
						onKeep={keep.mutate}
						onCancel={() => setChecked(null)}
					/>
				) : (
					<Row gap="3">
						<Button type="submit" kind="primary" isPending={isBusy}>
							{isBusy ? "Checking the token…" : "Check and connect"}
						</Button>
						<span className="muted">Read-only calls ask which portal it belongs to.</span>
					</Row>
				)}
			</form>
		</Card>
	);
}

/** The connections to the same portal, by whatever credential. */
function meets(state: InitialState, { identity, environment }: CheckedToken): Connection[] {
	return state.connections.filter(
		(existing) =>
			existing.identity.hubId === identity.hubId &&
			(existing.environment === "demo") === (environment === "demo"),
	);
}

function fieldError(
	isMissing: boolean,
	failure: { message: string; hint: string } | null,
): string | undefined {
	if (isMissing) return "Paste the token.";
	return failure ? `${failure.message} ${failure.hint}` : undefined;
}
