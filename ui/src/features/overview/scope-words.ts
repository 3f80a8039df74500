/** What scopes mean in plain words, by their names alone; the catalog decides what HubSpot allows. */
export type Access = { thing: string; read: boolean; write: boolean };
type ScopeGroup = { title: string; scopes: string[] };

const areas: { title: string; fits: RegExp }[] = [
	{ title: "Records", fits: /^(crm\.objects\.|crm\.lists|tickets$|e-commerce$|crm\.dealsplits)/ },
	{ title: "Data model", fits: /^(crm\.schemas\.|crm\.pipelines|crm\.extensions|timeline$)/ },
	{
		title: "Marketing and content",
		fits: /^(content|forms|marketing|transactional-email|social|cms\.|hubdb|business_units|communication_preferences)/,
	},
	{
		title: "Automation and sales",
		fits: /^(automation|sales-email|conversations|scheduler|meetings|record_images)/,
	},
	{
		title: "Account and settings",
		fits: /^(oauth$|account-info|settings\.|actions|accounting|integration-sync|files)/,
	},
];
const plainThings: Record<string, string> = { "e-commerce": "products and line items", tickets: "tickets" };

/** Scopes under readable headings; what no heading fits comes last. */
export function groupScopes(scopes: string[]): ScopeGroup[] {
	const sorted = [...scopes].sort();
	const groups = areas.map(({ title, fits }) => ({
		title,
		scopes: sorted.filter((scope) => fits.test(scope)),
	}));
	const placed = new Set(groups.flatMap((group) => group.scopes));
	const others = { title: "Other", scopes: sorted.filter((scope) => !placed.has(scope)) };
	return [...groups, others].filter((group) => group.scopes.length > 0);
}

/** What can be read and what can be changed, thing by thing, from the scopes that say so in their name. */
export function accessOf(scopes: string[]): Access[] {
	const things = new Map<string, Access>();
	for (const scope of scopes) {
		const named = nameOf(scope);
		if (named === null) continue;
		const entry = things.get(named.thing) ?? { thing: named.thing, read: false, write: false };
		things.set(named.thing, { ...entry, read: entry.read || named.read, write: entry.write || named.write });
	}
	return [...things.values()].sort((a, b) => a.thing.localeCompare(b.thing));
}

function nameOf(scope: string): Access | null {
	const plain = plainThings[scope];
	if (plain !== undefined) return { thing: plain, read: true, write: true };
	const parts = /^crm\.(objects|schemas|lists|pipelines)\.?(.*)\.(read|write)$/.exec(scope);
	if (!parts) return null;
	const [, kind = "", rest = "", right] = parts;
	return { thing: thingWords(kind, rest), read: right === "read", write: right === "write" };
}

function thingWords(kind: string, rest: string): string {
	const [object = "", ...marks] = rest.split(".");
	const name = object.replaceAll("_", " ");
	const mark = marks.length > 0 ? ` (${marks.join(" ").replaceAll("_", " ")} data)` : "";
	if (kind === "schemas") return `${singular(name)} properties${mark}`;
	if (kind === "objects") return `${name === "custom" ? "custom objects" : name}${mark}`;
	return name === "" ? kind : `${name} ${kind}`;
}

function singular(name: string): string {
	if (name === "custom") return "custom object";
	return name.replace(/ies$/, "y").replace(/s$/, "");
}
