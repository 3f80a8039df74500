// Draft of the contract; the generated file of the same name and shape replaces it.
import { invoke } from "@tauri-apps/api/core";
import { listen, type UnlistenFn } from "@tauri-apps/api/event";

/** RFC 3339 instant, e.g. "2026-11-22T02:44:27Z". */
export type Instant = string;

export type CommandError = { code: ErrorCode; /** What happened and why, in plain words. */ message: string; /** The next action. */ hint: string };
export type ErrorCode =
	| "cancelled" | "timed_out" | "consent_denied" | "consent_in_progress" | "flow_not_found"
	| "port_busy" | "browser_not_opened" | "wrong_portal"
	| "client_id_refused" | "client_secret_refused" | "redirect_mismatch" | "code_refused" | "scopes_refused" | "configuration_refused"
	| "connection_revoked" | "token_refused" | "token_malformed" | "identity_unknown"
	| "network_unreachable" | "network_timeout" | "network_tls" | "server_trouble" | "unexpected_answer"
	| "keyring_unavailable" | "keyring_locked" | "keyring_hanging" | "secret_missing"
	| "clipboard_empty" | "clipboard_unavailable" | "held_secret_gone"
	| "connection_not_found" | "refresh_not_possible" | "write_locked" | "portal_id_mismatch"
	| "request_invalid" | "host_not_allowed" | "response_gone" | "response_too_large"
	| "settings_invalid" | "demo_not_running" | "storage_failed" | "internal";

export type AppState = {
	version: string;
	platform: "linux" | "macos" | "windows";
	storage: StorageState;
	settings: Settings;
	connections: Connection[];
	/** The connection that was open when the app was closed. */
	activeConnection: string | null;
	/** Set while a flow waits (a reloaded window picks it up again). */
	consentFlow: ConsentFlow | null;
};

/** Where secrets are kept. */
export type StorageState = {
	/** "session": in memory only, gone when the app quits; the person chose it. */
	mode: "keyring" | "session";
	/** Health of the OS keyring. */
	keyring: "ready" | "unavailable" | "locked" | "hanging";
	/** Name people know it by: "Secret Service", "macOS Keychain", "Windows Credential Manager". */
	keyringName: string;
	/** Plain words about the trouble and what to do; empty when ready. */
	message: string;
	hint: string;
};

export type Settings = { theme: "system" | "light" | "dark"; textSizePercent: number; /** Ordered; the first is tried first. */ callbackPorts: number[] };

export type Connection = {
	id: string;
	identity: Identity;
	/** Word and colour: PROD, SANDBOX, TEST, DEV, DEMO. */
	environment: "production" | "sandbox" | "developer_test" | "app_developer" | "demo";
	credential: "oauth" | "private_app" | "service_key" | "static_token";
	grantedScopes: string[] | null; // null: HubSpot does not tell for this credential
	/** null for static tokens, which do not expire. */
	token: TokenLife | null;
	state: ConnectionState;
	rateLimit: RateLimit | null;
	writeLock: "not_needed" | "locked" | "unlocked";
	/** The OAuth app's client id; null for static tokens. */
	clientId: string | null;
	/** Kept in memory only: gone when the app quits. */
	sessionOnly: boolean;
	connectedAt: Instant;
};
export type Identity = {
	hubId: string;
	portalName: string;
	accountType: "standard" | "sandbox" | "developer_test" | "app_developer" | "unknown";
	dataCentre: string | null; // "na1", "eu1"
	timeZone: string | null; // IANA name
	currency: string | null;
	uiDomain: string | null;
	appId: string | null;
	user: string | null; // e-mail
	userId: string | null;
};
export type TokenLife = {
	/** All in this computer's clock, already corrected for skew. */
	issuedAt: Instant;
	expiresAt: Instant;
	lifetimeSeconds: number;
	/** When it refreshes by itself; null when it will not (the connection is refused, or not the open one). */
	nextRefreshAt: Instant | null;
	lastRefresh: { at: Instant; outcome: "worked" | "failed"; /** set when failed */ error: CommandError | null } | null;
	refreshing: boolean;
	/** Positive: this computer is ahead of the server. */
	clockSkewSeconds: number;
};
/** "needs_attention": the server no longer takes it; error says why. "unreachable": network trouble, will be tried again. */
export type ConnectionState = { kind: "good" } | { kind: "needs_attention"; error: CommandError } | { kind: "unreachable"; error: CommandError };
export type RateLimit = {
	max: number | null; remaining: number | null; intervalMs: number | null;
	dailyMax: number | null; dailyRemaining: number | null; observedAt: Instant;
};

