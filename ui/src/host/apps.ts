import type { OauthApp, Settings } from "./bindings";

/** Where the consent page sends the answer, in the order in which the ports are tried. */
export function redirectUrls(
	app: Pick<OauthApp, "forwardedRedirect" | "redirectPorts">,
	settings: Settings,
): string[] {
	if (app.forwardedRedirect !== null) return [app.forwardedRedirect];
	const ports = app.redirectPorts.length > 0 ? app.redirectPorts : settings.callbackPorts;
	return ports.map((port) => `http://localhost:${port}/oauth/callback`);
}

export function serverWords({ environment }: Pick<OauthApp, "environment">): string {
	return environment.kind === "hubspot" ? "HubSpot" : `Demo portal on port ${environment.port}`;
}
