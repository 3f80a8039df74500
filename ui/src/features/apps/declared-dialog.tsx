import { useQuery } from "@tanstack/react-query";
import { ConsentFindings } from "../../domain/consent-findings";
import { DeclaredScopes } from "../../domain/declared-scopes";
import { ErrorNote } from "../../domain/error-note";
import type { OauthApp } from "../../host/bindings";
import { declarationSource } from "../../host/declaration-source";
import { toCommandError } from "../../host/errors";
import { previewOauthAppConsent } from "../../host/queries/connecting";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";

/** Scopes in your app's settings, and what that means for the scopes that it asks for. */
export function DeclaredDialog({ app, onClose }: { app: OauthApp; onClose: () => void }) {
	const preview = useQuery(previewOauthAppConsent(app.id, app.scopes, app.optionalScopes));
	return (
		<Dialog
			title={`Declared scopes of ${app.name}`}
			isOpen
			onClose={onClose}
			wide
			foot={<Button onPress={onClose}>Close</Button>}
		>
			{preview.error && (
				<ErrorNote
					error={toCommandError(preview.error)}
					actions={<Button onPress={() => preview.refetch()}>Try again</Button>}
				/>
			)}
			<DeclaredScopes
				source={declarationSource(app.id)}
				declared={preview.data?.declared ?? app.declared}
				onChanged={() => void preview.refetch()}
			/>
			{preview.data && <ConsentFindings dryRun={preview.data.dryRun} />}
		</Dialog>
	);
}
