import type { ConsoleOffer } from "../domain/console-acts";
import { wantedWork } from "../domain/console-acts";
import { fillPath, openEndpoint, pathNames } from "../domain/request-draft";
import { reopenRequest } from "../domain/send-request";
import type {
	Connection,
	Endpoint,
	HistoryRow,
	InitialState,
	OperationSummary,
	Page,
} from "../host/bindings";
import { reopenHistoryEntry } from "../host/mutations";
import { tabs } from "../navigation/history";
import { navigate, openDialog } from "../navigation/navigation";
import {
	appEntries,
	consoleEntries,
	copied,
	portalEntries,
	tell,
	themeEntries,
	windowEntries,
} from "./palette-acts";
import { type Entry, fitOf, type Mode, modeHints } from "./palette-modes";

type Section = { id: string; title: string; entries: Entry[] };

type Known = {
	mode: Mode;
	words: string;
	state: InitialState;
	openId: string | null;
	/** Found by the host already, as are causes and calls. */
	operations: OperationSummary[];
	causes: Page[];
	calls: HistoryRow[];
	offered: ConsoleOffer | null;
	changeSettings: (settings: InitialState["settings"]) => void;
	/** Opens a report or a HAR file of somebody else. */
	openFile: () => void;
	/** Has the Scopes view check an endpoint. */
	toScopes: (endpoint: Endpoint) => void;
	paste: () => void;
	/** Types a prefix. */
	type: (text: string) => void;
};

const mostPortals = 20;
const mostCalls = 5;
const mostScopes = 12;

/** What the palette offers for the words typed so far. */
export function entriesFor(known: Known): Section[] {
	const { mode } = known;
	const shows = (...modes: Mode[]) => mode === "all" || modes.includes(mode);
	const sections: Section[] = [
		{ id: "portals", title: "Portals", entries: shows("portals") ? portals(known) : [] },
		{ id: "views", title: "Views", entries: shows("acts") ? views(known) : [] },
		{ id: "actions", title: "Actions", entries: shows("acts") ? acts(known) : [] },
		{ id: "endpoints", title: "Endpoints", entries: shows("endpoints", "scopes") ? endpoints(known) : [] },
		{ id: "scopes", title: "Granted scopes", entries: mode === "scopes" ? scopes(known) : [] },
		{ id: "calls", title: "Recent calls", entries: shows("endpoints") ? calls(known) : [] },
		{ id: "causes", title: "Causes", entries: shows("help") ? known.causes.map(causeEntry) : [] },
		{ id: "help", title: "Help", entries: shows("help") ? help(known) : [] },
	];
	return sections.filter(({ entries }) => entries.length > 0);
}

function fitting(entries: Entry[], words: string): Entry[] {
	const fit = ({ text, detail, also }: Entry) => fitOf(`${text} ${detail} ${also ?? ""}`, words);
	const rated = entries.map((entry) => ({ entry, fit: fit(entry) })).filter((one) => one.fit > 0);
	return rated.sort((a, b) => b.fit - a.fit).map(({ entry }) => entry);
}

/** Each portal; with words for a view too, that view of it. */
function portals({ state, words }: Known): Entry[] {
	const plain = state.connections.map(({ id, identity }) => ({
		id: `portal ${id}`,
		text: identity.portalName,
		detail: identity.hubId,
		act: () => navigate({ kind: "portal", id }),
	}));
	const whole = fitting(plain, words).slice(0, mostPortals);
	if (whole.length > 0 || !/\s/.test(words)) return whole;
	const inView = state.connections.flatMap(({ id, identity }) =>
		tabs.map(({ id: tab, title }) => ({
			id: `portal ${id} ${tab}`,
			text: `${identity.portalName} · ${title}`,
			detail: identity.hubId,
			act: () => navigate({ kind: "portal", id, tab }),
		})),
	);
	const all = inView.filter((entry) => fitOf(`${entry.text} ${entry.detail}`, words) === 1);
	return all.slice(0, mostPortals);
}

