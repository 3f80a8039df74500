// The OAuth part of the official client: authorization address, code exchange, refresh, token information.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Client } from "@hubspot/api-client";

import { client, portal } from "./portal.js";

const REDIRECT_URI = "http://localhost:17421/oauth/callback";
const SCOPES = "oauth crm.objects.contacts.read";

const hubspot = new Client({ basePath: portal.base_url });

/** Clicks through the consent page as a person would, and returns the callback's parameters. */
async function consent({ scope = SCOPES, optional = "", account = String(portal.portal_id), decision = "connect" } = {}) {
  const address = new URL(hubspot.oauth.getAuthorizationUrl(portal.client_id, REDIRECT_URI, scope, optional || undefined, "s-1"));
  const page = await fetch(`${portal.base_url}${address.pathname}${address.search}`);
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

function exchange(code) {
  return hubspot.oauth.tokensApi.create(
    "authorization_code", code, REDIRECT_URI, portal.client_id, portal.client_secret,
  );
}

test("a code becomes tokens, and the access token opens the API", async () => {
  const callback = await consent();
  assert.equal(callback.get("state"), "s-1");
  const tokens = await exchange(callback.get("code"));
  assert.equal(tokens.expiresIn, 1800);
  assert.equal(tokens.tokenType, "bearer");
  const page = await client(tokens.accessToken).crm.contacts.basicApi.getPage(1);
  assert.equal(page.results.length, 1);
});

test("a refresh gives a new access token and keeps the refresh token", async () => {
  const tokens = await exchange((await consent()).get("code"));
  const refreshed = await hubspot.oauth.tokensApi.create(
    "refresh_token", undefined, undefined, portal.client_id, portal.client_secret, tokens.refreshToken,
  );
  assert.notEqual(refreshed.accessToken, tokens.accessToken);
  assert.equal(refreshed.refreshToken, tokens.refreshToken);
});

test("token information names the account, the user and the scopes", async () => {
  const tokens = await exchange((await consent()).get("code"));
  const access = await hubspot.oauth.accessTokensApi.get(tokens.accessToken);
  assert.equal(access.hubId, portal.portal_id);
  assert.deepEqual(access.scopes, SCOPES.split(" "));
  assert.ok(access.expiresIn > 1700 && access.expiresIn <= 1800);
  const refresh = await hubspot.oauth.refreshTokensApi.get(tokens.refreshToken);
  assert.equal(refresh.hubId, portal.portal_id);
  assert.equal(refresh.clientId, portal.client_id);
});

test("an archived refresh token no longer works", async () => {
  const tokens = await exchange((await consent()).get("code"));
  await hubspot.oauth.refreshTokensApi.archive(tokens.refreshToken);
  const again = hubspot.oauth.tokensApi.create(
    "refresh_token", undefined, undefined, portal.client_id, portal.client_secret, tokens.refreshToken,
  );
  await assert.rejects(again, (error) => {
    assert.equal(error.code, 400);
    assert.equal(error.body.status, "BAD_REFRESH_TOKEN");
    return true;
  });
});

test("a code works once", async () => {
  const code = (await consent()).get("code");
  await exchange(code);
  await assert.rejects(exchange(code), (error) => error.code === 400 && error.body.status === "BAD_AUTH_CODE");
});

test("an optional scope that the account lacks is left out", async () => {
  const callback = await consent({ optional: "e-commerce crm.objects.deals.read", account: "48220319" });
  const tokens = await exchange(callback.get("code"));
  const { scopes, hubId } = await hubspot.oauth.accessTokensApi.get(tokens.accessToken);
  assert.equal(hubId, 48220319);
  assert.ok(scopes.includes("crm.objects.deals.read"));
  assert.ok(!scopes.includes("e-commerce"));
});

test("a call beyond the granted scopes is refused with the scopes it needs", async () => {
  const tokens = await exchange((await consent()).get("code"));
  await assert.rejects(client(tokens.accessToken).crm.companies.basicApi.getPage(1), (error) => {
    assert.equal(error.code, 403);
    assert.equal(error.body.category, "MISSING_SCOPES");
    assert.ok(error.body.errors[0].context.requiredGranularScopes.includes("crm.objects.companies.read"));
    return true;
  });
});

test("cancelling reports access_denied to the app", async () => {
  const callback = await consent({ decision: "cancel" });
  assert.equal(callback.get("error"), "access_denied");
  assert.equal(callback.get("code"), null);
});
