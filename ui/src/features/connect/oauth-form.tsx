import { type FormEvent, useState } from "react";
import { chooseApp, type OauthDraft, oauthDraft, splitWords, toApp } from "../../domain/connect-draft";
import { FormError } from "../../domain/form-error";
import { ScopeField } from "../../domain/scope-field";
import { SecretField } from "../../domain/secret-field";
import type { InitialState } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import { beginNewOauthAppConnection, beginOauthAppConnection } from "../../host/mutations";
import { useScopeSlips } from "../../host/scope-slips";
import { secretSource } from "../../host/secret-source";
import { useStore } from "../../lib/store";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import layout from "../../ui/layout.module.css";
import { Row } from "../../ui/row";
import { Select } from "../../ui/select";
import { focusFirstWrong, TextField } from "../../ui/text-field";
import { AppFindings } from "./app-findings";
import { KnownApp } from "./known-app";
import { NewAppFields } from "./new-app-fields";
import { checkOauth, type OauthField, placeOauthError } from "./oauth-checks";
import { useAppPreview } from "./use-app-preview";
import { useBeginConsent } from "./use-consent";

/** The person's own OAuth app, of the list or new: what to ask for, and where the answer comes. */
export function OauthForm({ state }: { state: InitialState }) {
	const draft = useStore(oauthDraft);
	const begin = useBeginConsent();
	const [tried, setTried] = useState(false);
	const known = state.oauthApps.find(({ id }) => id === draft.app);
	const change = (part: Partial<OauthDraft>) => oauthDraft.set((previous) => ({ ...previous, ...part }));
	const preview = useAppPreview(known, draft);
	const isRefused = known !== undefined && preview.data?.dryRun.outcome === "refused";
	const answered = begin.error ? placeOauthError(toCommandError(begin.error)) : null;
	const isFieldShown =
		answered?.field === "secret" ? !known?.hasSecret : answered?.field !== "clientId" || !known;
	const found = tried ? checkOauth(draft, known) : {};
	const errorAt = (field: OauthField) =>
		found[field] ?? (answered?.field === field ? answered.text : undefined);
	const submit = (event: FormEvent) => {
		event.preventDefault();
		setTried(true);
		focusFirstWrong(event.currentTarget);
		if (Object.keys(checkOauth(draft, known)).length > 0) return;
		const portal = draft.expectedPortal.trim() || null;
		begin.mutate(() =>
			known
				? beginOauthAppConnection({
						app: known.id,
						clientSecret: known.hasSecret ? null : (draft.secret?.id ?? null),
						scopes: splitWords(draft.scopes),
						optionalScopes: splitWords(draft.optionalScopes),
						expectedPortal: portal,
					})
				: beginNewOauthAppConnection(toApp(draft), portal),
		);
	};
	const slips = useScopeSlips(splitWords(`${draft.scopes} ${draft.optionalScopes}`));
	return (
		<Card title="Connect with an OAuth app" intoView>
			<form className={layout.form} onSubmit={submit} noValidate aria-label="OAuth app">
				{begin.error && (answered?.field === null || !isFieldShown) && (
					<FormError error={toCommandError(begin.error)} />
				)}
				{state.oauthApps.length > 0 && (
					<Select
						label="App"
						choices={[...state.oauthApps.map(({ id, name }) => ({ id, text: name })), another]}
						value={known?.id ?? another.id}
						onChange={(id) => chooseApp(state.oauthApps.find((app) => app.id === id) ?? null)}
					/>
				)}
				{known && <KnownApp app={known} state={state} />}
				{!known && <NewAppFields draft={draft} change={change} errorAt={errorAt} settings={state.settings} />}
				{known && !known.hasSecret && (
					<SecretField
						label="Client secret"
						help="The app came without one. It goes from the clipboard to the keyring and never enters this window."
						source={secretSource}
						fits={["client_secret", "unknown"]}
						value={draft.secret}
						onChange={(secret) => change({ secret })}
						error={errorAt("secret")}
					/>
				)}
				<div className={layout.columns}>
					<ScopeField
						label="Required scopes"
						help="HubSpot refuses the connection unless all of these are granted."
						placeholder="crm.objects.contacts.read"
						text={draft.scopes}
						slips={slips}
						onChange={(scopes) => change({ scopes })}
						error={errorAt("scopes")}
					/>
					<ScopeField
						label="Optional scopes"
						help="Granted where the portal and the person have them; left out otherwise."
						placeholder="tickets"
						text={draft.optionalScopes}
						slips={slips}
						onChange={(optionalScopes) => change({ optionalScopes })}
					/>
					<TextField
						label="Expected Hub ID (optional)"
						inputMode="numeric"
						value={draft.expectedPortal}
						onChange={(expectedPortal) => change({ expectedPortal })}
						error={errorAt("expectedPortal")}
						help="If another portal answers, the connection is refused and nothing is stored."
					/>
				</div>
				{known && (
					<AppFindings
						app={known}
						preview={preview}
						onAdd={(scopes) => change({ scopes: [draft.scopes.trim(), ...scopes].join(" ").trim() })}
					/>
				)}
				<p className="muted">Reconnecting keeps one row in the list; another app or token adds a second.</p>
				<Row gap="3">
					<Button type="submit" kind={isRefused ? "plain" : "primary"} isPending={begin.isPending}>
						{begin.isPending && "Opening your browser…"}
						{!begin.isPending &&
							(isRefused ? "Continue in the browser all the same" : "Continue in the browser")}
					</Button>
					<span className="muted">HubSpot then shows what is asked for, and you choose the portal.</span>
				</Row>
			</form>
		</Card>
	);
}

const another = { id: "", text: "Another app" };
