import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { addEmptyDraft } from "../domain/request-draft";
import { openReport } from "../features/opened/open-file";
import type { Connection, InitialState, Settings } from "../host/bindings";
import { importRequestsFromFile, lockWriting, refreshConnection, updateSettings } from "../host/mutations";
import { putSettings } from "../host/state";
import { toastError } from "../host/toast-error";
import { makeReport, navigate, openDialog, reauthorize } from "../navigation/navigation";
import type { Entry } from "./palette-entries";
import { showImport } from "./show-import";

const themes: { id: Settings["theme"]; text: string }[] = [
	{ id: "light", text: "Light theme" },
	{ id: "dark", text: "Dark theme" },
	{ id: "system", text: "Theme of the system" },
];

/** What the palette can do besides going somewhere: for the open portal, and for the window. */
export function usePaletteActions(state: InitialState, openId: string | null): Entry[] {
	const client = useQueryClient();
	const open = state.connections.find(({ id }) => id === openId);
	return [
		...(open ? portalActions(open) : []),
		{
			id: "action open report",
			text: "Open a report or a HAR file…",
			detail: "of somebody else, to be read",
			act: () => void openReport(client),
		},
		...themeActions(client, state.settings),
	];
}

function portalActions(connection: Connection): Entry[] {
	const { id, identity, writeLock, token, credential } = connection;
	const detail = identity.portalName;
	const entry = (name: string, text: string, act: () => void) => ({
		id: `action ${name}`,
		text,
		detail,
		act,
	});
	return [
		...(token ? [entry("refresh", "Refresh now", () => tell(refreshConnection(id)))] : []),
		...(writeLock === "locked"
			? [entry("unlock", "Unlock writing…", () => openDialog({ kind: "unlock", connection: id }))]
			: []),
		...(writeLock === "unlocked" ? [entry("lock", "Lock writing", () => tell(lockWriting(id)))] : []),
		...(credential === "oauth" ? [entry("reauthorize", "Re-authorize…", () => reauthorize(id))] : []),
		entry("new request", "New request", () => {
			addEmptyDraft(id);
			navigate({ kind: "portal", id, tab: "console" });
		}),
		entry("open requests", "Open a file of requests…", () => tell(openFile())),
		entry("report", "Make a report…", () => makeReport(id)),
		entry("leave", "Disconnect…", () => openDialog({ kind: "disconnect", connection: id })),
	];
}

function themeActions(client: QueryClient, settings: Settings): Entry[] {
	return themes
		.filter(({ id }) => id !== settings.theme)
		.map(({ id, text }) => ({
			id: `action theme ${id}`,
			text,
			detail: "",
			act: () => tell(updateSettings({ ...settings, theme: id }).then((kept) => putSettings(client, kept))),
		}));
}

// A collection, an HTTP archive, a command: whatever holds requests.
async function openFile() {
	const read = await importRequestsFromFile();
	if (read !== null) showImport(read);
}

function tell(done: Promise<unknown>) {
	done.catch(toastError);
}
