import type {
	AnalysisSubject,
	AnalyzedEndpoint,
	CatalogState,
	ChosenEndpoints,
	ConsentPreview,
	CoverageMatrix,
	DeclaredScopes,
	Effect,
	Endpoint,
	EndpointSet,
	EndpointSetDraft,
	InitialState,
	OperationFacts,
	ReadList,
	ScopeAnalysis,
	ScopeProposal,
	UpdatePreview,
	UpdateRow,
	Verdict,
	VerdictKind,
	WantedScope,
} from "../bindings";
import { type Answers, fail } from "./fake-host";
import { allowed, detail, inSeconds, operations } from "./samples";

const name = ({ method, path }: Endpoint) => `${method} ${path}`;
const find = (endpoint: Endpoint) => operations.find((one) => name(one) === name(endpoint));
const unknown: Verdict = {
	kind: "unknown_operation",
	anyOf: [],
	satisfiedBy: null,
	missing: [],
	probable: false,
	sentence: "The catalogue does not know this call.",
};

/** The scopes view's commands: a host that remembers the list and the sets as the real one does. */
export function scopeAnswers(state: InitialState): Answers {
	let chosen: ChosenEndpoints = { endpoints: [], set: null };
	let sets: EndpointSet[] = [];
	let declared: DeclaredScopes | null = null;
	return {
		chosen_endpoints: () => chosen,
		choose_endpoints: (args) => {
			chosen = args.chosen as ChosenEndpoints;
			return null;
		},
		endpoint_sets: () => [...sets].sort((one, other) => one.name.localeCompare(other.name)),
		save_endpoint_set: (args) => {
			const draft = args.draft as EndpointSetDraft;
			const same = (set: EndpointSet) => set.name.toLowerCase() === draft.name.toLowerCase();
			if (sets.some((set) => same(set) && set.id !== draft.id)) {
				return fail("set_name_taken", `A set is called "${draft.name}" already.`);
			}
			const set = { ...draft, id: draft.id ?? `s${sets.length + 1}`, savedAt: inSeconds(-5) };
			sets = [...sets.filter(({ id }) => id !== set.id), set];
			return set;
		},
		delete_endpoint_set: ({ id }) => {
			const gone = sets.find((set) => set.id === id);
			sets = sets.filter((set) => set.id !== id);
			return gone ?? fail("set_not_found");
		},
		catalog_tree: () => [
			{
				name: "CRM",
				apis: [
					{
						name: "Contacts",
						operations: operations
							.filter(({ version }) => version === "2026-03")
							.map(({ method, path, title, version }) => ({ method, path, title, version, current: true })),
					},
					{
						name: "Engagements",
						operations: [
							{
								method: "POST",
								path: "/engagements/v1/engagements",
								title: "Log an engagement",
								version: "v1",
								current: false,
							},
						],
					},
				],
			},
		],
		called_endpoints: () =>
			operations.slice(0, 2).map(({ method, path, title }, at) => ({
				endpoint: { method, path },
				title,
				calls: 4 - at,
				lastAt: inSeconds(-600 * (at + 1)),
				lastStatus: at === 0 ? 200 : 403,
			})),
		read_endpoint_list: ({ text }) => readList(String(text)),
		analyze_endpoints: ({ subject, endpoints }) =>
			analysis(subject as AnalysisSubject, endpoints as Endpoint[]),
		propose_scopes: ({ sentence }) => proposal(String(sentence)),
		propose_scopes_for: () => proposal("deals"),
		scope_slips: ({ names }) =>
			(names as string[])
				.filter((name) => name.startsWith("crm.object."))
				.map((name) => ({
					name,
					sentence: `${name} is not a scope that Portalscope knows.`,
					meant: name.replace("crm.object.", "crm.objects."),
				})),
		operation_facts: ({ endpoint }) => facts(endpoint as Endpoint),
		preview_consent: ({ wanted }) => consentPreview(wanted as WantedScope[], declared),
		preview_oauth_app_consent: ({ scopes, optionalScopes }) =>
			consentPreview(
				[
					...(scopes as string[]).map((scope) => ({ scope, role: "required" as const })),
					...(optionalScopes as string[]).map((scope) => ({ scope, role: "optional" as const })),
				],
				declared,
			),
		declare_scopes: () => {
			declared = {
				required: ["oauth", "crm.objects.contacts.read", "automation"],
				optional: ["crm.objects.contacts.write"],
				conditionallyRequired: [],
				redirectUrls: [],
				isStatic: false,
			};
			return declared;
		},
		declare_scopes_from_file: () => null,
		forget_declared_scopes: () => {
			declared = null;
			return null;
		},
		open_coverage: ({ endpoints, onlyGaps }) =>
			coverage(state, endpoints as Endpoint[], `m${(endpoints as Endpoint[]).length}${onlyGaps}`),
		export_coverage: () => ({ fileName: "scope-coverage.csv", rows: chosen.endpoints.length }),
		cancel_export: () => null,
		catalog_state: () => catalog,
		import_catalog_files: () => update,
		import_catalog_folder: () => null,
		fetch_catalog_update: () =>
			fail("network_unreachable", "The server cannot be reached.", "Check the network connection."),
		cancel_catalog_update: () => null,
		update_rows: ({ list }) => updateRows(String(list)),
		take_update: () => ({ ...catalog, operations: catalog.operations + 1, updates: 1 }),
		undo_update: () => catalog,
		remove_updates: () => catalog,
		copy_coverage: () => null,
	};
}

