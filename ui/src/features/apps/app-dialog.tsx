import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { splitWords } from "../../domain/connect-draft";
import { FormError } from "../../domain/form-error";
import { hublets } from "../../domain/hublets";
import { ScopeField } from "../../domain/scope-field";
import { SecretField } from "../../domain/secret-field";
import type { Settings } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import { saveOauthApp } from "../../host/mutations";
import { useScopeSlips } from "../../host/scope-slips";
import { secretSource } from "../../host/secret-source";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import layout from "../../ui/layout.module.css";
import { Select } from "../../ui/select";
import { focusFirstWrong, TextField } from "../../ui/text-field";
import { AnswerFields } from "./answer-fields";
import { type AppField, type AppForm, checkForm, toDraft } from "./app-form";

const servers = [
	{ id: "hubspot" as const, text: "HubSpot" },
	{ id: "demo" as const, text: "A demo portal on this computer" },
];

/** An app's form: a new one, a copy, or one of the list. */
export function AppDialog({
	id,
	form: first,
	settings,
	onClose,
}: {
	id: string | null;
	form: AppForm;
	settings: Settings;
	onClose: () => void;
}) {
	const formId = useId();
	const [form, setForm] = useState(first);
	const [tried, setTried] = useState(false);
	const change = (part: Partial<AppForm>) => setForm((previous) => ({ ...previous, ...part }));
	const save = useMutation({
		mutationFn: () => saveOauthApp(id, toDraft(form)),
		onSuccess: onClose,
		// After the warning, saving again overwrites the other change.
		onError: (error) => toCommandError(error).code === "app_changed" && change({ version: null }),
	});
	const found = tried ? checkForm(form) : {};
	const errorAt = (field: AppField) => found[field];
	const submit = (event: FormEvent) => {
		event.preventDefault();
		setTried(true);
		focusFirstWrong(event.currentTarget);
		if (Object.keys(checkForm(form)).length === 0) save.mutate();
	};
	const keepsSecret = id !== null && first.hasSecret;
	const slips = useScopeSlips(splitWords(`${form.scopes} ${form.optionalScopes}`));
	return (
		<Dialog
			title={id === null ? "Add an OAuth app" : `Edit ${first.name}`}
			isOpen
			onClose={onClose}
			wide
			foot={
				<>
					<Button onPress={onClose}>Cancel</Button>
					<Button kind="primary" type="submit" form={formId} isPending={save.isPending}>
						Save
					</Button>
				</>
			}
		>
			<form id={formId} className={layout.form} onSubmit={submit} noValidate aria-label="App">
				{save.error && <FormError error={toCommandError(save.error)} />}
				<div className={layout.columns}>
					<TextField
						label="Name"
						value={form.name}
						onChange={(name) => change({ name })}
						error={errorAt("name")}
						autoFocus
					/>
					<TextField
						label="Client id"
						mono
						value={form.clientId}
						onChange={(clientId) => change({ clientId })}
						error={errorAt("clientId")}
					/>
				</div>
				<SecretField
					label={keepsSecret ? "Another client secret (optional)" : "Client secret"}
					help={
						keepsSecret
							? "The one that is kept stays unless another is pasted. None is ever shown."
							: "Beside the client id. It goes from the clipboard to the keyring and never enters this window; it can be pasted later, too."
					}
					source={secretSource}
					fits={["client_secret", "unknown"]}
					value={form.secret}
					onChange={(secret) => change({ secret })}
					error={errorAt("secret")}
				/>
				<AnswerFields form={form} change={change} errorAt={errorAt} settings={settings} />
				<div className={layout.columns}>
					<ScopeField
						label="Required scopes"
						help="As the app declares them."
						placeholder="oauth"
						text={form.scopes}
						slips={slips}
						onChange={(scopes) => change({ scopes })}
					/>
					<ScopeField
						label="Optional scopes"
						help="Granted where the portal has them."
						placeholder="tickets"
						text={form.optionalScopes}
						slips={slips}
						onChange={(optionalScopes) => change({ optionalScopes })}
					/>
					<Select
						label="Data centre"
						choices={hublets}
						value={form.hublet}
						onChange={(hublet) => change({ hublet })}
						help="Where the consent page is opened."
					/>
					<Select
						label="Server"
						choices={servers}
						value={form.server}
						onChange={(server) => change({ server })}
						help="Its secret goes there and nowhere else."
					/>
					{form.server === "demo" && (
						<TextField
							label="Port of the demo portal"
							inputMode="numeric"
							value={form.demoPort}
							onChange={(demoPort) => change({ demoPort })}
							error={errorAt("demoPort")}
						/>
					)}
				</div>
			</form>
		</Dialog>
	);
}
