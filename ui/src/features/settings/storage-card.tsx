import { Badge } from "../../components/badge";
import { Card } from "../../components/card";
import type { StorageState } from "../../host/bindings";
import { StorageBanner } from "./storage-banner";

const words = {
	ready: "Ready",
	unavailable: "Not available",
	locked: "Locked",
	hanging: "Does not answer",
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
		</Card>
	);
}
