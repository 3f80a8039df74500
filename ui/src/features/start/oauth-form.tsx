import { type FormEvent, useState } from "react";
import { Button } from "../../components/button";
import { Card } from "../../components/card";
import { Chip } from "../../components/chip";
import { CopyButton } from "../../components/copy-button";
import { ErrorNote } from "../../components/error-note";
import { type Choice, Select } from "../../components/select";
import { useStore } from "../../components/store";
import { TextField } from "../../components/text-field";
import { type AppDraft, commands, type Settings } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import { type Hublet, type OauthDraft, oauthDraft, splitScopes } from "./drafts";
import { checkOauth, type OauthField, placeOauthError } from "./oauth-checks";
import { SecretField } from "./secret-field";
import styles from "./start.module.css";
import { useBeginConsent } from "./use-consent";

const hublets: Choice<Hublet>[] = [
	{ id: "app", text: "Any (HubSpot finds it)" },
	{ id: "na1", text: "US (na1)" },
	{ id: "na2", text: "US (na2)" },
	{ id: "na3", text: "US (na3)" },
	{ id: "eu1", text: "EU (eu1)" },
	{ id: "ap1", text: "Asia Pacific (ap1)" },
];

/** The person's own OAuth app: what it is, what to ask for, and where it must send the answer. */
export function OauthForm({ settings }: { settings: Settings }) {
	const draft = useStore(oauthDraft);
	const begin = useBeginConsent();
	const [tried, setTried] = useState(false);
	const change = (part: Partial<OauthDraft>) => oauthDraft.set((held) => ({ ...held, ...part }));
	const answered = begin.error ? placeOauthError(toCommandError(begin.error)) : null;
	const found = tried ? checkOauth(draft) : {};
	const errorAt = (field: OauthField) =>
		found[field] ?? (answered?.field === field ? answered.text : undefined);
	const submit = (event: FormEvent) => {
		event.preventDefault();
		setTried(true);
		if (Object.keys(checkOauth(draft)).length > 0) return;
		begin.mutate(() => commands.beginNewAppConnection(toApp(draft), draft.expectedPortal.trim() || null));
	};
	return (
		<Card title="Connect with an OAuth app" intoView>
			<form className={styles.form} onSubmit={submit} noValidate aria-label="OAuth app">
				{begin.error && answered?.field === null && <ErrorNote error={toCommandError(begin.error)} />}
				<div className={styles.columns}>
					<TextField
						label="Client id"
						mono
						value={draft.clientId}
						onChange={(clientId) => change({ clientId })}
						error={errorAt("clientId")}
						help="On the app's Auth page at HubSpot."
					/>
					<SecretField
						label="Client secret"
						help="It goes from the clipboard to the keyring and never enters this window."
						value={draft.secret}
						onChange={(secret) => change({ secret })}
						error={errorAt("secret")}
					/>
				</div>
				<RedirectUrl settings={settings} />
				<div className={styles.columns}>
					<ScopeField
						label="Required scopes"
						help="HubSpot refuses the connection unless all of these are granted."
						placeholder="crm.objects.contacts.read"
						text={draft.scopes}
						onChange={(scopes) => change({ scopes })}
						error={errorAt("scopes")}
					/>
					<ScopeField
						label="Optional scopes"
						help="Granted where the portal and the person have them; left out otherwise."
						placeholder="tickets"
						text={draft.optionalScopes}
						onChange={(optionalScopes) => change({ optionalScopes })}
					/>
					<Select
						label="Data centre"
						choices={hublets}
						value={draft.hublet}
						onChange={(hublet) => change({ hublet })}
						help="Where the consent page is opened."
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
				<div className={styles.foot}>
					<Button type="submit" kind="primary" isPending={begin.isPending}>
						{begin.isPending ? "Opening your browser…" : "Continue in the browser"}
					</Button>
					<span className="muted">HubSpot then shows what is asked for, and you choose the portal.</span>
				</div>
			</form>
		</Card>
	);
}

function toApp(draft: OauthDraft): AppDraft {
	const clientId = draft.clientId.trim();
	return {
		name: draft.name.trim() || `App ${clientId.slice(0, 8)}`,
		environment: { kind: "hubspot" },
		clientId,
		clientSecret: draft.secret?.id ?? null,
		redirectPorts: [],
		forwardedRedirect: null,
		scopes: splitScopes(draft.scopes),
		optionalScopes: splitScopes(draft.optionalScopes),
		hublet: draft.hublet,
	};
}

function RedirectUrl({ settings }: { settings: Settings }) {
	const [port, ...others] = settings.callbackPorts;
	const url = `http://localhost:${port ?? 17421}/oauth/callback`;
	return (
		<div className={styles.copyRow}>
			<TextField
				label="Redirect URL to register in the app"
				mono
				value={url}
				isReadOnly
				help={
					others.length > 0
						? `HubSpot compares it letter by letter. If that port may be busy, register ${others.join(", ")} as well.`
						: "HubSpot compares it letter by letter. The port is set under Settings."
				}
			/>
			<div className={styles.copyAside}>
				<CopyButton label="Copy redirect URL" copy={() => commands.copyText(url)} />
			</div>
		</div>
	);
}

function ScopeField({
	label,
	help,
	text,
	onChange,
	error,
	placeholder,
}: {
	label: string;
	help: string;
	placeholder: string;
	text: string;
	onChange: (text: string) => void;
	error?: string | undefined;
}) {
	const scopes = splitScopes(text);
	return (
		<div className={styles.scopes}>
			<TextField
				label={label}
				rows={3}
				mono
				value={text}
				onChange={onChange}
				error={error}
				placeholder={placeholder}
				help={`${help} Separate by spaces or lines.`}
			/>
			<ul className={styles.chips} aria-label={`${label}, as read`}>
				{scopes.map((scope) => (
					<li key={scope}>
						<Chip>{scope}</Chip>
					</li>
				))}
			</ul>
		</div>
	);
}
