// Fails when the scripts of the built page weigh more than the budget.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

// The scopes view brought 40 kB: four ways to choose, the matrix, the consent check, catalogue updates. OAuth apps and
// links from outside brought 25 kB: the list with its forms, choosing an app or a token's place, the questions of links.
// uPlot is 53 kB in a chunk that only the plot fetches; the storage page and the list of many portals are 15 kB.
// Finding words in an answer is 3 kB; pasting through the host and copying a command for each shell 5 kB;
// the question before a destructive call and the lock's own end are 4 kB.
const budget = 1_052_000;
const folder = new URL("../dist/assets", import.meta.url).pathname;
const scripts = readdirSync(folder).filter((name) => name.endsWith(".js"));
const total = scripts.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
process.stdout.write(`scripts: ${total} of ${budget} bytes\n`);
if (total > budget) process.exitCode = 1;
