import { X } from "lucide-react";
import { useEffect } from "react";
import { type Connected, useConsentOutcome } from "../features/connect/use-consent";
import { IconButton } from "../ui/button";
import { Note } from "../ui/note";
import styles from "./connected-note.module.css";

/** Says which portal was just connected, and what re-authorizing it brought, for ten seconds or until closed. */
export function ConnectedNote() {
	const [outcome, close] = useConsentOutcome();
	const isConnected = outcome?.kind === "connected";
	useEffect(() => {
		if (!isConnected) return;
		const timer = setTimeout(close, 10_000);
		return () => clearTimeout(timer);
	}, [isConnected, close]);
	if (outcome?.kind !== "connected") return null;
	return (
		<div className={styles.closable}>
			<Note tone="ok" title={words(outcome)} announce compact />
			<IconButton label="Close message" onPress={close}>
				<X aria-hidden />
			</IconButton>
		</div>
	);
}

function words({ connection: { identity }, gained }: Connected): string {
	const name = `${identity.portalName} (${identity.hubId})`;
	if (gained === null) return `Connected to ${name}.`;
	return `Connected ${name} again. ${gained.length > 0 ? `New: ${gained.join(", ")}.` : "No scope was added."}`;
}
