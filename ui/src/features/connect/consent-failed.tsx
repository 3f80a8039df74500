import { useQuery } from "@tanstack/react-query";
import { lastBegin } from "../../domain/connect-draft";
import { ErrorNote } from "../../domain/error-note";
import type { CommandError } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import { diagnoseConsent } from "../../host/queries/diagnosis";
import { useStore } from "../../lib/store";
import { AboutError } from "../../response/about-error";
import { Causes } from "../../response/causes";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Note } from "../../ui/note";
import { Stack } from "../../ui/stack";
import { useBeginConsent } from "./use-consent";

/** How a flow ended without a connection, and the way back in. What was typed is still below. */
export function ConsentFailed({
	error,
	flowId,
	onClose,
}: {
	error: CommandError;
	flowId: string;
	onClose: () => void;
}) {
	const again = useStore(lastBegin);
	const begin = useBeginConsent();
	// Without it there is the error still.
	const diagnosis = useQuery(diagnoseConsent(flowId)).data;
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
	if (!diagnosis || diagnosis.causes.length === 0) {
		return (
			<ErrorNote
				error={error}
				actions={
					<>
						{actions}
						<AboutError error={error} />
					</>
				}
			/>
		);
	}
	return (
		<Stack>
			<ErrorNote error={error} actions={actions} />
			<Card title="Why it failed">
				<Causes diagnosis={diagnosis} call={null} />
			</Card>
		</Stack>
	);
}
