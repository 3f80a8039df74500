import type {
	Connection,
	ConsentFlow,
	DemoScenario,
	HistoryExtent,
	InitialState,
	OauthApp,
	OperationDetail,
	OperationSummary,
	RequestPreview,
	SentRequest,
	StorageReport,
	UsagePoint,
	Verdict,
} from "../bindings";

/**
 * An instant so many seconds from now: every time in the samples and the tests is made by this, so that they stand to
 * each other as they say on any day. `stopClock` sets what now is.
 */
export const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

const someScopes = [
	"oauth",
	"crm.objects.contacts.read",
	"crm.objects.companies.read",
	"crm.objects.deals.read",
	"crm.objects.owners.read",
	"crm.objects.contacts.write",
	"crm.schemas.contacts.read",
	"crm.schemas.deals.read",
	"crm.lists.read",
	"tickets",
	"settings.users.read",
	"automation",
];

export function connection(part: Partial<Connection> = {}): Connection {
	return {
		id: "c1",
		identity: {
			hubId: "26041877",
			portalName: "Acme Europe",
			accountType: "standard",
			dataCenter: "eu1",
			timeZone: "Europe/Berlin",
			currency: "EUR",
			uiDomain: "app-eu1.hubspot.com",
			appId: "318842",
			user: "dana@acme.example",
			userId: "71",
		},
		environment: "production",
		demoServer: null,
		credential: "oauth",
		grantedScopes: someScopes,
		token: {
			issuedAt: inSeconds(-342),
			expiresAt: inSeconds(1458),
			lifetimeSeconds: 1800,
			nextRefreshAt: inSeconds(1158),
			lastRefresh: { at: inSeconds(-342), outcome: "worked", error: null },
			refreshing: false,
			clockSkewSeconds: 0,
		},
		state: { kind: "good" },
		rateLimit: {
			max: 110,
			remaining: 97,
			intervalMs: 10_000,
			dailyMax: null,
			dailyRemaining: null,
			observedAt: inSeconds(-12),
		},
		writeLock: "locked",
		unlockedUntil: null,
		lockedItselfAt: null,
		clientId: "5f1c2d3e",
		app: "a1",
		sessionOnly: false,
		connectedAt: inSeconds(-86_000),
		label: { name: null, color: null },
		lastUsedAt: null,
		...part,
	};
}

export function named(
	id: string,
	portalName: string,
	hubId: string,
	part: Partial<Connection> = {},
): Connection {
	const base = connection({ id, ...part });
	return { ...base, identity: { ...base.identity, portalName, hubId } };
}

export function oauthApp(part: Partial<OauthApp> = {}): OauthApp {
	return {
		id: "a1",
		name: "Reporting",
		environment: { kind: "hubspot" },
		clientId: "5f1c2d3e-0000-4000-8000-00000000abcd",
		hasSecret: true,
		kept: true,
		redirectPorts: [],
		forwardedRedirect: null,
		scopes: ["oauth", "crm.objects.contacts.read"],
		optionalScopes: ["tickets"],
		hublet: "app",
		sessionOnly: false,
		declared: null,
		version: "v1",
		...part,
	};
}

const secret = (kind: string, bytes: number, entries = 1) => ({
	kind,
	bytes,
	entries,
	condition: "whole" as const,
});

/** A production portal with entries, one in memory, and one that was removed. */
export function historyExtent(part: Partial<HistoryExtent> = {}): HistoryExtent {
	const base = { owner: "connected", sessionOnly: false, bodies: "all", chosen: false } as const;
	return {
		isKept: true,
		bounds: { maxDays: 30, maxMegabytes: 500 },
		entries: 1_412,
		pinned: 2,
		bytes: 3_400_000,
		oldestAt: inSeconds(-20 * 86_400),
		portals: [
			{
				...base,
				connection: "c1",
				name: "Acme Europe",
				hubId: "26041877",
				entries: 1_200,
				bytes: 3_000_000,
				oldestAt: inSeconds(-20 * 86_400),
				bodies: "failures",
			},
			{
				...base,
				connection: "c2",
				name: "Acme sandbox",
				hubId: "48220319",
				sessionOnly: true,
				entries: 0,
				bytes: 0,
				oldestAt: null,
			},
			{
				...base,
				connection: "gone",
				owner: "removed",
				name: "Northwind",
				hubId: "9915002",
				entries: 212,
				bytes: 400_000,
				oldestAt: inSeconds(-9 * 86_400),
				bodies: null,
			},
		],
		...part,
	};
}

