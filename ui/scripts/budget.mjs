// Fails when the scripts of the built page weigh more than their budgets: those of the first view, compressed, and all.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

// The scopes view brought 40 kB: four ways to choose, the matrix, the consent check, catalogue updates. OAuth apps and
// links from outside brought 25 kB: the list with its forms, choosing an app or a token's place, the questions of links.
// uPlot is 53 kB in a chunk that only the plot fetches; the storage page and the list of many portals are 15 kB.
// Finding words in an answer is 3 kB; pasting through the host and copying a command for each shell 5 kB;
// the question before a destructive call and the lock's own end are 4 kB.
// Views in chunks of their own are 19 kB more together. The first view is the rail, a portal's header with its tabs and
// the overview: React is half of it, React Aria's buttons and TanStack Query are a fifth.
// Going back and forward, with the focus and the scrolling of each place, is 6 kB.
// The editor's grammar of JSON, its parser and its marks of faults are 78 kB, in a chunk that only a body fetches.
// Messages that wait for the pointer and the focus are 12 kB, in a chunk that the first message fetches; their queue, and
// what is now shared between more chunks, are 1.6 kB of the first view.
// Several open requests, the preview of an import, and what is wrong with a request are 11 kB, the request as code 4 kB;
// the names of their commands and the guard of pastes are 0.4 kB of the first view.
// What of the history is kept, what is in it, and its ways out are 6 kB of the storage page; the open requests that come
// back are 1 kB, in a chunk of their own.
// The History tab is 38 kB in a chunk of its own; its place in the navigation, its queries and what is now shared between
// it and the console are 7 kB more, 1.5 kB of them (compressed) in the first view.
// A list that keeps its place while calls come in, the scopes that changed since a call, the question before a write is sent
// again, and the note of requests that are not kept are 4 kB of the History tab and the console.
// Causes with their evidence, and the checks that tell them apart, are 4 kB of every failing answer.
// Diagnostics is 13 kB in chunks of its own: what was pasted with its causes, the pages of all causes, and their dialog.
// A portal's own name and color, its menu, and what tells apart a refused connection are 6 kB, 1 kB of them in the first view.
// Fields of typed confirmations, errors that are brought into sight, progress and explained words are 2 kB.
// Taking answers away and finding the way out are 21 kB: menus of what is under the pointer, values read whole, copying and
// saving, the answer's own request, sending again after a limit, adding what HubSpot misses, and where the focus goes.
// The palette's actions, verdicts, calls, prefixes and their reasons, and what the console offers it, are 6 kB; scopes from a
// sentence, what is copied for a colleague, and misspelt scopes where they are typed are 4 kB.
// Reports are 48 kB in chunks of their own: the dialog that makes, previews and asks for them, the page of an opened one with its
// calls, and their place in the rail; their commands and their place in the navigation are 0.5 kB of the first view.
const budgets = { whole: 1_355_000, firstViewCompressed: 130_000 };
const folder = new URL("../dist/assets", import.meta.url).pathname;
const page = readFileSync(new URL("../dist/index.html", import.meta.url), "utf8");
const scripts = readdirSync(folder).filter((name) => name.endsWith(".js"));
const textOf = (name) => readFileSync(join(folder, name), "utf8");

/** What the first view waits for: the scripts that the page names, and whatever these import before they run. */
function firstView() {
	const waiting = scripts.filter((name) => page.includes(`/assets/${name}`));
	const first = new Set();
	for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
		if (first.has(name)) continue;
		first.add(name);
		waiting.push(...staticImports(textOf(name)));
	}
	return [...first];
}

/** `import{…}from"./x.js"`, `import"./x.js"` and `export{…}from"./x.js"`, but not `import("./x.js")`. */
function staticImports(text) {
	return [...text.matchAll(/(?:\bfrom|\bimport)\s*["'`]\.\/([^"'`]+\.js)["'`]/g)].map(([, name]) => name);
}

const sum = (names, size) => names.reduce((total, name) => total + size(join(folder, name)), 0);
const whole = sum(scripts, (path) => statSync(path).size);
const first = firstView();
const firstViewCompressed = sum(first, (path) => gzipSync(readFileSync(path)).length);
process.stdout.write(`scripts: ${whole} of ${budgets.whole} bytes\n`);
process.stdout.write(
	`first view, compressed, ${first.length} scripts that the page waits for: ${firstViewCompressed} of ${budgets.firstViewCompressed} bytes\n`,
);
if (first.length === 0) throw new Error("the page names no script");
if (whole > budgets.whole || firstViewCompressed > budgets.firstViewCompressed) process.exitCode = 1;
