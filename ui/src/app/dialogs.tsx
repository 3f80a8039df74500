import type { InitialState } from "../host/bindings";
import { closeDialog, useDialog } from "../navigation/navigation";
import {
	CauseDialog,
	CommandPalette,
	DisconnectDialog,
	ImportDialog,
	LabelDialog,
	LinkDialog,
	ReauthorizeDialog,
	ReportDialogs,
	ShortcutSheet,
	UnlockDialog,
} from "./views";

/** The dialog that was opened through the navigation, whoever asked for it. */
export function Dialogs({ state, openId }: { state: InitialState; openId: string | null }) {
	const dialog = useDialog();
	const connection =
		dialog && "connection" in dialog && state.connections.find(({ id }) => id === dialog.connection);
	switch (dialog?.kind) {
		case "palette":
			return <CommandPalette state={state} openId={openId} />;
		case "shortcuts":
			return <ShortcutSheet platform={state.platform} />;
		case "cause":
			return <CauseDialog label={dialog.label} />;
		case "link":
			return <LinkDialog arrived={dialog.link} state={state} openId={openId} />;
		case "import":
			return <ImportDialog read={dialog.import} source={dialog.source} state={state} openId={openId} />;
		case "report":
		case "ask_report":
			return <ReportDialogs dialog={dialog} state={state} />;
		case "unlock":
			return connection && <UnlockDialog connection={connection} onClose={closeDialog} />;
		case "disconnect":
			return connection && <DisconnectDialog connection={connection} onClose={closeDialog} />;
		case "label":
			return connection && <LabelDialog connection={connection} onClose={closeDialog} />;
		case "reauthorize":
			return (
				connection && (
					<ReauthorizeDialog connection={connection} extraScopes={dialog.extraScopes} onClose={closeDialog} />
				)
			);
		default:
			return null;
	}
}
