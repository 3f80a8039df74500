import type {
	Connection,
	DailyUsage,
	Endpoint,
	InitialState,
	RequestDraft,
	RequiredConfirmation,
	SentRequest,
	Settings,
	SnippetTarget,
} from "../bindings";
import { diagnosisAnswers } from "./diagnosis-answers";
import type { Answers } from "./fake-host";
import { historyAnswers, historyEntries } from "./history-answers";
import { jsonRows } from "./json-rows";
import { reportAnswers } from "./report-answers";
import {
	allowed,
	detail,
	inSeconds,
	operations,
	preview,
	refused,
	scenarios,
	sent,
	sentRefused,
	storageReport,
	usagePoints,
} from "./samples";
import { scopeAnswers } from "./scope-answers";

/** Enough of each form to tell them apart. */
const snippet = (target: SnippetTarget) =>
	target === "python-requests"
		? [
				"import os",
				"import sys",
				"",
				"import requests",
				"",
				"response = requests.get(",
				'    "https://api.hubapi.com/crm/objects/2026-03/contacts",',
				'    params={"limit": "10", "properties": "email,firstname"},',
				"    headers={",
				'        "Authorization": f"Bearer {os.environ[\'HUBSPOT_TOKEN\']}",',
				'        "Accept": "application/json",',
				"    },",
				"    timeout=30,",
				")",
				"if not response.ok:",
				'    sys.exit(f"{response.status_code} {response.reason}\\n{response.text}")',
				"print(response.text)",
				"",
			].join("\n")
		: `# ${target}\ncurl --fail-with-body -X GET 'https://api.hubapi.com/crm/objects/2026-03/contacts' \\\n  -H "Authorization: Bearer $HUBSPOT_TOKEN" \\\n  -H 'Accept: application/json'`;

const find = ({ method, path }: Endpoint) =>
	operations.find((one) => one.method === method && one.path === path);

/** Plausible answers to every command, for looking at the window without the Rust side. */
export function demoAnswers(state: InitialState): Answers {
	const okBody = {
		results: Array.from({ length: 10 }, (_, at) => ({
			id: String(512 + at),
			properties: {
				firstname: `Ada ${at}`,
				email: `ada${at}@acme.example`,
				lifecyclestage: "lead",
				score: at * 7,
			},
			archived: false,
		})),
		paging: { next: { after: "522", link: "?after=522" } },
	};
	const bodies = { r1: jsonRows(okBody), r2: jsonRows(refusal) };
	const texts = {
		r1: JSON.stringify(okBody, null, 2).split("\n"),
		r2: JSON.stringify(refusal, null, 2).split("\n"),
	};
	const withBody = (answer: SentRequest): SentRequest => {
		const id = answer.id as keyof typeof bodies;
		return {
			...answer,
			body: { kind: "json", rowCount: bodies[id].count(), lineCount: texts[id].length, note: "" },
		};
	};
	return {
		...scopeAnswers(state),
		...historyAnswers(historyEntries(400)),
		...diagnosisAnswers,
		...reportAnswers,
		initial_state: () => state,
		set_active_connection: () => null,
		update_settings: ({ settings }) => settings as Settings,
		retry_keyring: () => state.storage,
		use_session_storage: () => ({ ...state.storage, mode: "session" }),
		stage_secret_from_clipboard: () => stagedSecret,
		stage_typed_secret: () => stagedSecret,
		discard_staged_secret: () => null,
		take_link: () => null,
		copy_request_link: () => null,
		copy_oauth_app_link: () => null,
		copy_oauth_apps: () => null,
		check_token: () => ({
			identity: state.connections[0]?.identity,
			environment: "production",
			scopeCount: 12,
			renews: null,
			mayReplace: [],
		}),
		await_consent: () => new Promise(() => undefined),
		copy_text: () => null,
		write_snippet: ({ target }) => snippet(target as SnippetTarget),
		copy_snippet: () => null,
		copy_curl_with_secret: () => null,
		paste_text: () => ({ text: "", isRedacted: false }),
		paste_into_path: () => ({ kind: "path", text: { text: "", isRedacted: false } }),
		cancel_request: () => null,
		cancel_find_in_body: () => null,
		demo_scenarios: () => scenarios,
		set_demo_scenario: () => scenarios,
		expire_demo_token: () => null,
		kept_drafts: () => ({}),
		keep_drafts: () => [],
		storage_report: () => storageReport(),
		delete_stored: () => storageReport({ owners: [] }),
		move_to_keyring: () => ({ ...state.connections[0], sessionOnly: false }),
		usage_points: ({ since }) => {
			const points = usagePoints(120);
			return { first: Number(since), next: points.length, points: points.slice(Number(since)) };
		},
		daily_usage: ({ id }) =>
			state.connections.find((one) => one.id === id)?.credential === "oauth"
				? { kind: "none_for_oauth" }
				: countedToday,
		refresh_connection: () => state.connections[0],
		search_operations: ({ text }) =>
			operations.filter((one) =>
				`${one.title} ${one.path}`.toLowerCase().includes(String(text).toLowerCase()),
			),
		check_endpoints: ({ endpoints }) => (endpoints as Endpoint[]).map(checked),
		preview_request: ({ connectionId, draft }) =>
			previewOf(
				draft as RequestDraft,
				state.connections.find(({ id }) => id === connectionId),
			),
		send_request: ({ draft }) => withBody((draft as RequestDraft).method === "GET" ? sent() : sentRefused()),
		body_rows: ({ responseId, start, count }) =>
			bodies[responseId as keyof typeof bodies].window(Number(start), Number(count)),
		toggle_body_node: ({ responseId, node }) =>
			bodies[responseId as keyof typeof bodies].toggle(Number(node)),
		find_in_body: ({ responseId, part, text, nth }) => {
			const id = responseId as keyof typeof texts;
			const rows = bodies[id].window(0, 10_000).rows.map(({ key, text }) => `${key ?? ""} ${text}`);
			const lines = part === "tree" ? rows : texts[id];
			const words = String(text).toLowerCase();
			const places = lines.flatMap((line, at) => (line.toLowerCase().includes(words) ? [at] : []));
			const at = places[Number(nth) % places.length] ?? null;
			return { count: places.length, more: false, at, rowCount: bodies[id].count() };
		},
		body_text: ({ responseId, start, count }) => {
			const lines = texts[responseId as keyof typeof texts];
			const from = Number(start);
			return { lineCount: lines.length, start: from, lines: lines.slice(from, from + Number(count)) };
		},
	};
}

