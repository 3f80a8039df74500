import { ErrorNote } from "../../domain/error-note";
import type { StorageState } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import { Button } from "../../ui/button";
import { Note } from "../../ui/note";
import { useStorageActions } from "./use-settings";

const titles = {
	unavailable: (name: string) => `${name} is not available.`,
	locked: (name: string) => `${name} is locked.`,
	timed_out: (name: string) => `${name} does not answer.`,
	denied: (name: string) => `${name} did not let Portalscope in.`,
	newer: (name: string) => `${name} was written by a newer Portalscope.`,
};

/** The keyring's error with the possible actions. Nothing is drawn without an error. */
export function StorageBanner({ storage }: { storage: StorageState }) {
	const { retry, session, error } = useStorageActions();
	if (storage.keyring === "ready") return null;
	const chosen = storage.mode === "session";
	const title = chosen
		? "Secrets are kept for this session only."
		: titles[storage.keyring](storage.keyringName);
	return (
		<Note
			tone={chosen ? "info" : "warn"}
			title={title}
			announce
			actions={
				<>
					<Button small onPress={() => retry.mutate()} isPending={retry.isPending}>
						Try again
					</Button>
					{!chosen && (
						<Button small onPress={() => session.mutate()} isPending={session.isPending}>
							Use this session only
						</Button>
					)}
				</>
			}
		>
			{chosen && "They stay in memory and are gone when you quit. "}
			{storage.message} {storage.hint}
			{error && <ErrorNote error={toCommandError(error)} />}
		</Note>
	);
}