export type ConsentFlow = {
	id: string;
	authorizeUrl: string;
	redirectUri: string;
	startedAt: Instant;
	expiresAt: Instant;
	/** What is asked for, for the preview. */
	requiredScopes: string[];
	optionalScopes: string[];
	target: "hubspot" | "demo";
	/** False: the system browser could not be opened, so the URL must be copied. */
	browserOpened: boolean;
};
/** "demo" | "hubspot"... what the pasted text looks like, judged by its form alone. */
export type HeldSecret = {
	id: string;
	looksLike: "static_token" | "client_secret" | "personal_access_key" | "developer_api_key" | "refresh_token" | "access_token" | "unknown";
	length: number;
	/** Plain words, e.g. "A service key or private-app token for the na1 data centre." */
	description: string;
	/** What to mind, or empty: "This is a personal access key of the command-line tool. It cannot be used here." */
	warning: string;
};
export type OauthConnect = {
	clientId: string;
	/** Id of a HeldSecret. */
	clientSecret: string;
	scopes: string[];
	optionalScopes: string[];
	/** "app" (any), "na1", "na2", "na3", "eu1", "ap1". */
	hublet: string;
	/** Hub id that must answer; null: any. */
	expectedPortal: string | null;
};
export type TokenConnect = { secret: string; expectedPortal: string | null };
export type DisconnectReport = { secretsRemoved: number; revoked: "revoked" | "not_asked" | "not_possible" | "failed"; message: string };

export type OperationSummary = {
	method: string; path: string; title: string; group: string; version: string; deprecated: boolean;
	/** null when no connection is given */
	verdict: Verdict | null;
};
export type OperationDetail = {
	method: string; path: string; title: string; group: string; version: string; deprecated: boolean;
	pathParameters: Parameter[]; queryParameters: Parameter[];
	hasBody: boolean; contentTypes: string[];
	/** Where the fact is from, with its date. */
	source: string;
};
export type Parameter = { name: string; required: boolean; type: string };
export type Endpoint = { method: string; path: string };
export type EndpointVerdict = { operation: OperationDetail | null; endpoint: Endpoint; verdict: Verdict };
export type Verdict = {
	kind: "allowed" | "missing_scopes" | "depends_on_object_type" | "needs_developer_credential" | "not_grantable" | "unknown_operation" | "undeclared";
	/** Any one of these lists is enough; of a list, all are needed. Empty list inside: any valid token. */
	anyOf: string[][];
	/** The granted alternative, when allowed. */
	satisfiedBy: string[] | null;
	/** The additions that would allow it, smallest first. */
	missing: string[][];
	/** One plain sentence: "This call will be refused: one scope is missing." */
	sentence: string;
};

export type RequestDraft = {
	method: string;
	/** Path template with {names}, or a concrete path. */
	path: string;
	pathValues: Record<string, string>;
	query: NameValue[];
	headers: NameValue[];
	/** Raw text; null: no body. */
	body: string | null;
};
export type NameValue = { name: string; value: string; enabled: boolean };
export type RequestPreview = {
	/** Full URL with values filled in; {name} stays where a value is missing. */
	url: string;
	title: string | null; // plain-words title of the operation
	operation: OperationDetail | null;
	/** All headers that will go out, in order. */
	headers: { name: string; value: string; origin: "connection" | "app" | "you"; note: string }[];
	verdict: Verdict;
	/** Why Send waits; empty: may be sent. */
	problems: RequestProblem[];
};
export type RequestProblem = {
	at: "method" | "path" | "path_value" | "query" | "header" | "body" | "lock";
	/** Name of the path value or header, if any. */
	name: string | null;
	message: string;
	/** Offset in the body text (UTF-16 units), line and column from 1; for at = "body". */
	offset: number | null; line: number | null; column: number | null;
};
export type SentRequest = {
	id: string; // response id
	endpoint: Endpoint;
	url: string;
	status: number;
	statusText: string;
	durationMs: number;
	sizeBytes: number;
	sentAt: Instant;
	headers: { name: string; value: string }[];
	correlationId: string | null;
	body: ResponseBody;
	/** Set when not 2xx. */
	explanation: Explanation | null;
};
export type ResponseBody = { kind: "json" | "text" | "binary" | "empty"; /** JSON rows visible now, with folding */ rowCount: number; lineCount: number; note: string };
export type Explanation = {
	category: string | null; // HubSpot's own: MISSING_SCOPES
	title: string; // "The connection lacks a scope."
	detail: string;
	hint: string; // next action, in words
	action: "refresh" | "reconnect" | "reauthorize" | "fix_request" | "wait" | "none";
	/** Scopes HubSpot names in its answer. */
	namedScopes: string[];
	hubspotMessage: string | null;
};
export type BodyRow = {
	/** Id to fold and unfold; stable for the response. */
	node: number;
	depth: number;
	key: string | null;
	kind: "object" | "array" | "string" | "number" | "boolean" | "null" | "close";
	/** Scalar text or "{3}" / "[20]" summary; cut at 500 characters. */
	text: string;
	foldable: boolean;
	folded: boolean;
	/** 1-based position among its siblings, and their number, for screen readers. */
	position: number;
	siblings: number;
};
export type BodyWindow = { rowCount: number; start: number; rows: BodyRow[] };
export type TextWindow = { lineCount: number; start: number; lines: string[] };
export type DemoScenario = { name: string; title: string; description: string; on: boolean };