const catalog: CatalogState = {
	date: "2026-08-21",
	operations: 2164,
	bundledDate: "2026-08-21",
	updates: 0,
	error: null,
};
const update: UpdatePreview = {
	id: "u1",
	added: 1,
	changed: 1,
	gone: 0,
	unchanged: 40,
	filesTaken: 2,
	filesRefused: 1,
};

function updateRows(list: string): UpdateRow[] {
	if (list === "refused") {
		return [{ title: "holiday.json", detail: "it is not an OpenAPI 3 file.", changes: [] }];
	}
	const changes = [
		{ fact: "requirement" as const, before: "crm.objects.contacts.read", after: "crm.objects.leads.read" },
	];
	return [
		{
			title: list === "added" ? "List teapots" : "List leads",
			detail: list === "added" ? "GET /teapots/2027-03/pots" : "GET /crm/objects/2026-03/leads",
			changes: list === "changed" ? changes : [],
		},
	];
}

function readList(text: string): ReadList {
	const lines = text.split("\n").map((line, at) => {
		const [method = "", path = ""] = line.trim().split(/\s+/);
		const known = find({ method, path });
		return {
			number: at + 1,
			text: line,
			outcome: known
				? {
						kind: "calls" as const,
						calls: [
							{
								method,
								path,
								template: path,
								title: known.title,
								group: known.group,
								version: known.version,
								deprecated: known.deprecated,
							},
						],
					}
				: {
						kind: "not_understood" as const,
						code: "no_path" as const,
						reason: "No path and no URL of HubSpot's API stands in this line.",
					},
		};
	});
	return { lines: lines.filter((line) => line.text.trim() !== ""), skipped: null };
}

function analysis(subject: AnalysisSubject, endpoints: Endpoint[]): ScopeAnalysis {
	const rows = endpoints.map(row);
	const missing = rows.flatMap(({ verdict }, at) =>
		verdict.kind === "missing_scopes" ? [{ at, scope: verdict.missing[0]?.[0] ?? "" }] : [],
	);
	const scopes = [...new Set(missing.map(({ scope }) => scope))];
	const read = rows.flatMap(({ verdict }, at) => (verdict.kind === "allowed" ? [at] : []));
	return {
		rows,
		allowed: read.length,
		grantedKnown: true,
		needed: [
			...scopes.map((scope) => ({
				scope,
				granted: false,
				because: missing.filter((one) => one.scope === scope).map(({ at }) => at),
			})),
			...(read.length > 0
				? [{ scope: "crm.objects.contacts.read", granted: subject.kind === "connection", because: read }]
				: []),
		],
		impossible: rows.flatMap(({ verdict }, at) =>
			["depends_on_object_type", "unknown_operation"].includes(verdict.kind) ? [at] : [],
		),
		unused:
			subject.kind === "connection"
				? [
						{ scope: "automation", byList: false, byHistory: false },
						{ scope: "crm.lists.read", byList: false, byHistory: true },
						{ scope: "tickets", byList: false, byHistory: false },
					]
				: [],
		called: 2,
	};
}

function row(endpoint: Endpoint): AnalyzedEndpoint {
	const known = find(endpoint);
	const isOld = known?.version === "v1";
	const verdict = known?.verdict ?? (known ? allowed : unknown);
	return {
		endpoint,
		title: known?.title ?? null,
		version: known?.version ?? null,
		deprecated: known?.deprecated ?? false,
		verdict,
		alternatives: verdict.anyOf.length,
		successor: isOld ? { method: endpoint.method, path: "/crm/objects/2026-03/calls" } : null,
		sunset: isOld
			? {
					kind: "unsupported",
					date: "2027-03-30",
					source: "HubSpot's changelog",
					other: { date: "2027-09", source: "HubSpot's migration guide" },
				}
			: null,
		sunsetPassed: false,
	};
}

