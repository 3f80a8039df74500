/** Where in the window one is. */
export type Tab = "overview" | "scopes" | "console";
export type Place =
	| { kind: "portal"; id: string; tab: Tab }
	| { kind: "connect" }
	| { kind: "apps" }
	| { kind: "settings" };

export const tabs: { id: Tab; title: string }[] = [
	{ id: "overview", title: "Overview" },
	{ id: "scopes", title: "Scopes" },
	{ id: "console", title: "Console" },
];
