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

/** The data centers whose consent page can be opened. */
export const hublets: { id: Hublet; text: string }[] = [
	{ id: "app", text: "Any (HubSpot finds it)" },
	{ id: "na1", text: "US (na1)" },
	{ id: "na2", text: "US (na2)" },
	{ id: "na3", text: "US (na3)" },
	{ id: "eu1", text: "EU (eu1)" },
	{ id: "ap1", text: "Asia Pacific (ap1)" },
];

export type Hublet = "app" | "na1" | "na2" | "na3" | "eu1" | "ap1";

export function serverWords({ environment }: Pick<OauthApp, "environment">): string {
	return environment.kind === "hubspot" ? "HubSpot" : `Demo portal on port ${environment.port}`;
}
