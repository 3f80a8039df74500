import { ConsentFindings } from "../../domain/consent-findings";
import { DeclaredScopes } from "../../domain/declared-scopes";
import { ErrorNote } from "../../domain/error-note";
import type { ConsentPreview, OauthApp } from "../../host/bindings";
import { declarationSource } from "../../host/declaration-source";
import { toCommandError } from "../../host/errors";

/** What the consent page would refuse or drop for a first connection, compared with what the app declares. */
export function AppFindings({
	app,
	preview,
	onAdd,
}: {
	app: OauthApp;
	preview: { data: ConsentPreview | undefined; error: unknown; refetch: () => unknown };
	onAdd: (scopes: string[]) => void;
}) {
	return (
		<>
			{preview.error !== null && <ErrorNote error={toCommandError(preview.error)} />}
			{preview.error === null && <ConsentFindings dryRun={preview.data?.dryRun} onAdd={onAdd} />}
			<DeclaredScopes
				key={app.id}
				source={declarationSource(app.id)}
				declared={preview.data?.declared ?? app.declared}
				onChanged={() => void preview.refetch()}
			/>
		</>
	);
}
