// Puts the HubSpot node and its credentials into node_modules: the package's files alone. `npm install` would bring what
// four hundred other services need.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

const VERSION = "2.41.2";
const INTEGRITY = "sha512-qUItyawxR1aR/t6Fgk0whYwBSDR+VOu5RkgAI3AElVI3dqPLLcCAawAMFc/N3GFG35//quOVRUwuc7a3mVLC0g==";
const FILES = ["package.json", "dist/nodes/Hubspot", "dist/utils", "dist/credentials/HubspotOAuth2Api.credentials.js"];

const home = join(import.meta.dirname, "node_modules", "n8n-nodes-base");
const unfinished = `${home}.unfinished`;

function download(folder) {
  // npm names its own program, so that no shell is needed to find it.
  const npm = process.env.npm_execpath;
  const packed = execFileSync(
    process.execPath,
    [npm, "pack", `n8n-nodes-base@${VERSION}`, "--json", "--ignore-scripts", "--pack-destination", folder],
    { encoding: "utf8", maxBuffer: 1 << 28 },
  );
  return join(folder, JSON.parse(packed)[0].filename);
}

function check(archive) {
  const found = `sha512-${createHash("sha512").update(readFileSync(archive)).digest("base64")}`;
  if (found !== INTEGRITY) {
    throw new Error(`n8n-nodes-base ${VERSION} is not what it was: ${found}`);
  }
}

if (!existsSync(home)) {
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  const archive = download(unfinished);
  check(archive);
  execFileSync("tar", ["-xzf", archive, "-C", unfinished, ...FILES.map((file) => `package/${file}`)]);
  renameSync(join(unfinished, "package"), home);
  rmSync(unfinished, { recursive: true });
}
