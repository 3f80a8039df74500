import { lastBegin } from "../../domain/connect-draft";
import { ErrorNote } from "../../domain/error-note";
import type { CommandError } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import { useStore } from "../../lib/store";
import { Button } from "../../ui/button";
import { Note } from "../../ui/note";
import { useBeginConsent } from "./use-consent";

/** How a flow ended without a connection, and the way back in. What was typed is still below. */
export function ConsentFailed({ error, onClose }: { error: CommandError; onClose: () => void }) {
	const again = useStore(lastBegin);
	const begin = useBeginConsent();
	const actions = (
		<>
			{again && (
				<Button kind="primary" isPending={begin.isPending} onPress={() => begin.mutate(again)}>
					Try again
				</Button>
			)}
			<Button onPress={onClose}>Close</Button>
		</>
	);
	if (begin.error) return <ErrorNote error={toCommandError(begin.error)} actions={actions} />;
	if (error.code === "cancelled") {
		return (
			<Note tone="info" title="Connecting was cancelled." actions={actions} announce>
				Nothing was stored.
			</Note>
		);
	}
	return <ErrorNote error={error} actions={actions} />;
}