const countedToday: DailyUsage = {
	kind: "counted",
	used: 1204,
	limit: 650_000,
	collectedAt: inSeconds(-140),
	resetsAt: inSeconds(9 * 3600),
	failure: null,
	askedAt: inSeconds(-2),
};
const stagedSecret = {
	id: "h1",
	format: "client_secret",
	length: 36,
	description: "A client secret by its form.",
	removed: "",
	warning: "",
	guidance: "",
};
const refusal = {
	status: "error",
	message: "This app hasn't been granted all required scopes to make this call.",
	errors: [{ context: { requiredScopes: ["contacts"] } }],
	category: "MISSING_SCOPES",
};

function checked(endpoint: Endpoint) {
	const known = find(endpoint);
	return { endpoint, operation: known ? detail(known) : null, verdict: known?.verdict ?? allowed };
}

// By the method alone: the host knows more.
function confirmationOf(draft: RequestDraft, connection?: Connection): RequiredConfirmation | null {
	if (draft.method !== "DELETE") return null;
	return {
		reason: "destructive",
		step: connection?.writeLock === "not_needed" ? "one_step" : "hub_id",
		act: `Archive in ${connection?.identity.portalName}`,
		sentence: "Archive a contact. What it takes away may not come back.",
	};
}

function previewOf(draft: RequestDraft, connection?: Connection) {
	const known = find(draft);
	const locked = draft.method !== "GET" && connection?.writeLock === "locked";
	const query = draft.query.map(({ name, value }) => `${name}=${value}`).join("&");
	const json = {
		name: "Content-Type",
		value: "application/json",
		origin: "app" as const,
		note: "this call sends JSON",
	};
	const base = preview();
	return preview({
		url: `https://api.hubapi.com${draft.path}${query && `?${query}`}`,
		title: known?.title ?? null,
		operation: known ? detail(known) : null,
		headers: draft.body === null ? base.headers : [...base.headers, json],
		verdict: known?.verdict ?? refused,
		confirmation: confirmationOf(draft, connection),
		problems: locked
			? [
					{
						at: "lock",
						name: null,
						message: "Production is read-only.",
						offset: null,
						line: null,
						column: null,
					},
				]
			: [],
	});
}
