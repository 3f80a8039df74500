import { Copy, ExternalLink, FileDown, RefreshCw, RotateCw, Tag, Unplug } from "lucide-react";
import { isRefused } from "../../domain/refusal";
import type { Connection } from "../../host/bindings";
import { copyText, openPortal, refreshConnection } from "../../host/mutations";
import { toastError } from "../../host/toast-error";
import { makeReport, openDialog, reauthorize } from "../../navigation/navigation";
import { MenuEntries, type MenuEntry } from "../../ui/menu-entries";
import type { OpenedMenu } from "../../ui/menu-trigger";
import { showToast } from "../../ui/toast";

/** What can be done with a portal as a whole. */
export function PortalEntries({ connection, opened }: { connection: Connection; opened: OpenedMenu }) {
	return <MenuEntries label="Portal actions" opened={opened} entries={entriesOf(connection)} />;
}

/** The same for the rail's context menu. */
export function entriesOf(connection: Connection): MenuEntry[] {
	const { id, identity, credential, environment, demoServer, token } = connection;
	const isAtHubSpot = environment !== "demo" && demoServer === null;
	const entries: (MenuEntry | false)[] = [
		{
			id: "copy",
			text: "Copy Hub ID",
			picture: <Copy aria-hidden />,
			act: () =>
				tell(copyText(identity.hubId), () =>
					showToast("ok", `Hub ID ${identity.hubId} is on the clipboard.`),
				),
		},
		isAtHubSpot && {
			id: "open",
			text: "Open in HubSpot",
			picture: <ExternalLink aria-hidden />,
			act: () =>
				tell(openPortal(id), (isOpen) => {
					if (!isOpen) showToast("warn", "Your browser could not be opened.");
				}),
		},
		{
			id: "label",
			text: "Name and colour…",
			picture: <Tag aria-hidden />,
			act: () => openDialog({ kind: "label", connection: id }),
		},
		// Where it cannot help, it is not offered.
		token !== null &&
			!isRefused(connection) && {
				id: "refresh",
				text: "Refresh the token",
				picture: <RefreshCw aria-hidden />,
				act: () =>
					tell(refreshConnection(id), () => showToast("ok", `The token of ${identity.portalName} is new.`)),
			},
		credential === "oauth" && {
			id: "reauthorize",
			text: "Re-authorize…",
			picture: <RotateCw aria-hidden />,
			act: () => reauthorize(id),
		},
		{
			id: "report",
			text: "Make a report…",
			picture: <FileDown aria-hidden />,
			act: () => makeReport(id),
		},
		{
			id: "leave",
			text: "Disconnect…",
			picture: <Unplug aria-hidden />,
			dangerous: true,
			act: () => openDialog({ kind: "disconnect", connection: id }),
		},
	];
	return entries.filter((entry) => entry !== false);
}

function tell<T>(done: Promise<T>, say: (answer: T) => void) {
	done.then(say, toastError);
}
