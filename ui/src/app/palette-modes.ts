import type { Verdict } from "../host/bindings";

export type Entry = {
	id: string;
	text: string;
	detail: string;
	/** Words by which it is found beside those that are shown. */
	also?: string;
	isCode?: boolean;
	/** The keys that do it without the palette. */
	keys?: string;
	verdict?: Verdict | null;
	/** Why it cannot be done now. */
	why?: string | null;
	/** The palette stays, with what the act types into it. */
	keepsOpen?: boolean;
	act: () => void;
	/** What the second key does. */
	second?: () => void;
};
/** What the first letter of what is typed restricts the palette to. */
export type Mode = "all" | "acts" | "endpoints" | "scopes" | "portals" | "help";

const prefixes: Record<string, Mode> = {
	">": "acts",
	"/": "endpoints",
	"#": "scopes",
	"@": "portals",
	"?": "help",
};

/** The prefixes as they are told to people. */
export const modeHints: { key: string; what: string }[] = [
	{ key: ">", what: "actions" },
	{ key: "/", what: "endpoints" },
	{ key: "#", what: "scopes" },
	{ key: "@", what: "portals" },
	{ key: "?", what: "help" },
];

/** The mode and the words of what is typed. A path that begins with its slash stays as it is. */
export function readTyped(typed: string): { mode: Mode; words: string } {
	const mode = prefixes[typed.trimStart().charAt(0)];
	if (!mode) return { mode: "all", words: typed.trim() };
	const rest = typed.trimStart().slice(1);
	const isPath = mode === "endpoints" && rest.includes("/");
	return { mode, words: (isPath ? typed : rest).trim() };
}

/** How well a text fits the words: all of them, some, or none. Words are or-ed; what fits more comes first. */
export function fitOf(text: string, words: string): number {
	const low = text.toLowerCase();
	const typed = words.toLowerCase().split(/\s+/).filter(Boolean);
	const met = typed.filter((word) => low.includes(word)).length;
	if (met === typed.length) return 1;
	return met * 2 > typed.length ? met / typed.length : 0;
}
