import { chooseApp } from "../features/connect/drafts";
import { openEndpoint } from "../features/console/request/draft-store";
import type { InitialState, OperationSummary } from "../host/bindings";
import { type Tab, tabs } from "./place";

export type Entry = { id: string; text: string; detail: string; isCode?: boolean; act: () => void };
export type PaletteNav = {
	openPortal: (id: string, tab?: Tab) => void;
	openConnect: () => void;
	openApps: () => void;
	openSettings: () => void;
};
type Section = { id: string; title: string; entries: Entry[] };

/** What the palette offers for the words typed so far; endpoints were searched by the host already. */
export function entriesFor({
	words,
	state,
	openId,
	nav,
	onSheet,
	operations,
	more,
}: {
	words: string;
	state: InitialState;
	openId: string | null;
	nav: PaletteNav;
	onSheet: () => void;
	operations: OperationSummary[];
	/** Actions of the open portal and of the window. */
	more: Entry[];
}): Section[] {
	const fits = ({ text, detail }: Entry) => hasAll(`${text} ${detail}`, words);
	const portals = state.connections.map(({ id, identity }) => ({
		id: `portal ${id}`,
		text: identity.portalName,
		detail: identity.hubId,
		act: () => nav.openPortal(id),
	}));
	const views = tabs.map(({ id, title }, index) => ({
		id: `view ${id}`,
		text: title,
		detail: `Ctrl ${index + 1}`,
		act: () => openId !== null && nav.openPortal(openId, id),
	}));
	const sections: Section[] = [
		{ id: "portals", title: "Portals", entries: portals.filter(fits) },
		{ id: "views", title: "Views", entries: openId === null ? [] : views.filter(fits) },
		{
			id: "actions",
			title: "Actions",
			entries: [...more, ...actions(nav, onSheet), ...apps(state, nav)].filter(fits),
		},
		{
			id: "endpoints",
			title: "Endpoints",
			entries: openId === null ? [] : endpoints(operations, openId, nav),
		},
	];
	return sections.filter(({ entries }) => entries.length > 0);
}

function actions(nav: PaletteNav, onSheet: () => void): Entry[] {
	return [
		{ id: "action connect", text: "Connect a portal", detail: "", act: nav.openConnect },
		{ id: "action apps", text: "OAuth apps", detail: "list, export, import", act: nav.openApps },
		{
			id: "action settings",
			text: "Settings",
			detail: "theme, ports, catalogue, storage, delete",
			act: nav.openSettings,
		},
		{ id: "action shortcuts", text: "Keyboard shortcuts", detail: "?", act: onSheet },
	];
}

function apps(state: InitialState, nav: PaletteNav): Entry[] {
	return state.oauthApps.map((app) => ({
		id: `app ${app.id}`,
		text: `Connect a portal with ${app.name}`,
		detail: app.clientId,
		act: () => {
			chooseApp(app);
			nav.openConnect();
		},
	}));
}

function endpoints(operations: OperationSummary[], openId: string, nav: PaletteNav): Entry[] {
	return operations.map(({ method, path, title }) => ({
		id: `endpoint ${method} ${path}`,
		text: title,
		detail: `${method} ${path}`,
		isCode: true,
		act: () => {
			openEndpoint(openId, { method, path });
			nav.openPortal(openId, "console");
		},
	}));
}

function hasAll(text: string, words: string): boolean {
	const low = text.toLowerCase();
	return words
		.toLowerCase()
		.split(/\s+/)
		.every((word) => low.includes(word));
}
