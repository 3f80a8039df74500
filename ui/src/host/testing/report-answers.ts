import type { HistoryRow, OpenedReport, ReportFacts, ReportPreview } from "../bindings";
import type { Answers } from "./fake-host";
import { historyEntries, pastCall } from "./history-answers";
import { inSeconds } from "./samples";

export function reportPreview(part: Partial<ReportPreview> = {}): ReportPreview {
	const token = {
		rule: "known_value" as const,
		kind: "access-token",
		label: "«access-token#1»",
		count: 12,
		place: "request header Authorization",
		call: 1,
	};
	const email = {
		rule: "personal_data" as const,
		kind: "e-mail",
		label: "person-1@example.com",
		count: 3,
		place: "answer body",
		call: 2,
	};
	return {
		id: "p1",
		fileName: "portalscope-report-26041877.zip",
		bytes: 48_200,
		files: [
			{ name: "report.html", bytes: 91_000 },
			{ name: "report.json", bytes: 64_000 },
			{ name: "calls.har", bytes: 88_000 },
		],
		summary: {
			sentences: ["The portal is Acme Europe (26041877).", "12 calls; 1 failed."],
			calls: 12,
			failures: 1,
			firstAt: inSeconds(-3_000),
			lastAt: inSeconds(-60),
		},
		removed: [
			{ rule: "known_value", kind: "access-token", count: 12 },
			{ rule: "personal_data", kind: "e-mail", count: 3 },
		],
		removals: [token, email],
		moreRemovals: 0,
		examples: [token, email],
		masks: 0,
		leftOut: 0,
		...part,
	};
}

function reportFacts(part: Partial<ReportFacts> = {}): ReportFacts {
	return {
		madeAt: inSeconds(-90_000),
		madeBy: { name: "Portalscope", version: "0.1.0", catalogDate: "2026-11" },
		madeOn: { os: "windows", arch: "x86_64", secretsKeptIn: "keyring", keyring: "ready" },
		period: { since: inSeconds(-94_000), until: inSeconds(-90_000), isChosen: false, leftOut: 2 },
		personalData: "mask",
		summary: {
			sentences: ["The portal is Customer Ltd (555).", "40 calls; 6 failed."],
			calls: 40,
			failures: 6,
			firstAt: inSeconds(-94_000),
			lastAt: inSeconds(-90_000),
		},
		connection: {
			hubId: "555",
			portalName: "Customer Ltd",
			accountType: "standard",
			environment: "production",
			dataCenter: "na1",
			timeZone: "America/New_York",
			credential: "oauth",
			user: null,
			appName: "Sync",
			appId: "77",
			clientId: "abc",
			state: "needs_attention",
			stateMessage: "The app was removed from the portal.",
			connectedAt: inSeconds(-900_000),
			token: {
				issuedAt: inSeconds(-92_000),
				expiresAt: inSeconds(-90_200),
				clockSkewSeconds: 3,
				lastRefresh: { at: inSeconds(-90_100), worked: false, message: "The app was removed." },
			},
		},
		scopes: {
			granted: ["oauth", "crm.objects.contacts.read"],
			grants: [
				{ firstAt: inSeconds(-94_000), scopes: ["oauth", "forms"] },
				{ firstAt: inSeconds(-91_000), scopes: ["oauth", "crm.objects.contacts.read"] },
			],
			endpoints: [
				{
					method: "GET",
					path: "/crm/objects/2026-03/deals",
					title: "List deals",
					verdict: "missing_scopes",
					label: "Missing scopes",
					sentence: "This call will be refused: one scope is missing.",
					missing: [["crm.objects.deals.read"]],
				},
			],
		},
		timeline: [
			{
				at: inSeconds(-93_000),
				what: "refresh",
				failed: false,
				sentence: "The token was refreshed.",
				call: 3,
			},
			{
				...{ at: inSeconds(-90_100), what: "refresh", failed: true, call: 39 },
				sentence: "Refreshing the token failed: invalid_grant.",
			},
		],
		timelineLeftOut: 0,
		failures: [
			{
				method: "POST",
				operation: "/engagements/v1/engagements",
				status: 403,
				count: 6,
				firstAt: inSeconds(-93_000),
				lastAt: inSeconds(-91_000),
				call: 31,
				correlationId: "019d7712",
				causes: [
					{
						label: "missing-scope",
						certainty: "certain",
						who: "admin",
						title: "A scope is missing.",
						evidence: [{ place: "response.body", quote: "MISSING_SCOPES", tells: "HubSpot names it." }],
						fix: "Re-authorize with the scope.",
						exactFix: "Add it to the app.",
						nextCheck: null,
					},
				],
				unknown: [],
				cannotTell: false,
			},
		],
		limits: [
			{
				at: inSeconds(-93_000),
				calls: 30,
				refused: 0,
				lowest: { max: 190, remaining: 150, intervalMs: 10_000, dailyMax: null, dailyRemaining: null },
			},
			{
				at: inSeconds(-92_000),
				calls: 10,
				refused: 2,
				lowest: { max: 190, remaining: 0, intervalMs: 10_000, dailyMax: null, dailyRemaining: null },
			},
		],
		versions: [{ version: "2026-03", calls: 40 }],
		removed: [{ rule: "known_value", kind: "access-token", count: 40 }],
		...part,
	};
}