const effects: Record<string, Effect> = { GET: "read", DELETE: "destructive" };

function facts(endpoint: Endpoint): OperationFacts {
	const known = find(endpoint);
	if (!known) return fail("operation_unknown");
	const { successor, sunset, sunsetPassed, verdict } = row(endpoint);
	return {
		operation: detail(known),
		api: "Contacts",
		verdict,
		effect: effects[endpoint.method] ?? "write",
		tiers: [
			{ product: "marketing", plan: "PROFESSIONAL" },
			{ product: "crmHub", plan: "FREE" },
		],
		userLevel: "public",
		rateLimitExemptions: [],
		certainty: "official",
		oauthOnly: false,
		successor,
		sunset,
		sunsetPassed,
		notes: [],
	};
}

function consentPreview(wanted: WantedScope[], declared: DeclaredScopes | null): ConsentPreview {
	const before = ["oauth", "crm.objects.contacts.read"];
	const fresh = wanted.flatMap(({ scope, role }) =>
		role === "skip"
			? []
			: [
					{
						scope,
						role: role ?? ("required" as const),
						isNew: !before.includes(scope),
						granted: before.includes(scope),
					},
				],
	);
	const earlier = before
		.filter((scope) => !wanted.some((one) => one.scope === scope))
		.map((scope) => ({ scope, role: "required" as const, isNew: false, granted: true }));
	const scopes = [...fresh, ...earlier];
	const of = (role: string) => scopes.filter((one) => one.role === role).map(({ scope }) => scope);
	const unasked = (declared?.required ?? []).filter((scope) => !scopes.some((one) => one.scope === scope));
	const optional = of("optional").length > 0 ? `&optional_scope=${of("optional").join("%20")}` : "";
	return {
		authorizeUrl: `https://app.hubspot.com/oauth/authorize?response_type=code&client_id=5f1c2d3e&state=…&code_challenge=…&code_challenge_method=S256&redirect_uri=http%3A%2F%2Flocalhost%3A17421%2Foauth%2Fcallback&scope=${of("required").join("%20")}${optional}`,
		redirectUri: "http://localhost:17421/oauth/callback",
		clientId: "5f1c2d3e",
		scopes,
		declared,
		dryRun: {
			outcome: unasked.length > 0 ? "refused" : "goes",
			findings:
				unasked.length > 0
					? [
							{
								code: "required_not_asked",
								effect: "refused",
								names: unasked,
								sentence:
									"The app requires one scope that is not asked for; HubSpot calls this insufficient scopes.",
								fix: "Add them to scope, or make them optional on the app.",
							},
						]
					: [],
			corrected: { scope: of("required"), optionalScope: of("optional"), redirectUri: null },
		},
	};
}

const kinds: VerdictKind[] = [
	"allowed",
	"allowed",
	"missing_scopes",
	"allowed",
	"undeclared",
	"not_grantable",
	"allowed",
	"depends_on_object_type",
];

function coverage({ connections }: InitialState, endpoints: Endpoint[], id: string): CoverageMatrix {
	return {
		id,
		rows: endpoints.map((endpoint, row) => ({
			endpoint,
			title: find(endpoint)?.title ?? endpoint.path,
			probable: false,
			allowed: Math.floor(connections.length / 2),
			verdicts: connections.map((_, column) => (row * 3 + column) % kinds.length).join(""),
		})),
		columns: connections.map((connection) => ({
			connection: connection.id,
			name: connection.identity.portalName,
			hubId: connection.identity.hubId,
			environment: connection.environment,
			allowed: Math.floor(endpoints.length / 2),
		})),
		legend: kinds,
		skipped: 0,
		allowed: Math.floor((endpoints.length * connections.length) / 2),
	};
}

function proposal(words: string): ScopeProposal {
	if (!words.includes("deals")) {
		return { calls: [], scopes: [], impossible: [], notUnderstood: [words], markdown: "", plain: "" };
	}
	return {
		calls: [{ method: "GET", path: "/crm/objects/2026-03/deals", title: "List deals" }],
		scopes: [
			{ scope: "oauth", required: true, because: [] },
			{ scope: "crm.objects.deals.read", required: true, because: ["List deals"] },
		],
		impossible: [],
		notUnderstood: [],
		markdown: "| `crm.objects.deals.read` | required | List deals |",
		plain: "- crm.objects.deals.read (required): List deals",
	};
}
