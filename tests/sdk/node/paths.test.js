// Every call of the official client, read from the installed packages, is one that the catalogue knows.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const cli = process.env.PORTALSCOPE_CLI;
if (!cli) {
  throw new Error("PORTALSCOPE_CLI must hold the path of `portalscope-cli`");
}

/** A path and the method with which the generated code sends it. */
const CALL = /localVarPath = '(\/[^']*)'[\s\S]*?HttpMethod\.([A-Z]+)/g;
/** Calls are checked so many at once: a command line has a greatest length. */
const AT_ONCE = 100;

function calls(name) {
  const folder = fileURLToPath(new URL(`node_modules/${name}/lib/codegen`, import.meta.url));
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith(".js"));
  const found = files.flatMap((file) => [...readFileSync(join(folder, file), "utf8").matchAll(CALL)]);
  return [...new Set(found.map(([, path, method]) => `${method} ${path}`))].sort();
}

function unknown(all) {
  const parts = [];
  for (let at = 0; at < all.length; at += AT_ONCE) {
    parts.push(all.slice(at, at + AT_ONCE));
  }
  const checked = parts.flatMap((part) => JSON.parse(execFileSync(cli, ["scopes", "check", "--json", ...part])));
  assert.equal(checked.length, all.length);
  return checked.filter(({ verdict }) => verdict === "unknown_operation").map(({ method, path }) => `${method} ${path}`);
}

for (const [name, version] of [["@hubspot/api-client", "13.5.0"], ["hubspot-api-client-14", "14.0.1"]]) {
  test(`every call of the client ${version} is known`, () => {
    const all = calls(name);
    assert.ok(all.length > 600, `${all.length} calls were read`);
    assert.deepEqual(unknown(all), []);
  });
}
