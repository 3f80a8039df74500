import type {
	PlaceKind,
	PortalHistory,
	RowCount,
	StorageReport,
	StoredOwner,
	StoredSecretView,
} from "../../host/bindings";
import { byteSize, count } from "../../lib/format";

export const placeTitles: Record<PlaceKind, string> = {
	data_file: "Data file",
	history: "History",
	catalog_updates: "Updates of the catalogue",
	locks: "Lock files",
	webview: "Window",
	demo_portal: "Demo portal's state",
	temporary_bodies: "Response bodies",
	log: "Log",
};

export const placeMeanings: Record<PlaceKind, string> = {
	data_file: "Connections, OAuth apps, settings and the requests that are open. No secret is in it.",
	history: "What was sent to portals and what came back, without secrets. How much is set below.",
	catalog_updates: "What you imported or fetched about endpoints.",
	locks: "Empty, one for each connection: the window and the command line take turns by them.",
	webview: "How it was laid out (widths, folds, sorting), and what the system's webview keeps for itself.",
	demo_portal:
		"Consents and grants of the demo portal inside Portalscope, so that its connections outlive a restart.",
	temporary_bodies: "The last responses, in unnamed files that the system takes back when Portalscope quits.",
	log: "Lines go to standard error, redacted. No file is written.",
};

const countedWords: Record<string, [string, string]> = {
	connection: ["connection", "connections"],
	history_entry: ["entry", "entries"],
	app: ["OAuth app", "OAuth apps"],
	setting: ["setting", "settings"],
	draft: ["portal's open requests", "portals' open requests"],
	response: ["response", "responses"],
	update: ["update", "updates"],
	lock: ["file", "files"],
};

/** "3 connections, 1 OAuth app"; empty when there is nothing. */
export function holdingWords(holds: RowCount[]): string {
	return holds
		.filter((kind) => kind.count > 0)
		.map(({ what, count: number }) =>
			count(number, ...(countedWords[what] ?? [`row of ${what}`, `rows of ${what}`])),
		)
		.join(", ");
}

const kinds: Record<string, string> = {
	"access-token": "access token",
	"refresh-token": "refresh token",
	"previous-refresh-token": "refresh token before",
	"client-secret": "client secret",
	"static-token": "token",
};

/** "access token, 231 B in 1 entry". Never a value. */
export function secretWords({ kind, bytes, entries, condition }: StoredSecretView): string {
	const name = kinds[kind] ?? (kind === "" ? "entry of unknown form" : kind);
	if (condition === "damaged") return `${name}, damaged`;
	if (condition === "leftover") return `${name}, left over from an interrupted write`;
	return `${name}, ${byteSize(bytes)}${entries > 1 ? ` in ${entries} entries` : ""}`;
}

export const statusWords: Record<StoredOwner["status"], string> = {
	in_use: "In use",
	orphan: "No record",
	record_unreadable: "Record not readable",
	secret_gone: "Secret is gone",
	damaged: "Damaged",
};

/** What is the matter with an owner's secrets, or nothing. */
export function problemWords({ status, owner, renewedByConsent }: StoredOwner): string {
	const renew = renewedByConsent ? "Re-authorize it, or remove it." : "Paste its token again, or remove it.";
	switch (status) {
		case "in_use":
			return "";
		case "orphan":
			return "No connection or app names this, as after a lost data file. It can be deleted.";
		case "record_unreadable":
			return "This version cannot read the record that names it. It is kept: a newer version may.";
		case "secret_gone":
			return owner.kind === "oauth_app"
				? "Its client secret is gone: something else removed it. Connections of this app cannot refresh."
				: `Its secret is gone: something else removed it. ${renew}`;
		case "damaged":
			return `A part of its secret is gone or was changed. ${renew}`;
	}
}

/** What deleting an owner's secrets means, before it is done. */
export function deletingMeans({ status, owner, usedBy, renewedByConsent, place }: StoredOwner): string {
	if (status === "record_unreadable") return "A newer version that reads its record will miss it.";
	if (status === "orphan") return "Nothing in Portalscope uses it.";
	const where = place === "session" ? " Its secrets are in memory only." : "";
	if (owner.kind === "oauth_app") {
		return `${count(usedBy, "connection")} of this app can no longer refresh; each has to be re-authorized with the client secret.${where}`;
	}
	return renewedByConsent
		? `The connection stays in the list but no longer works until you re-authorize it. The app stays installed in the portal.${where}`
		: `The connection stays in the list but no longer works until you paste its token again. The token itself stays valid at HubSpot.${where}`;
}

/** "Acme Europe (26041877)", or what else its entries are of. */
export function historyName({ owner, name, hubId, connection }: PortalHistory): string {
	if (owner === "unconnected") return "Attempts that led to no connection";
	if (name !== "" && hubId !== null) return `${name} (${hubId})`;
	return hubId === null ? connection : `Portal ${hubId}`;
}

/** The whole report as text, without any value. */
export function reportText(report: StorageReport): string {
	const places = report.places.map(({ kind, path, bytes, holds }) =>
		[placeTitles[kind], path ?? "no file", byteSize(bytes ?? 0), holdingWords(holds)]
			.filter(Boolean)
			.join(" | "),
	);
	const owners = report.owners.map((one) => {
		const where = one.place === "keyring" ? report.keyringName : "memory";
		const secrets = one.secrets.map(secretWords).join("; ") || "no secret";
		return [where, one.owner.kind, one.name, one.owner.environment, statusWords[one.status], secrets]
			.filter(Boolean)
			.join(" | ");
	});
	const history = report.history.portals
		.filter(({ entries }) => entries > 0)
		.map((one) =>
			["history", historyName(one), count(one.entries, "entry", "entries"), byteSize(one.bytes ?? 0)].join(
				" | ",
			),
		);
	const listing = report.keyringError
		? `${report.keyringName}: ${report.keyringError.message}`
		: `${report.keyringName}: ${report.listing === "complete" ? "every entry of Portalscope" : "only what the data file names"}`;
	return ["Portalscope: what is stored where", report.at, ...places, ...history, listing, ...owners].join(
		"\n",
	);
}
