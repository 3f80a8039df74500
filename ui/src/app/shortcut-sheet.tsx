import type { Platform } from "../host/bindings";
import { closeDialog } from "../navigation/navigation";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { KeySheet } from "./key-sheet";
import { historyKeys } from "./use-shortcuts";

const sheet: [string, string][] = [
	["Mod K", "Find a portal, an endpoint, a view or an action"],
	["Mod 1 to 5", "Overview, Scopes, Console, History, Diagnostics"],
	["Back", "Back to where you were (the mouse's button too)"],
	["Forward", "Forward again (the mouse's button too)"],
	["Mod Enter", "Send the request"],
	["Mod E", "The request as code"],
	["Mod L", "Go to the path"],
	["Mod F", "Find in the answer's body, or in the history"],
	["/", "Search the history"],
	["F8", "Go to the fault in the request's body"],
	["F6", "Next pane, or the messages (Shift F6: the one before)"],
	["Esc", "Close the top layer"],
	["Arrow keys", "Move and fold in the response tree"],
	["Enter", "In the tree: show the whole value"],
	["Mod C", "In the tree or the headers: copy the value (in the tree with Shift: its path)"],
	["Menu, Shift F10", "What can be done with the row, entry or portal: copy and more"],
	["?", "This sheet"],
];

export function ShortcutSheet({ platform }: { platform: Platform }) {
	const modifier = platform === "macos" ? "⌘" : "Ctrl";
	const { back, forward } = historyKeys(platform);
	const written = (keys: string) =>
		keys.replace("Mod", modifier).replace("Back", back).replace("Forward", forward);
	return (
		<Dialog
			title="Keyboard shortcuts"
			isOpen
			onClose={closeDialog}
			foot={<Button onPress={closeDialog}>Close</Button>}
		>
			<KeySheet>
				{sheet.map(([keys, what]) => (
					<div key={keys}>
						<dt>
							<kbd>{written(keys)}</kbd>
						</dt>
						<dd>{what}</dd>
					</div>
				))}
			</KeySheet>
		</Dialog>
	);
}
