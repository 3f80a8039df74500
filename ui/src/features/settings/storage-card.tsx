import { ErrorNote } from "../../domain/error-note";
import type { StorageState } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { StorageBanner } from "./storage-banner";
import { useStorageActions } from "./use-settings";

const words = {
	ready: "Ready",
	unavailable: "Not available",
	locked: "Locked",
	timed_out: "Does not answer",
	denied: "Access denied",
	newer: "Of a newer version",
};

/** Where secrets are kept, in plain words. */
export function StorageCard({ storage }: { storage: StorageState }) {
	const badge = <Badge tone={storage.keyring === "ready" ? "ok" : "warn"}>{words[storage.keyring]}</Badge>;
	return (
		<Card title="Where secrets are kept" aside={badge}>
			<p>
				{storage.mode === "keyring"
					? `Tokens and client secrets are kept in the ${storage.keyringName} of this computer. They never enter this window.`
					: "Tokens and client secrets are kept in memory for this session and are gone when you quit."}
			</p>
			<StorageBanner storage={storage} />
			<ModeChoice storage={storage} />
		</Card>
	);
}

/** On request, and only for later connections. When the keyring fails, the banner offers this. */
function ModeChoice({ storage }: { storage: StorageState }) {
	const { retry, session, error } = useStorageActions();
	if (storage.keyring !== "ready") return null;
	const isKeyring = storage.mode === "keyring";
	return (
		<>
			<p className="muted">
				{isKeyring
					? "You can keep what you connect from now on in memory only. What the keyring holds stays there."
					: "What is in memory stays there until you move it, below, or quit."}
			</p>
			{error && <ErrorNote error={toCommandError(error)} />}
			<div>
				{isKeyring ? (
					<Button onPress={() => session.mutate()} isPending={session.isPending}>
						Use memory only from now on
					</Button>
				) : (
					<Button onPress={() => retry.mutate()} isPending={retry.isPending}>
						Use the keyring from now on
					</Button>
				)}
			</div>
		</>
	);
}
