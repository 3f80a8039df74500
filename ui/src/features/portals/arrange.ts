import type { Connection, OauthApp } from "../../host/bindings";
import { dataCenterName } from "../../lib/format";

export type Grouping = "none" | "environment" | "app" | "centre";
export type Sorting = "name" | "hub" | "left" | "used";
/** The choices and who hears of another one. */
export type Arrangement = {
	grouping: Grouping;
	sorting: Sorting;
	onGrouping: (grouping: Grouping) => void;
	onSorting: (sorting: Sorting) => void;
};

export const groupings: { id: Grouping; text: string }[] = [
	{ id: "none", text: "Not grouped" },
	{ id: "environment", text: "By environment" },
	{ id: "app", text: "By app" },
	{ id: "centre", text: "By data centre" },
];
export const sortings: { id: Sorting; text: string }[] = [
	{ id: "name", text: "By name" },
	{ id: "hub", text: "By Hub ID" },
	{ id: "left", text: "By time left" },
	{ id: "used", text: "By last use" },
];
export const isGrouping = (value: unknown): value is Grouping => groupings.some(({ id }) => id === value);
export const isSorting = (value: unknown): value is Sorting => sortings.some(({ id }) => id === value);

type GroupRow = { kind: "group"; id: string; title: string; count: number };
export type PortalRow = {
	kind: "portal";
	id: string;
	connection: Connection;
	/** The heading it is under, for screen readers. */
	group: string | null;
	/** From 1, groups not counted. */
	position: number;
};
export type Row = GroupRow | PortalRow;

const environments: Record<Connection["environment"], { at: number; title: string }> = {
	production: { at: 0, title: "Production" },
	sandbox: { at: 1, title: "Sandbox" },
	developer_test: { at: 2, title: "Developer test" },
	app_developer: { at: 3, title: "App developer" },
	demo: { at: 4, title: "Demo" },
};
const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** The portals that fit the words, sorted, under the headings of their groups. */
export function arrange(
	connections: Connection[],
	words: string,
	grouping: Grouping,
	sorting: Sorting,
	apps: Pick<OauthApp, "clientId" | "name">[] = [],
): Row[] {
	const sorted = connections.filter((one) => fits(one, words)).sort(orders[sorting]);
	if (grouping === "none") return sorted.map((connection, at) => portalRow(connection, null, at + 1));
	const groups = new Map<string, { title: string; at: number; connections: Connection[] }>();
	for (const connection of sorted) {
		const { key, title, at } = groupOf(connection, grouping, apps);
		const group = groups.get(key) ?? { title, at, connections: [] };
		group.connections.push(connection);
		groups.set(key, group);
	}
	const rows: Row[] = [];
	let position = 0;
	const inOrder = [...groups].sort(([, a], [, b]) => a.at - b.at || collator.compare(a.title, b.title));
	for (const [key, { title, connections }] of inOrder) {
		rows.push({ kind: "group", id: `group ${key}`, title, count: connections.length });
		for (const connection of connections) {
			position += 1;
			rows.push(portalRow(connection, title, position));
		}
	}
	return rows;
}

const portalRow = (connection: Connection, group: string | null, position: number): PortalRow => ({
	kind: "portal",
	id: connection.id,
	connection,
	group,
	position,
});

function fits({ identity }: Connection, words: string): boolean {
	const text = `${identity.portalName} ${identity.hubId}`.toLowerCase();
	return words
		.toLowerCase()
		.split(/\s+/)
		.every((word) => text.includes(word));
}

const byName = (a: Connection, b: Connection) =>
	collator.compare(a.identity.portalName, b.identity.portalName) ||
	collator.compare(a.identity.hubId, b.identity.hubId);

const orders: Record<Sorting, (a: Connection, b: Connection) => number> = {
	name: byName,
	hub: (a, b) => collator.compare(a.identity.hubId, b.identity.hubId) || byName(a, b),
	// The one that ends first is first; what does not expire is last.
	left: (a, b) => compare(order(a.token?.expiresAt, "~"), order(b.token?.expiresAt, "~")) || byName(a, b),
	// The latest first; never used last.
	used: (a, b) => compare(order(b.lastUsedAt, ""), order(a.lastUsedAt, "")) || byName(a, b),
};

/** A text that sorts by time. The host writes "…:09Z" and "…:09.5Z", and a point sorts before a Z. */
const order = (instant: string | null | undefined, none: string) => instant?.slice(0, -1) ?? none;
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function groupOf(
	connection: Connection,
	grouping: Exclude<Grouping, "none">,
	apps: Pick<OauthApp, "clientId" | "name">[],
): { key: string; title: string; at: number } {
	if (grouping === "environment") {
		const { at, title } = environments[connection.environment];
		return { key: connection.environment, title, at };
	}
	if (grouping === "app") {
		const { clientId } = connection;
		if (clientId === null) return { key: "", title: "Without an app", at: 1 };
		const name = apps.find((app) => app.clientId === clientId)?.name;
		return { key: clientId, title: name ? name : `App ${clientId}`, at: 0 };
	}
	const { dataCenter } = connection.identity;
	if (dataCenter === null) return { key: "", title: "Data centre not told", at: 1 };
	return { key: dataCenter, title: dataCenterName(dataCenter) ?? dataCenter, at: 0 };
}

/** Which portal a typed beginning means: from the active one on, and round. -1: none. */
export function typeAhead(rows: Row[], active: number, typed: string): number {
	const wanted = typed.toLowerCase();
	// One letter goes on to the next that begins so; more letters may still mean the active one.
	const from = typed.length === 1 ? active + 1 : Math.max(0, active);
	for (let step = 0; step < rows.length; step += 1) {
		const at = (from + step) % rows.length;
		const row = rows[at];
		if (row?.kind === "portal" && row.connection.identity.portalName.toLowerCase().startsWith(wanted)) {
			return at;
		}
	}
	return -1;
}

/** The portal that a key goes to, past the headings. -1: there is none that way. */
export function neighbour(rows: Row[], from: number, step: 1 | -1): number {
	for (let at = from; at >= 0 && at < rows.length; at += step) {
		if (rows[at]?.kind === "portal") return at;
	}
	return -1;
}