/** One connection in use with its app, one whose secret is gone, one orphan, one in memory. */
export function storageReport(part: Partial<StorageReport> = {}): StorageReport {
	const owner = (kind: "connection" | "oauth_app" | "unknown", id: string) => ({
		kind,
		environment: "hubspot",
		id,
	});
	const base = { place: "keyring", status: "in_use", renewedByConsent: true, usedBy: 1 } as const;
	return {
		at: inSeconds(0),
		places: [
			{
				kind: "data_file",
				path: "/home/dana/.local/share/dev.portalscope.app/portalscope.db",
				bytes: 61_440,
				holds: [
					{ what: "app", count: 1 },
					{ what: "connection", count: 3 },
					{ what: "setting", count: 4 },
				],
			},
			{
				kind: "demo_portal",
				path: "/home/dana/.local/share/dev.portalscope.app/demo-portal.json",
				bytes: 2_311,
				holds: [],
			},
			{
				kind: "catalog_updates",
				path: "/home/dana/.local/share/dev.portalscope.app/catalogue-updates",
				bytes: 24_118,
				holds: [{ what: "update", count: 1 }],
			},
			{
				kind: "locks",
				path: "/home/dana/.local/share/dev.portalscope.app/locks",
				bytes: 0,
				holds: [{ what: "lock", count: 3 }],
			},
			{
				kind: "webview",
				path: "/home/dana/.local/share/dev.portalscope.app/webview",
				bytes: 12_312,
				holds: [],
			},
			{
				kind: "temporary_bodies",
				path: "/home/dana/.local/share/dev.portalscope.app/spool",
				bytes: 6_110,
				holds: [{ what: "response", count: 1 }],
			},
			{ kind: "log", path: null, bytes: 0, holds: [] },
		],
		history: historyExtent(),
		keyringName: "Secret Service keyring",
		listing: "complete",
		keyringError: null,
		owners: [
			{
				...base,
				owner: owner("connection", "0199-lost"),
				name: "0199-lost",
				status: "orphan",
				usedBy: 0,
				secrets: [secret("refresh-token", 36), secret("access-token", 2_500, 4)],
			},
			{
				...base,
				owner: owner("connection", "c3"),
				name: "Northwind (9915002)",
				status: "secret_gone",
				secrets: [],
			},
			{
				...base,
				owner: owner("connection", "c1"),
				name: "Acme Europe (26041877)",
				secrets: [secret("access-token", 231), secret("refresh-token", 36)],
			},
			{
				...base,
				owner: owner("oauth_app", "a1"),
				name: "5f1c2d3e",
				renewedByConsent: false,
				secrets: [secret("client-secret", 36)],
			},
			{
				...base,
				owner: owner("connection", "c2"),
				name: "Acme sandbox (48220319)",
				place: "session",
				secrets: [secret("static-token", 44, 0)],
			},
		],
		...part,
	};
}

/** What the answers of the last minutes showed. */
export function usagePoints(count: number): UsagePoint[] {
	return Array.from({ length: count }, (_, at) => ({
		at: inSeconds((at - count) * 7),
		max: 110,
		remaining: 110 - Math.round(30 + 28 * Math.sin(at / 5) + (at % 3) * 4),
		dailyMax: null,
		dailyUsed: null,
	}));
}

