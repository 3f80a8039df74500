import type { AppDraft, ConnectLink, ConsentFlow, OauthApp, StagedSecret } from "../host/bindings";
import { createStore } from "../lib/store";
import type { Hublet } from "./hublets";

/** Words as typed or pasted: separated by spaces, commas or lines, each once. */
export function splitWords(text: string): string[] {
	return [...new Set(text.split(/[\s,]+/).filter((word) => word !== ""))];
}

/** What a person has filled in, kept while the window lives so that no error or detour loses it. */
export type OauthDraft = {
	/** An app of the list by its id; `null`: a new one. */
	app: string | null;
	name: string;
	clientId: string;
	secret: StagedSecret | null;
	scopes: string;
	optionalScopes: string;
	hublet: Hublet;
	expectedPortal: string;
};
type TokenDraft = { secret: StagedSecret | null; expectedPortal: string };
type Way = "oauth" | "token";

const freshOauth: OauthDraft = {
	app: null,
	name: "",
	clientId: "",
	secret: null,
	scopes: "oauth crm.objects.contacts.read",
	optionalScopes: "",
	hublet: "app",
	expectedPortal: "",
};
const freshToken: TokenDraft = { secret: null, expectedPortal: "" };

export const oauthDraft = createStore<OauthDraft>(freshOauth);
export const tokenDraft = createStore<TokenDraft>(freshToken);
export const chosenWay = createStore<Way | null>(null);
/** How the last flow was begun, so that it can be tried again as it was. */
export const lastBegin = createStore<(() => Promise<ConsentFlow>) | null>(null);

/** After a connection is made its secrets are used up: the forms start afresh. */
export function clearDrafts() {
	oauthDraft.set(freshOauth);
	tokenDraft.set(freshToken);
	chosenWay.set(null);
	lastBegin.set(null);
}

/** Goes to the form with this app chosen, or with a new one to be filled in. */
export function chooseApp(app: OauthApp | null) {
	oauthDraft.set((previous) => (app === null ? { ...freshOauth, secret: previous.secret } : draftOf(app)));
	chosenWay.set("oauth");
}

function draftOf(app: OauthApp): OauthDraft {
	return {
		...freshOauth,
		app: app.id,
		scopes: app.scopes.join(" ") || freshOauth.scopes,
		optionalScopes: app.optionalScopes.join(" "),
	};
}

/** Fills in what a link says, and nothing else. */
export function fillFromLink(link: ConnectLink, app: OauthApp | undefined) {
	chooseApp(app ?? null);
	oauthDraft.set((previous) => ({
		...previous,
		clientId: link.clientId ?? previous.clientId,
		scopes: link.scopes?.join(" ") ?? previous.scopes,
		optionalScopes: link.optionalScopes?.join(" ") ?? previous.optionalScopes,
		hublet: (link.hublet as Hublet | null) ?? previous.hublet,
		expectedPortal: link.portal ?? previous.expectedPortal,
	}));
}

/** The portal that is wanted, in both forms. */
export function fillPortal(expectedPortal: string) {
	oauthDraft.set((previous) => ({ ...previous, expectedPortal }));
	tokenDraft.set((previous) => ({ ...previous, expectedPortal }));
}

/** A new app as the host takes it. Without a name it has the beginning of its client id. */
export function toApp(draft: OauthDraft): AppDraft {
	const clientId = draft.clientId.trim();
	return {
		name: draft.name.trim() || `App ${clientId.slice(0, 8)}`,
		environment: { kind: "hubspot" },
		clientId,
		clientSecret: draft.secret?.id ?? null,
		redirectPorts: [],
		forwardedRedirect: null,
		scopes: splitWords(draft.scopes),
		optionalScopes: splitWords(draft.optionalScopes),
		hublet: draft.hublet,
		version: null,
	};
}
