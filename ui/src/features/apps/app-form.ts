import { splitWords } from "../../domain/connect-draft";
import type { AppDraft, OauthApp, StagedSecret } from "../../host/bindings";

/** An app as it stands in the form, as text. */
export type AppForm = {
	name: string;
	server: "hubspot" | "demo";
	demoPort: string;
	clientId: string;
	secret: StagedSecret | null;
	hasSecret: boolean;
	answer: "ports" | "forwarded";
	ports: string;
	forwarded: string;
	scopes: string;
	optionalScopes: string;
	hublet: string;
	/** Of the app as it was read; null writes over whatever it says now. */
	version: string | null;
};

export type AppField = "name" | "demoPort" | "clientId" | "secret" | "ports" | "forwarded";

export const freshForm: AppForm = {
	name: "",
	server: "hubspot",
	demoPort: "",
	clientId: "",
	secret: null,
	hasSecret: false,
	answer: "ports",
	ports: "",
	forwarded: "",
	scopes: "oauth",
	optionalScopes: "",
	hublet: "app",
	version: null,
};

export function formOf(app: OauthApp): AppForm {
	return {
		name: app.name,
		server: app.environment.kind,
		demoPort: app.environment.kind === "demo" ? String(app.environment.port) : "",
		clientId: app.clientId,
		secret: null,
		hasSecret: app.hasSecret,
		answer: app.forwardedRedirect === null ? "ports" : "forwarded",
		ports: app.redirectPorts.join(" "),
		forwarded: app.forwardedRedirect ?? "",
		scopes: app.scopes.join(" "),
		optionalScopes: app.optionalScopes.join(" "),
		hublet: app.hublet,
		version: app.version,
	};
}

/** What can be seen to be wrong before the host is asked. */
export function checkForm(form: AppForm): Partial<Record<AppField, string>> {
	const found: Partial<Record<AppField, string>> = {};
	if (form.name.trim() === "") found.name = "Enter a name.";
	if ([...form.name.trim()].length > longestName) found.name = `At most ${longestName} letters fit.`;
	if (form.clientId.trim() === "") found.clientId = "Enter the app's client id.";
	if (form.server === "demo" && !isPort(form.demoPort, 1)) found.demoPort = "Enter a number from 1 to 65535.";
	if (form.answer === "ports" && !splitWords(form.ports).every((port) => isPort(port, 1024))) {
		found.ports = "Ports are numbers from 1024 to 65535.";
	}
	if (form.answer === "ports" && splitWords(form.ports).length > mostPorts) {
		found.ports = `An app has at most ${mostPorts} ports of its own.`;
	}
	if (form.answer === "forwarded" && !form.forwarded.trim().startsWith("https://")) {
		found.forwarded = "Enter an address that begins with https://.";
	}
	if (form.secret && !["client_secret", "unknown"].includes(form.secret.format)) {
		found.secret = "Replace it with the app's client secret.";
	}
	return found;
}

const longestName = 80;
const mostPorts = 10;

function isPort(text: string, lowest: number): boolean {
	const port = Number(text.trim());
	return /^\d+$/.test(text.trim()) && port >= lowest && port <= 65_535;
}

export function toDraft(form: AppForm): AppDraft {
	return {
		name: form.name,
		environment:
			form.server === "hubspot" ? { kind: "hubspot" } : { kind: "demo", port: Number(form.demoPort) },
		clientId: form.clientId,
		clientSecret: form.secret?.id ?? null,
		redirectPorts: form.answer === "ports" ? splitWords(form.ports).map(Number) : [],
		forwardedRedirect: form.answer === "forwarded" ? form.forwarded.trim() : null,
		scopes: splitWords(form.scopes),
		optionalScopes: splitWords(form.optionalScopes),
		hublet: form.hublet,
		version: form.version,
	};
}
