import type { Settings } from "../host/bindings";
import { demoAnswers } from "../host/testing/demo-answers";
import { fail, fakeHost, never } from "../host/testing/fake-host";
import {
	connection,
	consentFlow,
	initialState,
	inSeconds,
	manyConnections,
	named,
	oauthApp,
	operations,
} from "../host/testing/samples";

// Draws the window without the Rust side: /dev.html?case=NAME&theme=dark&size=150, and with case=parts each primitive in
// all its states. Not part of the build.
const wanted = new URLSearchParams(location.search);
const theme = wanted.get("theme") === "dark" ? "dark" : "light";
const settings: Settings = {
	theme,
	textSizePercent: Number(wanted.get("size") ?? 100),
	callbackPorts: [17421, 17422, 17423],
};

const soon = connection().token;
const demo = named("demo", "Demo portal", "48000001", { environment: "demo", writeLock: "not_needed" });
const portals = [
	connection(),
	named("c2", "Acme sandbox", "48220319", {
		environment: "sandbox",
		writeLock: "not_needed",
		token: soon && { ...soon, expiresAt: inSeconds(171) },
	}),
	named("c3", "Northwind", "9915002", {
		state: {
			kind: "needs_attention",
			error: {
				code: "connection_revoked",
				message:
					"HubSpot no longer accepts this connection: the app was removed from the portal on its side.",
				hint: "Re-authorize the portal; its admin has to consent.",
			},
		},
		token: soon && { ...soon, expiresAt: inSeconds(-60), nextRefreshAt: null },
	}),
	demo,
	named("c5", "Token portal", "7000123", {
		credential: "service_key",
		token: null,
		grantedScopes: null,
		rateLimit: null,
		clientId: null,
		environment: "developer_test",
		writeLock: "not_needed",
		state: {
			kind: "unreachable",
			error: {
				code: "network_unreachable",
				message: "HubSpot cannot be reached.",
				hint: "It is tried again by itself.",
			},
		},
	}),
];
const many = manyConnections(Number(wanted.get("count") ?? 1000));
const storageProblem = {
	mode: "keyring",
	keyring: "locked",
	keyringName: "Secret Service",
	message: "The login keyring is locked, so tokens cannot be read.",
	hint: "Unlock it, then try again.",
} as const;

const apps = [
	oauthApp(),
	oauthApp({
		id: "a2",
		name: "Sales reports",
		clientId: "77aa-imported",
		hasSecret: false,
		redirectPorts: [40001, 40002],
	}),
	oauthApp({
		id: "a3",
		name: "Partner app",
		clientId: "c0ffee",
		forwardedRedirect: "https://apps.example/hubspot/callback",
		kept: false,
	}),
];
const requestLink = {
	kind: "request",
	link: {
		method: "PATCH",
		path: "/crm/objects/2026-03/contacts/512",
		query: [{ name: "idProperty", value: "email", enabled: true }],
		body: '{\n  "properties": { "firstname": "Ada" }\n}',
		portal: null,
	},
};
const connectLink = {
	kind: "connect",
	link: {
		app: "a1",
		clientId: null,
		scopes: ["oauth", "tickets"],
		optionalScopes: null,
		hublet: "eu1",
		portal: "26041877",
	},
};
const refusedLink = {
	kind: "refused",
	error: {
		code: "link_refused",
		message: "The link holds something that looks like a token or a secret.",
		hint: "Nothing was done. Revoke it at HubSpot, and send links without it.",
	},
};

const cases: Record<string, () => ReturnType<typeof initialState>> = {
	first: () => initialState({ settings, connections: [] }),
	waiting: () => initialState({ settings, connections: portals, consentFlow: consentFlow() }),
	data: () => initialState({ settings, connections: portals }),
	open: () => initialState({ settings, connections: portals, activeConnection: wanted.get("id") }),
	apps: () => initialState({ settings, connections: portals, oauthApps: apps }),
	noapps: () => initialState({ settings, connections: portals }),
	link: () => initialState({ settings, connections: portals, oauthApps: apps }),
	many: () => initialState({ settings, connections: many, activeConnection: "m500" }),
	storage: () => initialState({ settings, connections: portals, storage: storageProblem }),
};
const thousand = Array.from({ length: 1000 }, (_, at) =>
	named(`k${at}`, `Portal number ${at}`, String(26_000_000 + at)),
);
cases.thousand = () => initialState({ settings, connections: thousand });
// Each case has its own first place, whatever was looked at before.
localStorage.removeItem("portalscope.place");
const name = wanted.get("case") ?? "data";
const state = cases[name]?.() ?? initialState({ settings });
const answers = demoAnswers(state);
if (name === "loading") answers.initial_state = never;
if (name === "broken") {
	answers.initial_state = () =>
		fail("storage_failed", "The app's database could not be opened.", "Check that the disk is not full.");
}
if (wanted.get("theme")) document.documentElement.dataset.theme = theme;
answers.begin_demo_connection = () =>
	fail("port_busy", "Port 17421 is in use by another program.", "Close it, or add another port in Settings.");
const links: Record<string, unknown> = { request: requestLink, connect: connectLink, refused: refusedLink };
let link = name === "link" ? (links[wanted.get("link") ?? "request"] ?? null) : null;
answers.take_link = () => {
	const taken = link;
	link = null;
	return taken;
};
const host = fakeHost(answers);
Object.assign(window, { host, portals });
if (wanted.has("chosen")) {
	const chosenCount = Number(wanted.get("chosen"));
	const endpoints = Array.from({ length: chosenCount }, (_, at) => {
		const { method, path } = operations[at % operations.length] ?? { method: "GET", path: "/" };
		return { method, path: at < operations.length ? path : `${path}/${at}` };
	});
	void answers.choose_endpoints?.({ chosen: { endpoints, set: null } });
}
if (name === "parts") void import("./parts");
else void import("../main").then(() => press(wanted.get("press")?.split("|") ?? []));

/** Presses controls by their names, one after the other: &press=Scopes|All portals. */
async function press(names: string[]) {
	for (const name of names) {
		await new Promise((resolve) => setTimeout(resolve, 500));
		const controls = [...document.querySelectorAll<HTMLElement>("button, [role=tab], [role=radio], input")];
		const named = controls.find((one) => (one.ariaLabel ?? one.textContent ?? "").trim().startsWith(name));
		named?.click();
	}
}
