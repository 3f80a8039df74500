import type { InitialState } from "../host/bindings";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import styles from "./app.module.css";

const sheet: [string, string][] = [
	["Mod K", "Find a portal, an endpoint, a view or an action"],
	["Mod 1 to 3", "Overview, Scopes, Console"],
	["Mod Enter", "Send the request"],
	["Mod L", "Go to the path"],
	["Mod F", "Find in the answer's body"],
	["F8", "Go to the fault in the request's body"],
	["F6", "Next pane, or the messages (Shift F6: the one before)"],
	["Esc", "Close the top layer"],
	["Arrow keys", "Move and fold in the response tree"],
	["?", "This sheet"],
];

export function ShortcutSheet({
	onClose,
	platform,
}: {
	onClose: () => void;
	platform: InitialState["platform"];
}) {
	const modifier = platform === "macos" ? "⌘" : "Ctrl";
	return (
		<Dialog
			title="Keyboard shortcuts"
			isOpen
			onClose={onClose}
			foot={<Button onPress={onClose}>Close</Button>}
		>
			<dl className={styles.sheet}>
				{sheet.map(([keys, what]) => (
					<div key={keys}>
						<dt>
							<kbd>{keys.replace("Mod", modifier)}</kbd>
						</dt>
						<dd>{what}</dd>
					</div>
				))}
			</dl>
		</Dialog>
	);
}
