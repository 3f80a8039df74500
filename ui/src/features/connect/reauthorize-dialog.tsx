import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ConsentFindings } from "../../domain/consent-findings";
import { DeclaredScopes } from "../../domain/declared-scopes";
import { EnvironmentBadge } from "../../domain/environment";
import { ErrorNote } from "../../domain/error-note";
import { FormError } from "../../domain/form-error";
import type { Connection, ConsentPreview, WantedScope } from "../../host/bindings";
import { declarationSource } from "../../host/declaration-source";
import { toCommandError } from "../../host/errors";
import { beginReauthorization, copyText } from "../../host/mutations";
import { previewConsent } from "../../host/queries/connecting";
import { count } from "../../lib/format";
import { Button } from "../../ui/button";
import { CopyButton } from "../../ui/copy-button";
import { Dialog } from "../../ui/dialog";
import { Row } from "../../ui/row";
import { Bar, Loading } from "../../ui/skeleton";
import { Stack } from "../../ui/stack";
import { AskedScopes, type RoleChoice } from "./asked-scopes";
import styles from "./reauthorize-dialog.module.css";
import { useBeginConsent } from "./use-consent";

/** Shows exactly what will be asked, and what HubSpot will make of it, before the browser opens. */
export function ReauthorizeDialog({
	connection,
	extraScopes,
	onClose,
}: {
	connection: Connection;
	extraScopes: string[];
	onClose: () => void;
}) {
	const [extra, setExtra] = useState(extraScopes);
	const [roles, setRoles] = useState<Record<string, RoleChoice>>({});
	const begin = useBeginConsent();
	const wanted = wantedOf(extra, roles);
	const preview = useQuery(previewConsent(connection.id, wanted));
	const go = () => begin.mutate(() => beginReauthorization(connection.id, wanted), { onSuccess: onClose });
	const say = (scopes: string[], role: RoleChoice | null) =>
		setRoles((previous) => {
			const kept = Object.entries(previous).filter(([scope]) => !scopes.includes(scope));
			return Object.fromEntries([...kept, ...(role === null ? [] : scopes.map((scope) => [scope, role]))]);
		});
	const addAll = (scopes: string[]) => {
		setExtra([...new Set([...extra, ...scopes])]);
		say(scopes, "required");
	};
	const name = `${connection.identity.portalName} (${connection.identity.hubId})`;
	const isRefused = preview.data?.dryRun.outcome === "refused";
	return (
		<Dialog
			title={extraScopes.length > 0 ? `Ask ${name} for more scopes` : `Connect ${name} again`}
			isOpen
			onClose={onClose}
			wide
			foot={
				<>
					<Button onPress={onClose}>Cancel</Button>
					<Button
						kind={isRefused ? "plain" : "primary"}
						onPress={go}
						isPending={begin.isPending}
						isDisabled={preview.data === undefined}
					>
						{isRefused ? "Continue in the browser all the same" : "Continue in the browser"}
					</Button>
				</>
			}
		>
			{begin.error && <FormError error={toCommandError(begin.error)} />}
			{preview.error && (
				<ErrorNote
					error={toCommandError(preview.error)}
					actions={<Button onPress={() => preview.refetch()}>Try again</Button>}
				/>
			)}
			{preview.isPending && (
				<Loading what="Putting the address together">
					<Bar width="100%" height={120} />
				</Loading>
			)}
			{preview.data && (
				<>
					<p>
						<EnvironmentBadge environment={connection.environment} /> The consent page will ask for{" "}
						{count(preview.data.scopes.length, "scope")}. Choose the same portal there: another one is
						refused. The connection you have stays until the new one is granted.
					</p>
					<AskedScopes
						wanted={extra}
						roles={roles}
						preview={preview.data}
						onRole={(scope, role) => say([scope], role)}
						onAskAgain={(scopes) => say(scopes, null)}
					/>
					<ConsentFindings
						dryRun={preview.data.dryRun}
						onAdd={addAll}
						onLeaveOut={(scopes) => say(scopes, "skip")}
					/>
					{connection.app !== null && (
						<DeclaredScopes
							source={declarationSource(connection.app)}
							declared={preview.data.declared}
							onChanged={() => void preview.refetch()}
						/>
					)}
					<ExactAddress preview={preview.data} />
				</>
			)}
		</Dialog>
	);
}

/** The new scopes, and those of before that a person gave another role. */
function wantedOf(extra: string[], roles: Record<string, RoleChoice>): WantedScope[] {
	const named = [...new Set([...extra, ...Object.keys(roles)])];
	return named.map((scope) => ({ scope, role: roles[scope] ?? null }));
}

function ExactAddress({ preview }: { preview: ConsentPreview }) {
	return (
		<Stack as="section" gap="tight" aria-label="Address that will be opened">
			<h3>Address that will be opened</h3>
			<code className={styles.address}>{preview.authorizeUrl}</code>
			<Row gap="3">
				<CopyButton small label="Copy address" copy={() => copyText(preview.authorizeUrl)} />
				<span className="muted">
					The values shown as … are made anew for each attempt, so this address shows what is asked but cannot
					be used by itself.
				</span>
			</Row>
		</Stack>
	);
}
