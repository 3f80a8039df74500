import { chooseApp } from "../domain/connect-draft";
import { openEndpoint } from "../domain/request-draft";
import type { InitialState, OperationSummary, Page, Platform } from "../host/bindings";
import { tabs } from "../navigation/history";
import { back, canGoBack, canGoForward, forward, navigate, openDialog } from "../navigation/navigation";

import { goDiagnose } from "./go-diagnose";
import { historyKeys } from "./use-shortcuts";

export type Entry = { id: string; text: string; detail: string; isCode?: boolean; act: () => void };
type Section = { id: string; title: string; entries: Entry[] };

/** What the palette offers for the words typed so far; endpoints were searched by the host already. */
export function entriesFor({
	words,
	state,
	openId,
	operations,
	causes,
	more,
}: {
	words: string;
	state: InitialState;
	openId: string | null;
	operations: OperationSummary[];
	/** The pages of causes with these words; searched by the host too. */
	causes: Page[];
	/** Actions of the open portal and of the window. */
	more: Entry[];
}): Section[] {
	const fits = ({ text, detail }: Entry) => hasAll(`${text} ${detail}`, words);
	const portals = state.connections.map(({ id, identity }) => ({
		id: `portal ${id}`,
		text: identity.portalName,
		detail: identity.hubId,
		act: () => navigate({ kind: "portal", id }),
	}));
	const views = tabs.map(({ id, title }, index) => ({
		id: `view ${id}`,
		text: title,
		detail: `Ctrl ${index + 1}`,
		act: () => openId !== null && navigate({ kind: "portal", id: openId, tab: id }),
	}));
	const sections: Section[] = [
		{ id: "portals", title: "Portals", entries: portals.filter(fits) },
		{ id: "views", title: "Views", entries: openId === null ? [] : views.filter(fits) },
		{
			id: "actions",
			title: "Actions",
			entries: [...more, ...actions(state.platform), ...apps(state)].filter(fits),
		},
		{
			id: "endpoints",
			title: "Endpoints",
			entries: openId === null ? [] : endpoints(operations, openId),
		},
		{ id: "causes", title: "Causes", entries: causes.map(causeEntry) },
	];
	return sections.filter(({ entries }) => entries.length > 0);
}

function actions(platform: Platform): Entry[] {
	const keys = historyKeys(platform);
	return [
		...(canGoBack() ? [{ id: "action back", text: "Back", detail: keys.back, act: back }] : []),
		...(canGoForward()
			? [{ id: "action forward", text: "Forward", detail: keys.forward, act: forward }]
			: []),
		{ id: "action connect", text: "Connect a portal", detail: "", act: () => navigate({ kind: "connect" }) },
		{
			id: "action apps",
			text: "OAuth apps",
			detail: "list, export, import",
			act: () => navigate({ kind: "apps" }),
		},
		{
			id: "action history",
			text: "History of all portals",
			detail: "calls, errors, versions",
			act: () => navigate({ kind: "history" }),
		},
		{
			id: "action diagnose",
			text: "Diagnose an error…",
			detail: "paste whatever failed",
			act: () => goDiagnose("focus"),
		},
		{
			id: "action ask report",
			text: "Ask for a report…",
			detail: "copies a request with a link",
			act: () => openDialog({ kind: "ask_report" }),
		},
		{
			id: "action settings",
			text: "Settings",
			detail: "theme, ports, catalogue, storage, delete",
			act: () => navigate({ kind: "settings" }),
		},
		{
			id: "action shortcuts",
			text: "Keyboard shortcuts",
			detail: "?",
			act: () => openDialog({ kind: "shortcuts" }),
		},
	];
}

function apps(state: InitialState): Entry[] {
	return state.oauthApps.map((app) => ({
		id: `app ${app.id}`,
		text: `Connect a portal with ${app.name}`,
		detail: app.clientId,
		act: () => {
			chooseApp(app);
			navigate({ kind: "connect" });
		},
	}));
}

function endpoints(operations: OperationSummary[], openId: string): Entry[] {
	return operations.map(({ method, path, title }) => ({
		id: `endpoint ${method} ${path}`,
		text: title,
		detail: `${method} ${path}`,
		isCode: true,
		act: () => {
			openEndpoint(openId, { method, path });
			navigate({ kind: "portal", id: openId, tab: "console" });
		},
	}));
}

const causeEntry = ({ label, title }: Page): Entry => ({
	id: `cause ${label}`,
	text: title,
	detail: label,
	isCode: true,
	act: () => openDialog({ kind: "cause", label }),
});

function hasAll(text: string, words: string): boolean {
	const low = text.toLowerCase();
	return words
		.toLowerCase()
		.split(/\s+/)
		.every((word) => low.includes(word));
}
