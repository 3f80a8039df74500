import { readdirSync, readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { expect, test } from "vitest";

const root = join(process.cwd(), "src");
const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name));
const importsOf = (file: string) =>
	[...readFileSync(join(root, file), "utf8").matchAll(/from "([^"]+)"|import "([^"]+)"/g)].map(
		(match) => match[1] ?? match[2] ?? "",
	);
const resolved = (file: string, target: string) =>
	target.startsWith(".") ? relative(root, join(root, file, "..", target)) : target;
const edges = files.flatMap((file) =>
	importsOf(file).map((target) => ({ file, to: resolved(file, target) })),
);
const featureOf = (path: string) => /^features\/([^/]+)\//.exec(path)?.[1];

test("a feature never imports another feature, nor the app around it", () => {
	const wrong = edges.filter(
		({ file, to }) =>
			featureOf(file) !== undefined &&
			((featureOf(to) !== undefined && featureOf(to) !== featureOf(file)) || to.startsWith("app/")),
	);
	expect(wrong).toEqual([]);
});

/** What lies above each of the lower rooms. Pieces of the domain may name the host's types, and call nothing of it. */
const above: [room: string, above: RegExp][] = [
	["lib/", /^(app|features|response|host|domain|navigation|ui)\//],
	["ui/", /^(app|features|response|host|domain|navigation)\//],
	["domain/", /^(app|features|response|navigation)\/|^host\/(?!bindings$)/],
	["navigation/", /^(app|features|response|domain|ui)\/|^host\/(?!bindings$)/],
	["response/", /^(app|features)\//],
	["host/", /^(app|features|response|domain)\//],
];

test("a room knows nothing of those above it", () => {
	const wrong = edges.filter(({ file, to }) =>
		above.some(([room, rooms]) => file.startsWith(room) && rooms.test(to)),
	);
	expect(wrong).toEqual([]);
});

test("no files import each other in a circle", () => {
	const withoutEnd = (file: string) => file.replace(/\.tsx?$/, "");
	const imports = new Map<string, string[]>();
	for (const { file, to } of edges)
		imports.set(withoutEnd(file), [...(imports.get(withoutEnd(file)) ?? []), to]);
	const leadsBack = (start: string) => {
		const seen = new Set<string>();
		const ahead = [...(imports.get(start) ?? [])];
		for (let at = ahead.pop(); at !== undefined; at = ahead.pop()) {
			if (at === start) return true;
			if (!seen.has(at)) ahead.push(...(imports.get(at) ?? []));
			seen.add(at);
		}
		return false;
	};
	expect([...imports.keys()].filter(leadsBack)).toEqual([]);
});

test("only src/host imports Tauri", () => {
	expect(edges.filter(({ file, to }) => to.startsWith("@tauri-apps/") && !file.startsWith("host/"))).toEqual(
		[],
	);
});

test("only src/host names commands and query keys", () => {
	const names = (file: string) => /\bcommands\.|queryKey/.test(readFileSync(join(root, file), "utf8"));
	const outside = files.filter((file) => !file.startsWith("host/") && file !== "architecture.test.ts");
	expect(outside.filter(names)).toEqual([]);
});

test("query keys are made in src/host/queries alone", () => {
	const makes = (file: string) => /queryKey:|queryOptions\(/.test(readFileSync(join(root, file), "utf8"));
	const outside = files.filter((file) => !/^host\/queries\/|\.test\.tsx?$/.test(file));
	expect(outside.filter(makes)).toEqual([]);
});

test("the fake host stays out of the window that ships", () => {
	const wrong = edges.filter(
		({ file, to }) =>
			to.includes("host/testing") && !/\.(test|test-help|bench)\.tsx?$|^dev\/|^host\/testing\//.test(file),
	);
	expect(wrong).toEqual([]);
});

test("samples and tests tell times from now, except where the calendar itself is tested", () => {
	const holdsAnInstant = (file: string) => /\d{4}-\d\d-\d\dT\d/.test(readFileSync(join(root, file), "utf8"));
	const forTests = files.filter((file) =>
		/\.(test|test-help|bench)\.tsx?$|^dev\/|^host\/testing\//.test(file),
	);
	expect(forTests.filter(holdsAnInstant).sort()).toEqual([
		"host/testing/stopped-clock.ts",
		"lib/format-summer-time.test.ts",
		"ui/time.test.tsx",
	]);
});

const withoutComments = (sheet: string) =>
	readFileSync(join(root, sheet), "utf8").replaceAll(/\/\*.*?\*\//gs, "");
const rulesOf = (sheet: string) =>
	[...withoutComments(sheet).matchAll(/([^{}]+)\{([^{}]*)\}/g)].map(
		([, selector = "", declarations = ""]) => ({ sheet, selector: selector.trim(), declarations }),
	);
const rules = readdirSync(root, { recursive: true, encoding: "utf8" })
	.filter((name) => name.endsWith(".css"))
	.flatMap(rulesOf);

test("what clips is `overflow: clip`: the focus can scroll a hidden box, and the user cannot scroll it back", () => {
	const wrong = rules.filter(({ declarations }) => /overflow(-[xy])?:[^;]*hidden/.test(declarations));
	expect(wrong).toEqual([]);
});

test("a scroll container is positioned, so that visually hidden inputs in it scroll along", () => {
	// React Aria positions its popovers itself.
	const positioned = new Set(["ui/layer.module.css .popover"]);
	const key = ({ sheet, selector }: (typeof rules)[number]) => `${sheet} ${selector}`;
	for (const rule of rules) if (/[^-]position:/.test(rule.declarations)) positioned.add(key(rule));
	const scrolls = rules.filter(({ declarations }) =>
		/overflow(-[xy])?:[^;]*(auto|scroll)/.test(declarations),
	);
	expect(scrolls.map(key).filter((name) => !positioned.has(name))).toEqual([]);
});

test("no file of the window is longer than 250 lines, data for tests apart", () => {
	const long = files.filter(
		(file) =>
			!file.endsWith("bindings.ts") &&
			!file.startsWith("host/testing/") &&
			readFileSync(join(root, file), "utf8").split("\n").length > 251,
	);
	expect(long).toEqual([]);
});

const importedSheets = edges.filter(({ to }) => to.endsWith(".module.css"));

test("a style sheet is imported by the one component beside it, but for those that primitives share", () => {
	// What layers, tabs, fields and forms made of React Aria's own parts have in common.
	const shared = ["ui/field.module.css", "ui/layer.module.css", "ui/layout.module.css", "ui/tabs.module.css"];
	const wrong = importedSheets.filter(
		({ file, to }) => !shared.includes(to) && file.replace(/\.tsx$/, ".module.css") !== to,
	);
	expect(wrong).toEqual([]);
});

/** Classes that are named by a value, such as a tone: `styles[tone]`. */
const namedByValue: Record<string, string> = {
	"domain/method.module.css": "get post put patch delete",
	"domain/verdict.module.css": "ok danger warn neutral",
	"domain/request-findings.module.css": "error warning info",
	"response/tree-row.module.css": "is-string is-number is-boolean is-null is-object is-array",
	"features/portals/portal-item.module.css": "full ring hollow warn danger off",
	"ui/badge.module.css": "ok warn danger demo accent neutral",
	"ui/button.module.css": "primary danger quiet link",
	"ui/note.module.css": "ok warn danger info",
	"ui/row.module.css": "gap-1 gap-2 gap-3 gap-1-3 gap-2-3 gap-2-4",
	"ui/stack.module.css": "gap-1 gap-tight gap-2 gap-3",
};

test("every class of a style sheet is named by a component that imports it, and every named one is there", () => {
	const named = new Map<string, Set<string>>();
	for (const { file, to } of importedSheets) {
		const text = readFileSync(join(root, file), "utf8");
		const as = text.split("\n").find((line) => line.includes(`/${basename(to)}"`));
		const variable = /import (\w+) from/.exec(as ?? "")?.[1];
		const uses = [...text.matchAll(new RegExp(`(?<!/)\\b${variable}\\.(\\w+)`, "g"))].map(
			([, name = ""]) => name,
		);
		named.set(to, new Set([...(named.get(to) ?? []), ...uses]));
	}
	const sheets = [...new Set(rules.map(({ sheet }) => sheet))].filter((sheet) =>
		sheet.endsWith(".module.css"),
	);
	const differences = sheets.flatMap((sheet) => {
		const classes = new Set(
			rules
				.filter((rule) => rule.sheet === sheet)
				.flatMap(({ selector }) =>
					[...selector.matchAll(/\.([a-zA-Z][\w-]*)/g)].map(([, name = ""]) => name),
				),
		);
		const used = new Set([...(named.get(sheet) ?? []), ...(namedByValue[sheet]?.split(" ") ?? [])]);
		return [
			...[...classes].filter((name) => !used.has(name)).map((name) => `${sheet} .${name} is not used`),
			...[...used].filter((name) => !classes.has(name)).map((name) => `${sheet} .${name} is not there`),
		];
	});
	expect(differences).toEqual([]);
});

test("no module is shorter than five lines: what it holds stands with what it belongs to", () => {
	const short = files.filter((file) => readFileSync(join(root, file), "utf8").split("\n").length < 6);
	expect(short).toEqual([]);
});

test("no style sheet is longer than 250 lines", () => {
	const sheets = [...new Set(rules.map(({ sheet }) => sheet))];
	const long = sheets.filter((sheet) => readFileSync(join(root, sheet), "utf8").split("\n").length > 251);
	expect(long).toEqual([]);
});
