import { X } from "lucide-react";
import { useEffect } from "react";
import { IconButton } from "../components/button";
import { Note } from "../components/note";
import { useConsentOutcome } from "../features/start/use-consent";
import styles from "./app.module.css";

/** Says which portal was just connected, for ten seconds or until closed. */
export function ConnectedNote() {
	const [outcome, close] = useConsentOutcome();
	const isConnected = outcome?.kind === "connected";
	useEffect(() => {
		if (!isConnected) return;
		const timer = setTimeout(close, 10_000);
		return () => clearTimeout(timer);
	}, [isConnected, close]);
	if (outcome?.kind !== "connected") return null;
	const { portalName, hubId } = outcome.connection.identity;
	return (
		<div className={styles.closable}>
			<Note tone="ok" title={`Connected to ${portalName} (${hubId}).`} announce compact />
			<IconButton label="Close message" onPress={close}>
				<X aria-hidden />
			</IconButton>
		</div>
	);
}
