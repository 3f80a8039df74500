import type { Connection, OauthApp } from "../../host/bindings";
import { dataCenterName, dayTime } from "../../lib/format";

/** The status of a connection: a word, and a shape and color that repeat it. */
type ConnectionStatus = {
	word: string;
	shape: "full" | "ring" | "hollow";
	tone: "ok" | "warn" | "danger" | "off";
};

export function connectionStatus(connection: Connection): ConnectionStatus {
	switch (connection.state.kind) {
		case "good":
			return { word: "connected", shape: "full", tone: "ok" };
		case "needs_attention":
			return { word: "needs you", shape: "ring", tone: "warn" };
		case "unreachable":
			return { word: "cannot be reached", shape: "hollow", tone: "off" };
	}
}

const accountTypes: Record<Connection["identity"]["accountType"], string> = {
	standard: "Standard account",
	sandbox: "Sandbox",
	developer_test: "Developer test account",
	app_developer: "App developer account",
	unknown: "Account of unknown type",
};

/** The header's second line: account type and data center. */
export function identityWords({ identity }: Connection): string[] {
	const dataCenterText = dataCenterName(identity.dataCenter);
	return [
		accountTypes[identity.accountType],
		dataCenterText ? `${dataCenterText} data centre` : "data centre not told",
	];
}

/** As whom, and with what. */
export function credentialWords(connection: Connection, apps: OauthApp[]): string {
	const how = connection.credential === "oauth" ? `via ${appWord(connection, apps)}` : "via a token";
	const { user } = connection.identity;
	return user ? `signed in as ${user} ${how}` : `connected ${how}`;
}

const appWord = ({ app }: Connection, apps: OauthApp[]) => {
	const name = apps.find(({ id }) => id === app)?.name;
	return name ? `the OAuth app ${name}` : "an OAuth app";
};

/**
 * What tells a connection from others to the same portal: the app or the token that it was made with, the server that
 * answers, or when it was made. `null`: there are no others.
 */
export function tellingWord(connection: Connection, all: Connection[], apps: OauthApp[]): string | null {
	const alike = all.filter(
		({ id, identity }) => id !== connection.id && identity.hubId === connection.identity.hubId,
	);
	if (alike.length === 0) return null;
	const tells = [
		(one: Connection) =>
			one.credential === "oauth" ? (apps.find(({ id }) => id === one.app)?.name ?? "an app") : "token",
		(one: Connection) =>
			one.demoServer ?? (one.environment === "demo" ? "demo inside Portalscope" : "HubSpot"),
		(one: Connection) => one.identity.user ?? "no user",
		(one: Connection) => `since ${dayTime(one.connectedAt)}`,
	];
	const telling = tells.find((tell) => alike.every((one) => tell(one) !== tell(connection)));
	return (telling ?? tells[3] ?? tells[0])?.(connection) ?? null;
}

/** The data center's code in two letters, as the narrow rail shows it. */
export function shortDataCenter(code: string | null): string | null {
	return code === null ? null : (dataCenterName(code)?.split(" ")[0] ?? null);
}
