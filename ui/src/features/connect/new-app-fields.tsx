import type { OauthDraft } from "../../domain/connect-draft";
import { hublets } from "../../domain/hublets";
import { SecretField } from "../../domain/secret-field";
import type { Settings } from "../../host/bindings";
import { copyText } from "../../host/mutations";
import { secretSource } from "../../host/secret-source";
import { CopyButton } from "../../ui/copy-button";
import layout from "../../ui/layout.module.css";
import { Select } from "../../ui/select";
import { TextField } from "../../ui/text-field";
import { CopiedField } from "./copied-field";
import type { OauthField } from "./oauth-checks";

/** What makes an app that is not in the list yet. */
export function NewAppFields({
	draft,
	change,
	errorAt,
	settings,
}: {
	draft: OauthDraft;
	change: (part: Partial<OauthDraft>) => void;
	errorAt: (field: OauthField) => string | undefined;
	settings: Settings;
}) {
	return (
		<>
			<div className={layout.columns}>
				<TextField
					label="Client id"
					mono
					value={draft.clientId}
					onChange={(clientId) => change({ clientId })}
					error={errorAt("clientId")}
					help="In HubSpot: your app, then its Auth tab. It is no secret."
				/>
				<SecretField
					label="Client secret"
					help="It goes from the clipboard to the keyring and never enters this window."
					source={secretSource}
					fits={["client_secret", "unknown"]}
					value={draft.secret}
					onChange={(secret) => change({ secret })}
					error={errorAt("secret")}
				/>
				<TextField
					label="Name (optional)"
					value={draft.name}
					onChange={(name) => change({ name })}
					help="Keeps the app listed, for more portals."
				/>
				<Select
					label="Data centre"
					choices={hublets}
					value={draft.hublet}
					onChange={(hublet) => change({ hublet })}
					help="Where the consent page is opened."
				/>
			</div>
			<RedirectUrl settings={settings} />
		</>
	);
}

function RedirectUrl({ settings }: { settings: Settings }) {
	const [port, ...others] = settings.callbackPorts;
	const url = `http://localhost:${port ?? 17421}/oauth/callback`;
	return (
		<CopiedField button={<CopyButton label="Copy redirect URL" copy={() => copyText(url)} />}>
			<TextField
				label="Redirect URL to register in the app"
				mono
				value={url}
				isReadOnly
				help={
					others.length > 0
						? `Add it to your app in HubSpot, letter by letter. In case that port is busy, add ${others.join(", ")} as well.`
						: "Add it to your app in HubSpot, letter by letter. Its number, the port, is set in Settings."
				}
			/>
		</CopiedField>
	);
}