export function openedReport(part: Partial<OpenedReport> = {}): OpenedReport {
	return {
		id: "o1",
		fileName: "customer.zip",
		file: { kind: "report", facts: reportFacts() },
		calls: 40,
		...part,
	};
}

export const openedHar = (): OpenedReport => ({
	id: "o2",
	fileName: "browser.har",
	file: { kind: "har", creator: "Firefox" },
	calls: 40,
});

/** A host on which these files are open; what is closed is gone from them. */
export function openedAnswers(open: OpenedReport[], entries: HistoryRow[] = historyEntries(40)): Answers {
	const reports = [...open];
	return {
		opened_reports: () => [...reports],
		close_opened_report: ({ id }) => {
			reports.splice(
				reports.findIndex((one) => one.id === id),
				1,
			);
			return null;
		},
		open_report_file: () => {
			reports.push(openedReport({ id: "o9" }));
			return reports.at(-1);
		},
		cancel_opening: () => null,
		opened_rows: () => ({ rows: entries, next: null }),
		opened_call: ({ call }) => pastCall(entries.find(({ id }) => id === call) ?? (entries[0] as HistoryRow)),
		opened_draft: () => ({
			name: "List contacts",
			draft: { method: "GET", path: "/crm/tried", pathValues: {}, query: [], headers: [], body: null },
			lacks: [],
			writes: false,
		}),
	};
}

/** A report that is made at once, of twelve calls. */
export const reportAnswers: Answers = {
	...openedAnswers([]),
	prepare_report: () => reportPreview(),
	change_report: ({ change }) => {
		const { leftOut } = change as { leftOut: string[] | null };
		return reportPreview({ id: "p2", leftOut: leftOut?.length ?? 0 });
	},
	mask_in_report: () =>
		reportPreview({
			id: "p3",
			masks: 1,
			removed: [...reportPreview().removed, { rule: "mask", kind: "mask", count: 4 }],
		}),
	cancel_report: () => null,
	report_contains: () => false,
	report_calls: () => ({ first: 1, rows: historyEntries(12), total: 12, leftOut: [] }),
	report_removals: () => [
		{
			rule: "known_value",
			kind: "access-token",
			label: "«access-token#1»",
			place: "request header Authorization",
		},
	],
	save_report: () => "customer.zip",
	discard_report: () => null,
	write_report_request: ({ asked }) =>
		`Please make a report.\n\nportalscope://report?${JSON.stringify(asked)}`,
	copy_report_request: () => null,
};
