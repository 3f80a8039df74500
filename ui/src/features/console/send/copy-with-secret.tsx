import type { Connection, CurlShell, RequestDraft } from "../../../host/bindings";
import { copyCurlWithSecret } from "../../../host/mutations";
import { toastError } from "../../../host/toast-error";
import { Button } from "../../../ui/button";
import { Dialog } from "../../../ui/dialog";
import { Note } from "../../../ui/note";
import { showToast } from "../../../ui/toast";

/** Asks before a cURL command is copied with the connection's token in it. */
export function CopyWithSecret({
	connection,
	draft,
	shell,
	onClose,
}: {
	connection: Connection;
	draft: RequestDraft;
	shell: CurlShell;
	onClose: () => void;
}) {
	const confirm = async () => {
		onClose();
		try {
			await copyCurlWithSecret(connection.id, draft, shell);
			showToast("ok", "Copied with the secret.", "Paste it only where you would paste a password.");
		} catch (thrown) {
			toastError(thrown);
		}
	};
	return (
		<Dialog
			role="alertdialog"
			title="Copy the command with its secret?"
			isOpen
			onClose={onClose}
			foot={
				<>
					<Button onPress={onClose}>Cancel</Button>
					<Button kind="danger" onPress={confirm}>
						Copy with the secret
					</Button>
				</>
			}
		>
			<Note
				tone="warn"
				title={`Whoever has this text can act in ${connection.identity.portalName} as this connection.`}
			>
				{connection.token === null
					? "Its token does not expire: that holds until it is rotated or deleted in HubSpot."
					: "That holds until the token in it expires, at most 30 minutes from now."}{" "}
				Other programs on this computer can read the clipboard.
			</Note>
		</Dialog>
	);
}
