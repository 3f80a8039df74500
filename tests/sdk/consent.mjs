// The running demo portal, and its consent page clicked through as a person would. Needs no package.

import assert from "node:assert/strict";

const line = process.env.DEMO_PORTAL;
if (!line) {
  throw new Error("DEMO_PORTAL must hold the JSON line that `portalscope-cli demo-portal` prints");
}

export const portal = JSON.parse(line);
export const REDIRECT_URI = "http://localhost:17421/oauth/callback";

/** Opens the authorization address at the portal, decides, and returns the callback's parameters. */
export async function consent(authorizationUrl, { account = String(portal.portal_id), decision = "connect" } = {}) {
  const { pathname, search } = new URL(authorizationUrl);
  const page = await fetch(`${portal.base_url}${pathname}${search}`);
  assert.equal(page.status, 200);
  const html = await page.text();
  const form = new URLSearchParams({ account, decision });
  for (const name of ["consent", "form_token"]) {
    form.set(name, html.match(new RegExp(`name="${name}" value="([^"]+)"`))[1]);
  }
  const answer = await fetch(`${portal.base_url}/oauth/authorize`, { method: "POST", body: form, redirect: "manual" });
  assert.equal(answer.status, 302);
  const callback = new URL(answer.headers.get("location"));
  assert.equal(`${callback.origin}${callback.pathname}`, REDIRECT_URI);
  return callback.searchParams;
}