/** As many portals as wanted, of all kinds, alike at each start. */
export function manyConnections(count: number): Connection[] {
	const firsts = ["Acme", "Northwind", "Contoso", "Globex", "Initech", "Umbra", "Vandelay", "Hooli"];
	const seconds = ["Europe", "Sales", "Retail", "Services", "Support", "Labs"];
	const kinds = ["production", "sandbox", "developer_test", "production"] as const;
	const dataCenters = ["na1", "eu1", "na2", "ap1"];
	const token = connection().token;
	return Array.from({ length: count }, (_, at) => {
		const isStatic = at % 11 === 0;
		const environment = kinds[at % kinds.length] ?? "production";
		const one = named(
			`m${at}`,
			`${firsts[at % firsts.length]} ${seconds[at % seconds.length]} ${at}`,
			String(26_000_000 + at * 37),
			{
				environment,
				writeLock: environment === "production" ? "locked" : "not_needed",
				credential: isStatic ? "service_key" : "oauth",
				clientId: isStatic ? null : `5f1c2d3e-${at % 7}`,
				token: isStatic ? null : token && { ...token, expiresAt: inSeconds(((at * 13) % 1800) + 20) },
				lastUsedAt: at % 3 === 0 ? inSeconds(-at * 60) : null,
			},
		);
		return { ...one, identity: { ...one.identity, dataCenter: dataCenters[at % 4] ?? null } };
	});
}

export function initialState(part: Partial<InitialState> = {}): InitialState {
	const connections = part.connections ?? [connection()];
	return {
		version: "0.1.0",
		platform: "linux",
		storage: { mode: "keyring", keyring: "ready", keyringName: "Secret Service", message: "", hint: "" },
		settings: { theme: "light", textSizePercent: 100, callbackPorts: [17421, 17422, 17423] },
		connections,
		oauthApps: [],
		activeConnection: connections[0]?.id ?? null,
		consentFlow: null,
		unreadableRecords: [],
		historyNotice: null,
		...part,
	};
}

export const consentFlow = (part: Partial<ConsentFlow> = {}): ConsentFlow => ({
	id: "f1",
	authorizeUrl:
		"https://app.hubspot.com/oauth/authorize?client_id=5f1c2d3e&redirect_uri=http%3A%2F%2Flocalhost%3A17421%2Foauth%2Fcallback&scope=oauth%20crm.objects.contacts.read&state=Qm9",
	redirectUri: "http://localhost:17421/oauth/callback",
	startedAt: inSeconds(-41),
	expiresAt: inSeconds(259),
	requiredScopes: ["oauth", "crm.objects.contacts.read"],
	optionalScopes: ["crm.objects.deals.read"],
	appName: "Reporting",
	expectedPortal: null,
	target: "hubspot",
	browserOpened: true,
	...part,
});

const read = "crm.objects.contacts.read";
export const allowed: Verdict = {
	kind: "allowed",
	anyOf: [[read]],
	satisfiedBy: [read],
	missing: [],
	probable: false,
	sentence: "This call is allowed.",
};
export const refused: Verdict = {
	kind: "missing_scopes",
	anyOf: [
		["crm.objects.contacts.write"],
		["crm.objects.deals.write"],
		["tickets", "crm.objects.custom.write"],
	],
	satisfiedBy: null,
	missing: [["crm.objects.contacts.write"], ["crm.objects.deals.write"], ["crm.objects.custom.write"]],
	probable: false,
	sentence: "This call will be refused: one scope is missing.",
};
const unknown: Verdict = {
	kind: "depends_on_object_type",
	anyOf: [],
	satisfiedBy: null,
	missing: [],
	probable: false,
	sentence: "Whether this call is allowed depends on the object type.",
};

const facts = { group: "CRM", version: "2026-03", deprecated: false };
export const operations: OperationSummary[] = [
	{
		...facts,
		method: "GET",
		path: "/crm/objects/2026-03/contacts",
		title: "List contacts",
		verdict: allowed,
	},
	{
		...facts,
		method: "POST",
		path: "/crm/objects/2026-03/contacts",
		title: "Create a contact",
		verdict: refused,
	},
	{
		...facts,
		method: "GET",
		path: "/crm/objects/2026-03/contacts/{contactId}",
		title: "Read a contact",
		verdict: allowed,
	},
	{
		...facts,
		method: "POST",
		path: "/crm/objects/2026-03/contacts/search",
		title: "Search contacts",
		verdict: allowed,
	},
	{
		...facts,
		method: "GET",
		path: "/crm/objects/2026-03/{objectType}",
		title: "List records of an object type",
		verdict: unknown,
	},
	{
		...facts,
		method: "GET",
		path: "/calling/v1/dispositions",
		title: "Read call outcomes",
		group: "Calling",
		version: "v1",
		verdict: allowed,
	},
	{
		...facts,
		method: "POST",
		path: "/engagements/v1/engagements",
		title: "Log an engagement",
		version: "v1",
		deprecated: true,
		verdict: refused,
	},
];