function views({ openId, words }: Known): Entry[] {
	if (openId === null) return [];
	const all = tabs.map(({ id, title }, index) => ({
		id: `view ${id}`,
		text: title,
		detail: "",
		keys: `Ctrl ${index + 1}`,
		also: `ctrl ${index + 1}`,
		act: () => navigate({ kind: "portal", id: openId, tab: id }),
	}));
	return fitting(all, words);
}

function acts({ state, openId, words, offered, changeSettings, openFile, paste }: Known): Entry[] {
	const open: Connection | undefined = state.connections.find(({ id }) => id === openId);
	const all: Entry[] = [
		...consoleEntries(offered, openId),
		...(open ? portalEntries(open) : []),
		{
			id: "action paste",
			text: "Paste what is on the clipboard",
			detail: "a request, a path, an error",
			also: "curl",
			keepsOpen: true,
			act: paste,
		},
		...windowEntries(state.platform, openFile),
		...themeEntries(state.settings, changeSettings),
		...appEntries(state),
	];
	return fitting(all, words);
}

function endpoints({ operations, openId, words, mode, toScopes }: Known): Entry[] {
	if (openId === null) return [];
	const record = words.match(/\b\d{5,}\b/)?.[0];
	return operations.map(({ method, path, title, verdict }) => {
		const names = pathNames(path);
		const opensRecord = record !== undefined && method === "GET" && names.length === 1;
		const inConsole = () => {
			openEndpoint(openId, { method, path });
			if (opensRecord) fillPath(openId, { [names[0] ?? ""]: record });
			goToWork(openId);
		};
		const inScopes = () => toScopes({ method, path });
		return {
			id: `endpoint ${method} ${path}`,
			text: opensRecord ? `${title} ${record}` : title,
			detail: `${method} ${path}`,
			isCode: true,
			verdict,
			act: mode === "scopes" ? inScopes : inConsole,
			second: mode === "scopes" ? inConsole : inScopes,
		};
	});
}

function goToWork(connectionId: string) {
	wantedWork.set(connectionId);
	navigate({ kind: "portal", id: connectionId, tab: "console" });
}

/** Those that the open portal has granted, by their names. */
function scopes({ state, openId, words }: Known): Entry[] {
	const granted = state.connections.find(({ id }) => id === openId)?.grantedScopes ?? [];
	const all = granted.map((scope) => ({
		id: `scope ${scope}`,
		text: scope,
		detail: "copy its name",
		act: () => copied(scope, scope),
	}));
	return fitting(all, words).slice(0, mostScopes);
}

function calls({ calls: rows, openId, words }: Known): Entry[] {
	if (openId === null) return [];
	const all = rows
		.filter(({ kind }) => kind === "call")
		.map(({ id, title, method, path, query, status }) => ({
			id: `call ${id}`,
			text: title ?? path,
			detail: `${method} ${path}${query ? `?${query}` : ""} · ${status ?? "no answer"}`,
			isCode: true,
			act: () => tell(openCall(openId, id)),
		}));
	return fitting(all, words).slice(0, mostCalls);
}

async function openCall(openId: string, id: string) {
	reopenRequest(openId, await reopenHistoryEntry(id));
	goToWork(openId);
}

const causeEntry = ({ label, title }: Page): Entry => ({
	id: `cause ${label}`,
	text: title,
	detail: label,
	isCode: true,
	act: () => openDialog({ kind: "cause", label }),
});

function help({ mode, words, type }: Known): Entry[] {
	const sheet = {
		id: "help shortcuts",
		text: "Keyboard shortcuts",
		detail: "",
		keys: "?",
		also: "help keys",
		act: () => openDialog({ kind: "shortcuts" }),
	};
	const causes = {
		id: "help diagnose",
		text: "Why did a call fail?",
		detail: "type what the error says",
		also: "help error",
		keepsOpen: true,
		act: () => type("? "),
	};
	const prefixes = modeHints.map(({ key, what }) => ({
		id: `help ${key}`,
		text: `${key} finds ${what} only`,
		detail: "",
		also: "help prefix",
		keepsOpen: true,
		act: () => type(key),
	}));
	return fitting(mode === "help" ? [sheet, causes, ...prefixes] : [sheet], words);
}
