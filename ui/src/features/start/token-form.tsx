import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Button } from "../../components/button";
import { Card } from "../../components/card";
import { ErrorNote } from "../../components/error-note";
import { useStore } from "../../components/store";
import { TextField } from "../../components/text-field";
import { type Connection, commands } from "../../host/bindings";
import { hasCode, toCommandError } from "../../host/errors";
import { putConnection } from "../../host/state";
import { tokenDraft } from "./drafts";
import { isHubId } from "./oauth-checks";
import { SecretField } from "./secret-field";
import styles from "./start.module.css";
import { settleConnected } from "./use-consent";

/** A service key or a private-app token: checked with HubSpot before it is kept. */
export function TokenForm({ onConnected }: { onConnected: (connection: Connection) => void }) {
	const draft = useStore(tokenDraft);
	const client = useQueryClient();
	const [tried, setTried] = useState(false);
	const connect = useMutation({
		mutationFn: commands.connectWithToken,
		onSuccess: (connection) => {
			settleConnected(connection);
			putConnection(client, connection);
			onConnected(connection);
		},
	});
	const ready = draft.secret !== null && isHubId(draft.expectedPortal);
	const submit = (event: FormEvent) => {
		event.preventDefault();
		setTried(true);
		if (!ready || draft.secret === null) return;
		connect.mutate({ secret: draft.secret.id, expectedPortal: draft.expectedPortal.trim() || null });
	};
	const atField = hasCode(connect.error, "token_malformed", "held_secret_gone", "token_refused");
	const failure = connect.error ? toCommandError(connect.error) : null;
	return (
		<Card title="Connect with a token" intoView>
			<form className={styles.form} onSubmit={submit} noValidate aria-label="Token">
				{failure && !atField && <ErrorNote error={failure} />}
				<div className={styles.columns}>
					<SecretField
						label="Service key or private-app token"
						help="It goes from the clipboard to the keyring and never enters this window."
						value={draft.secret}
						onChange={(secret) => tokenDraft.set((held) => ({ ...held, secret }))}
						error={fieldError(tried && draft.secret === null, atField ? failure : null)}
					/>
					<TextField
						label="Expected Hub ID (optional)"
						inputMode="numeric"
						value={draft.expectedPortal}
						onChange={(expectedPortal) => tokenDraft.set((held) => ({ ...held, expectedPortal }))}
						error={tried && !isHubId(draft.expectedPortal) ? "A Hub ID has digits only." : undefined}
						help="If another portal answers, the connection is refused and nothing is stored."
					/>
				</div>
				<div className={styles.foot}>
					<Button type="submit" kind="primary" isPending={connect.isPending}>
						{connect.isPending ? "Checking the token…" : "Check and connect"}
					</Button>
					<span className="muted">One read-only call asks which portal the token belongs to.</span>
				</div>
			</form>
		</Card>
	);
}

function fieldError(
	isMissing: boolean,
	failure: { message: string; hint: string } | null,
): string | undefined {
	if (isMissing) return "Paste the token.";
	return failure ? `${failure.message} ${failure.hint}` : undefined;
}
