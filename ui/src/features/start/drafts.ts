import { createStore } from "../../components/store";
import type { ConsentFlow, HeldSecret } from "../../host/bindings";

/** What a person has filled in, kept while the window lives so that no error or detour loses it. */
export type OauthDraft = {
	name: string;
	clientId: string;
	secret: HeldSecret | null;
	scopes: string;
	optionalScopes: string;
	hublet: Hublet;
	expectedPortal: string;
};
type TokenDraft = { secret: HeldSecret | null; expectedPortal: string };
type Way = "oauth" | "token";
export type Hublet = "app" | "na1" | "na2" | "na3" | "eu1" | "ap1";

const freshOauth: OauthDraft = {
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

/** Scopes as typed: separated by spaces, commas or lines, each once. */
export function splitScopes(text: string): string[] {
	return [...new Set(text.split(/[\s,]+/).filter((word) => word !== ""))];
}
