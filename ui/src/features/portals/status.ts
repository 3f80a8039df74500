import type { Connection, OauthApp } from "../../host/bindings";
import { dataCenterName } from "../../lib/format";

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
	const credential = credentialWord(connection, apps);
	const { user } = connection.identity;
	return user ? `connected as ${user} with ${credential}` : `connected by ${credential}`;
}

/** What a connection was made with: what tells two of one portal apart. */
export function credentialWord(connection: Connection, apps: OauthApp[]): string {
	if (connection.credential !== "oauth") return "token";
	return apps.find(({ id }) => id === connection.app)?.name ?? "an app";
}

/** The data center's code in two letters, as the narrow rail shows it. */
export function shortDataCenter(code: string | null): string | null {
	return code === null ? null : (dataCenterName(code)?.split(" ")[0] ?? null);
}