export function detail({
	method,
	path,
	title,
	group,
	version,
	deprecated,
}: OperationSummary): OperationDetail {
	const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");
	return {
		method,
		path,
		hubspotPath: null,
		title,
		group,
		version,
		deprecated,
		pathParameters: names.map((name) => ({ name, required: true, type: "string" })),
		queryParameters: ["limit", "after", "properties", "archived"].map((name) => ({
			name,
			required: false,
			type: "string",
		})),
		hasBody: method !== "GET",
		contentTypes: method === "GET" ? [] : ["application/json"],
		source: "OpenAPI, 2026-08-21",
	};
}

export function preview(part: Partial<RequestPreview> = {}): RequestPreview {
	return {
		url: "https://api.hubapi.com/crm/objects/2026-03/contacts?limit=10",
		title: "List contacts",
		operation: operations[0] ? detail(operations[0]) : null,
		headers: [
			{
				name: "Authorization",
				value: "Bearer «access-token#1»",
				origin: "connection",
				note: "from this connection",
			},
			{ name: "Accept", value: "application/json", origin: "app", note: "" },
		],
		verdict: allowed,
		problems: [],
		findings: [],
		confirmation: null,
		...part,
	};
}

export function sent(part: Partial<SentRequest> = {}): SentRequest {
	return {
		id: "r1",
		endpoint: { method: "GET", path: "/crm/objects/2026-03/contacts" },
		url: "https://api.hubapi.com/crm/objects/2026-03/contacts?limit=10",
		status: 200,
		statusText: "OK",
		durationMs: 142,
		sizeBytes: 6110,
		sentAt: inSeconds(0),
		headers: [
			{ name: "content-type", value: "application/json;charset=utf-8" },
			{ name: "x-hubspot-correlation-id", value: "019d7712-d98f-7622-ad7a-045a0bcb177b" },
		],
		correlationId: "019d7712-d98f-7622-ad7a-045a0bcb177b",
		renewal: null,
		body: { kind: "json", rowCount: 0, lineCount: 0, note: "" },
		explanation: null,
		notes: [],
		...part,
	};
}

export const sentRefused = (): SentRequest =>
	sent({
		id: "r2",
		endpoint: { method: "POST", path: "/engagements/v1/engagements" },
		status: 403,
		statusText: "Forbidden",
		sizeBytes: 611,
		explanation: {
			category: "MISSING_SCOPES",
			title: "This connection is missing a permission (HubSpot: scope).",
			detail:
				"HubSpot names contacts, which is its old name for this; the catalogue says one of the scopes on the left.",
			hint: "Ask for it again with this scope.",
			action: "reauthorize",
			namedScopes: ["contacts"],
			hubspotMessage: "This app hasn't been granted all required scopes to make this call.",
			claim: {
				agreement: "names_others",
				claimed: ["contacts"],
				claimedButGranted: [],
				claimedButNotGrantable: [],
				missing: [["crm.objects.contacts.write"], ["crm.objects.deals.write"]],
				sentence: "HubSpot names contacts; the catalogue says crm.objects.contacts.write.",
			},
		},
	});

export const scenarios: DemoScenario[] = [
	{
		name: "rate_limited",
		title: "Rate limited",
		description: "Every call is answered 429 with the real headers.",
		on: false,
	},
	{ name: "slow", title: "Slow", description: "Every answer takes three seconds.", on: true },
	{
		name: "revoked",
		title: "App removed",
		description: "The app was removed on the portal's side.",
		on: false,
	},
];
