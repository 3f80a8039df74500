import type {
	CalledOperationView,
	Comparison,
	FailureGroupView,
	HistoryLookup,
	HistoryRow,
	HistoryRows,
	PastCall,
	VersionGroup,
} from "../bindings";
import type { Answers } from "./fake-host";
import { allowed, inSeconds, refused, sent, sentRefused } from "./samples";

const contacts = "/crm/objects/2026-03/contacts";

export function historyRow(part: Partial<HistoryRow> = {}): HistoryRow {
	return {
		id: "1",
		kind: "call",
		sender: "window",
		connection: "c1",
		portal: "26041877",
		method: "GET",
		path: contacts,
		query: "limit=10",
		operation: contacts,
		title: "List contacts",
		version: "2026-03",
		status: 200,
		error: null,
		cause: null,
		sentAt: inSeconds(-90),
		durationMs: 142,
		requestBytes: 211,
		responseBytes: 6110,
		correlationId: "019d7712-d98f-7622-ad7a-045a0bcb177b",
		note: null,
		pinned: false,
		...part,
	};
}

/** Of today and the days before: calls that worked, some that failed, a token exchange. */
export function historyEntries(count: number): HistoryRow[] {
	return Array.from({ length: count }, (_, at) => {
		const base = { id: String(count - at), sentAt: inSeconds(-60 - at * 1_100) };
		if (at % 7 === 2) {
			const [path, title] = ["/engagements/v1/engagements", "Log an engagement"];
			return historyRow({
				...base,
				...{ method: "POST", path, operation: path, title, version: "v1", query: "", status: 403 },
				...{ cause: "MISSING_SCOPES", durationMs: 88, responseBytes: 611 },
				note: at === 2 ? "for support" : null,
			});
		}
		if (at % 11 === 4) {
			const path = "/oauth/v3/token";
			return historyRow({
				...base,
				...{ kind: "refresh", method: "POST", path, operation: path, title: null, version: "v3", query: "" },
			});
		}
		if (at % 13 === 6) {
			return historyRow({
				...base,
				...{ status: null, error: "network_unreachable", cause: "network_unreachable", responseBytes: 0 },
			});
		}
		return historyRow({ ...base, query: `limit=${at}`, pinned: at === 1 });
	});
}

const has = (row: HistoryRow, { text, failures, method, cause, connection, pinned }: HistoryLookup) =>
	JSON.stringify(row).toLowerCase().includes(text.trim().toLowerCase()) &&
	(!failures || row.cause !== null) &&
	(!pinned || row.pinned) &&
	(method === null || row.method === method) &&
	(cause === null || row.cause === cause) &&
	(connection === null || row.connection === connection);

export function pastCall(row: HistoryRow): PastCall {
	const like = row.status === 403 ? sentRefused() : sent();
	const endpoint = { method: row.method, path: row.path };
	const isAnswered = row.status !== null;
	return {
		row,
		request: {
			url: `https://api.hubapi.com${row.path}?${row.query}`,
			headers: [{ name: "Authorization", value: "Bearer «access-token#1»" }],
			id: "q1",
			body: { kind: "empty", rowCount: 0, lineCount: 0, note: "" },
		},
		answer: isAnswered
			? { ...like, endpoint, sentAt: row.sentAt, body: { kind: "json", rowCount: 3, lineCount: 3, note: "" } }
			: null,
		failure: isAnswered
			? null
			: { code: "network_unreachable", message: "HubSpot cannot be reached.", hint: "Check the network." },
		retries: 0,
		verdict: {
			before: row.status === 403 ? refused : allowed,
			now: row.status === 403 ? refused : allowed,
			scopes: { kind: "same" },
		},
	};
}

const operations: CalledOperationView[] = [
	{
		endpoint: { method: "GET", path: contacts },
		...{ title: "List contacts", version: "2026-03", calls: 1204, failures: 0 },
		...{ lastAt: inSeconds(-60), lastStatus: 200 },
	},
	{
		endpoint: { method: "POST", path: "/engagements/v1/engagements" },
		...{ title: "Log an engagement", version: "v1", calls: 12, failures: 12 },
		...{ lastAt: inSeconds(-160), lastStatus: 403 },
	},
];

const failures: FailureGroupView[] = [
	{
		cause: "MISSING_SCOPES",
		endpoint: { method: "POST", path: "/engagements/v1/engagements" },
		...{ title: "Log an engagement", failures: 12, firstAt: inSeconds(-90_000), lastAt: inSeconds(-160) },
	},
];

const versions: VersionGroup[] = [
	{
		version: "v1",
		calls: 12,
		sunset: { kind: "unsupported", date: "2027-09", source: "HubSpot's versioning page", other: null },
		operations: [
			{
				endpoint: { method: "POST", path: "/engagements/v1/engagements" },
				title: "Log an engagement",
				calls: 12,
				sunset: { kind: "unsupported", date: "2027-09", source: "HubSpot's versioning page", other: null },
				sunsetPassed: false,
				successor: { method: "POST", path: "/crm/objects/2026-03/notes" },
			},
		],
	},
];

function comparison(left: HistoryRow, right: HistoryRow): Comparison {
	const alike = { differences: 0, rows: [], isCut: false };
	return {
		left,
		right,
		parts: [
			{ name: "request", ...alike },
			{
				name: "answer",
				differences: 1,
				rows: [{ left: String(left.status), right: String(right.status), differs: true, skipped: 0 }],
				isCut: false,
			},
			{
				name: "response_body",
				differences: 2,
				rows: [
					{ left: "{", right: "{", differs: false, skipped: 4 },
					{ left: '  "category": "MISSING_SCOPES"', right: '  "results": []', differs: true, skipped: 0 },
					{ left: null, right: '  "paging": {}', differs: true, skipped: 0 },
				],
				isCut: false,
			},
		],
	};
}

/** A history with these entries, the newest first. */
export function historyAnswers(entries: HistoryRow[]): Answers {
	const byId = (id: unknown) => entries.find((row) => row.id === id) ?? historyRow();
	return {
		history_rows: ({ lookup, cursor, limit }): HistoryRows => {
			const before = (cursor as { file: number } | null)?.file ?? Number.POSITIVE_INFINITY;
			const found = entries.filter((row) => Number(row.id) < before && has(row, lookup as HistoryLookup));
			const rows = found.slice(0, Number(limit));
			const isEnd = rows.length === found.length;
			return { rows, next: isEnd ? null : { file: Number(rows.at(-1)?.id), memory: null } };
		},
		history_operations: () => (entries.length === 0 ? [] : operations),
		history_failures: () => (entries.length === 0 ? [] : failures),
		history_versions: () => (entries.length === 0 ? [] : versions),
		history_entry: ({ id }) => pastCall(byId(id)),
		compare_history_entries: ({ left, right }) => comparison(byId(left), byId(right)),
		count_history: ({ lookup }) => ({
			entries: entries.filter((row) => has(row, lookup as HistoryLookup)).length,
			orMore: false,
		}),
		reopen_history_entry: ({ id }) => ({
			name: byId(id).title,
			draft: {
				method: byId(id).method,
				path: byId(id).path,
				pathValues: {},
				query: [],
				headers: [],
				body: null,
			},
			lacks: [],
			writes: byId(id).method !== "GET",
		}),
		copy_history_curl: () => null,
		copy_history_har: () => null,
		set_history_note: () => null,
		set_history_pinned: () => null,
		delete_history_entry: () => null,
		delete_history: () => entries.length,
	};
}
