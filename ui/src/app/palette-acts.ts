import { chooseApp } from "../domain/connect-draft";
import type { ConsoleOffer, Offered } from "../domain/console-acts";
import { addEmptyDraft } from "../domain/request-draft";
import type { Connection, InitialState, Platform, Settings } from "../host/bindings";
import { copyText, importRequestsFromFile, lockWriting, refreshConnection } from "../host/mutations";
import { toastError } from "../host/toast-error";
import {
	back,
	canGoBack,
	canGoForward,
	forward,
	makeReport,
	navigate,
	openDialog,
	reauthorize,
} from "../navigation/navigation";
import { showToast } from "../ui/toast";
import { goDiagnose } from "./go-diagnose";
import type { Entry } from "./palette-modes";
import { showImport } from "./show-import";
import { historyKeys } from "./use-shortcuts";

const themes: { id: Settings["theme"]; text: string }[] = [
	{ id: "light", text: "Light theme" },
	{ id: "dark", text: "Dark theme" },
	{ id: "system", text: "Theme of the system" },
];

/** What can be done with the request that the console shows. Whether, and why not, the console says. */
export function consoleEntries(offered: ConsoleOffer | null, openId: string | null): Entry[] {
	if (openId === null) return [];
	const here = offered?.connectionId === openId ? offered : null;
	const closed: Offered = { act: () => undefined, why: "the Console is not open" };
	const entry = (id: string, text: string, keys: string, offer = closed) => ({
		id: `action ${id}`,
		text,
		detail: offer.why ?? "",
		keys,
		why: offer.why,
		act: offer.act,
	});
	return [
		entry("send", "Send the request", "Ctrl Enter", here?.send),
		entry("curl", "Copy as cURL", "", here?.copyCurl),
		entry("support", "Copy support line", "", here?.copySupportLine),
	];
}

/** What can be done with the open portal. */
export function portalEntries({ id, identity, writeLock, token, credential }: Connection): Entry[] {
	const entry = (name: string, text: string, act: () => void, also = "", why: string | null = null) => ({
		id: `action ${name}`,
		text,
		detail: why ?? identity.portalName,
		also,
		why,
		act,
	});
	const isOauth = credential === "oauth";
	return [
		entry("hub id", "Copy Hub ID", () => copied(`Hub ID ${identity.hubId}`, identity.hubId), "portal id"),
		entry(
			"refresh",
			"Refresh now",
			() => tell(refreshConnection(id)),
			"token",
			token ? null : "its token does not expire",
		),
		...(writeLock === "locked"
			? [entry("unlock", "Unlock writing…", () => openDialog({ kind: "unlock", connection: id }))]
			: []),
		...(writeLock === "unlocked" ? [entry("lock", "Lock writing", () => tell(lockWriting(id)))] : []),
		entry(
			"reauthorize",
			"Re-authorize…",
			() => reauthorize(id),
			"connect again scopes",
			isOauth ? null : "this token is not from an OAuth app",
		),
		entry("new request", "New request", () => {
			addEmptyDraft(id);
			navigate({ kind: "portal", id, tab: "console" });
		}),
		entry(
			"tell scopes",
			"Tell a developer which scopes an app needs",
			() => navigate({ kind: "portal", id, tab: "scopes" }),
			"missing permission colleague plain words",
		),
		entry("open requests", "Open a file of requests…", () => tell(openFile()), "import collection har"),
		entry("report", "Make a report…", () => makeReport(id), "support bundle send file"),
		entry("leave", "Disconnect…", () => openDialog({ kind: "disconnect", connection: id }), "remove"),
	];
}

/** What can be done anywhere. */
export function windowEntries(platform: Platform, openFile: () => void): Entry[] {
	const keys = historyKeys(platform);
	const entry = (id: string, text: string, detail: string, act: () => void, also = "") => ({
		id: `action ${id}`,
		text,
		detail,
		also,
		act,
	});
	return [
		...(canGoBack() ? [{ ...entry("back", "Back", "", back), keys: keys.back }] : []),
		...(canGoForward() ? [{ ...entry("forward", "Forward", "", forward), keys: keys.forward }] : []),
		entry("connect", "Connect a portal", "", () => navigate({ kind: "connect" }), "add"),
		entry("apps", "OAuth apps", "list, export, import", () => navigate({ kind: "apps" }), "add app"),
		entry("history", "History of all portals", "calls, errors, versions", () =>
			navigate({ kind: "history" }),
		),
		entry(
			"diagnose",
			"Diagnose an error…",
			"paste whatever failed",
			() => goDiagnose("focus"),
			"make lint check why missing",
		),
		entry(
			"open report",
			"Open a report or a HAR file…",
			"of somebody else, to be read",
			openFile,
			"bundle support customer",
		),
		entry(
			"ask report",
			"Ask for a report…",
			"copies a request with a link",
			() => openDialog({ kind: "ask_report" }),
			"support customer",
		),
		entry("settings", "Settings", "theme, ports, catalogue, storage, delete", () =>
			navigate({ kind: "settings" }),
		),
	];
}

/** Themes other than the one in force. */
export const themeEntries = (settings: Settings, change: (settings: Settings) => void): Entry[] =>
	themes
		.filter(({ id }) => id !== settings.theme)
		.map(({ id, text }) => ({
			id: `action theme ${id}`,
			text,
			detail: "",
			also: "appearance colors",
			act: () => change({ ...settings, theme: id }),
		}));

export const appEntries = (state: InitialState): Entry[] =>
	state.oauthApps.map((app) => ({
		id: `app ${app.id}`,
		text: `Connect a portal with ${app.name}`,
		detail: app.clientId,
		act: () => {
			chooseApp(app);
			navigate({ kind: "connect" });
		},
	}));

export function copied(what: string, text: string) {
	tell(copyText(text).then(() => showToast("ok", `Copied: ${what}`)));
}

// A collection, an HTTP archive, a command: whatever holds requests.
async function openFile() {
	const read = await importRequestsFromFile();
	if (read !== null) showImport(read);
}

export function tell(done: Promise<unknown>) {
	done.catch(toastError);
}
