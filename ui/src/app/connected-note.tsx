import { X } from "lucide-react";
import { useEffect } from "react";
import type { Connected } from "../features/connect/use-consent";
import { IconButton } from "../ui/button";
import { Note } from "../ui/note";
import styles from "./connected-note.module.css";

/** Says which portal was just connected, and what re-authorizing it brought, for ten seconds or until closed. */
export function ConnectedNote({ outcome, close }: { outcome: Connected; close: () => void }) {
	useEffect(() => {
		const timer = setTimeout(close, 10_000);
		return () => clearTimeout(timer);
	}, [close]);
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