const call = <T>(name: string, args?: Record<string, unknown>) => invoke<T>(name, args);
/** Every command rejects with a CommandError. */
export const commands = {
	appState: () => call<AppState>("app_state"),
	retryKeyring: () => call<StorageState>("retry_keyring"),
	useSessionStorage: () => call<StorageState>("use_session_storage"),
	updateSettings: (settings: Settings) => call<Settings>("update_settings", { settings }),
	setActiveConnection: (id: string | null) => call<null>("set_active_connection", { id }),

	holdSecretFromClipboard: () => call<HeldSecret>("hold_secret_from_clipboard"),
	holdTypedSecret: (secret: string) => call<HeldSecret>("hold_typed_secret", { secret }),
	dropHeldSecret: (id: string) => call<null>("drop_held_secret", { id }),

	beginDemoConnection: () => call<ConsentFlow>("begin_demo_connection"),
	beginOauthConnection: (request: OauthConnect) => call<ConsentFlow>("begin_oauth_connection", { request }),
	/** Same app, same portal; extraScopes are added to what was asked before. */
	beginReconnection: (id: string, extraScopes: string[]) => call<ConsentFlow>("begin_reconnection", { id, extraScopes }),
	openConsentPage: (flowId: string) => call<null>("open_consent_page", { flowId }),
	/** Settles when the flow ends: the new connection, or cancelled / timed_out / wrong_portal / ... */
	awaitConsent: (flowId: string) => call<Connection>("await_consent", { flowId }),
	cancelConsent: (flowId: string) => call<null>("cancel_consent", { flowId }),
	connectWithToken: (request: TokenConnect) => call<Connection>("connect_with_token", { request }),

	refreshConnection: (id: string) => call<Connection>("refresh_connection", { id }),
	disconnect: (id: string, revoke: boolean) => call<DisconnectReport>("disconnect", { id, revoke }),
	unlockWriting: (id: string, typedPortalId: string) => call<Connection>("unlock_writing", { id, typedPortalId }),
	lockWriting: (id: string) => call<Connection>("lock_writing", { id }),

	searchOperations: (text: string, connectionId: string | null, limit: number) => call<OperationSummary[]>("search_operations", { text, connectionId, limit }),
	checkEndpoints: (connectionId: string, endpoints: Endpoint[]) => call<EndpointVerdict[]>("check_endpoints", { connectionId, endpoints }),

	previewRequest: (connectionId: string, draft: RequestDraft) => call<RequestPreview>("preview_request", { connectionId, draft }),
	/** requestId is chosen by the caller (crypto.randomUUID()) so that it can be cancelled. */
	sendRequest: (connectionId: string, requestId: string, draft: RequestDraft) => call<SentRequest>("send_request", { connectionId, requestId, draft }),
	cancelRequest: (requestId: string) => call<null>("cancel_request", { requestId }),
	bodyRows: (responseId: string, start: number, count: number) => call<BodyWindow>("body_rows", { responseId, start, count }),
	/** Answers the new number of visible rows. */
	toggleBodyNode: (responseId: string, node: number) => call<number>("toggle_body_node", { responseId, node }),
	bodyText: (responseId: string, start: number, count: number) => call<TextWindow>("body_text", { responseId, start, count }),

	/** Puts text on the clipboard, after redaction. */
	copyText: (text: string) => call<null>("copy_text", { text }),
	/** The request as cURL, with the secret as a label. */
	copyAsCurl: (connectionId: string, draft: RequestDraft) => call<null>("copy_as_curl", { connectionId, draft }),

	/** Only for demo connections: moves the demo portal's clock past the token's expiry. */
	expireDemoToken: (connectionId: string) => call<null>("expire_demo_token", { connectionId }),
	demoScenarios: () => call<DemoScenario[]>("demo_scenarios"),
	setDemoScenario: (name: string, on: boolean) => call<DemoScenario[]>("set_demo_scenario", { name, on }),
};

const on = <T>(name: string) => ({ listen: (callback: (event: { payload: T }) => void): Promise<UnlistenFn> => listen<T>(name, callback) });
export const events = {
	/** A connection is new or any of its facts changed (refresh, limits, lock). */
	connectionChanged: on<Connection>("connection-changed"),
	connectionRemoved: on<string>("connection-removed"),
	storageChanged: on<StorageState>("storage-changed"),
};
