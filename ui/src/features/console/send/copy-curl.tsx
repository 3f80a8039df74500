import { ChevronDown, Copy } from "lucide-react";
import { useState } from "react";
import type { Connection, CurlShell, RequestDraft } from "../../../host/bindings";
import { copyAsCurl, copyAsCurlWithSecret } from "../../../host/mutations";
import { useAppState } from "../../../host/state";
import { toastError } from "../../../host/toast-error";
import { Button } from "../../../ui/button";
import { Dialog } from "../../../ui/dialog";
import { Menu } from "../../../ui/menu";
import { Note } from "../../../ui/note";
import { Select } from "../../../ui/select";
import { showToast } from "../../../ui/toast";

const shells: { id: CurlShell; text: string }[] = [
	{ id: "posix", text: "For bash, zsh or sh" },
	{ id: "cmd", text: "For the Windows command prompt" },
];

/** The request as a cURL command: with the token in a variable, or, once that is confirmed, with the token itself. */
export function CopyCurl({ connection, draft }: { connection: Connection; draft: RequestDraft }) {
	const [asking, setAsking] = useState(false);
	const isWindows = useAppState().data?.platform === "windows";
	const ordered = isWindows ? [...shells].reverse() : shells;
	return (
		<>
			<Menu
				label="Copy as cURL"
				trigger={
					<Button small>
						<Copy aria-hidden />
						Copy as cURL
						<ChevronDown aria-hidden />
					</Button>
				}
				entries={[
					...ordered.map((shell) => ({ ...shell, act: () => void copy(connection.id, draft, shell.id) })),
					{ id: "secret", text: "With the secret…", act: () => setAsking(true) },
				]}
			/>
			<CopyWithSecret
				connection={connection}
				draft={draft}
				first={isWindows ? "cmd" : "posix"}
				isOpen={asking}
				onClose={() => setAsking(false)}
			/>
		</>
	);
}

function CopyWithSecret({
	connection,
	draft,
	first,
	isOpen,
	onClose,
}: {
	connection: Connection;
	draft: RequestDraft;
	first: CurlShell;
	isOpen: boolean;
	onClose: () => void;
}) {
	const [shell, setShell] = useState(first);
	const confirm = async () => {
		onClose();
		await tell(
			copyAsCurlWithSecret(connection.id, draft, shell),
			"Copied with the secret.",
			"Paste it only where you would paste a password.",
		);
	};
	return (
		<Dialog
			role="alertdialog"
			title="Copy the command with its secret?"
			isOpen={isOpen}
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
			<Select label="Shell" choices={shells} value={shell} onChange={setShell} />
		</Dialog>
	);
}

function copy(connectionId: string, draft: RequestDraft, shell: CurlShell) {
	const variable = shell === "cmd" ? "set HUBSPOT_TOKEN=…" : "export HUBSPOT_TOKEN=…";
	return tell(
		copyAsCurl(connectionId, draft, shell),
		"Copied without the secret.",
		`It runs once the token is set: ${variable}`,
	);
}

async function tell(copying: Promise<null>, done: string, detail: string) {
	try {
		await copying;
		showToast("ok", done, detail);
	} catch (thrown) {
		toastError(thrown);
	}
}
