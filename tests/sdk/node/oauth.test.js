// The OAuth part of the official client: authorization address, code exchange, refresh, token information.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Client } from "@hubspot/api-client";

import { consent, REDIRECT_URI } from "../consent.mjs";
import { client, portal } from "./portal.js";

const SCOPES = "oauth crm.objects.contacts.read";

const hubspot = new Client({ basePath: portal.base_url });

/** Asks for consent to these scopes, and returns the callback's parameters. */
function askConsent({ scope = SCOPES, optional = undefined, ...decision } = {}) {
  return consent(hubspot.oauth.getAuthorizationUrl(portal.client_id, REDIRECT_URI, scope, optional, "s-1"), decision);
}

function exchange(code) {
  return hubspot.oauth.tokensApi.create(
    "authorization_code", code, REDIRECT_URI, portal.client_id, portal.client_secret,
  );
}

test("a code becomes tokens, and the access token opens the API", async () => {
  const callback = await askConsent();
  assert.equal(callback.get("state"), "s-1");
  const tokens = await exchange(callback.get("code"));
  assert.equal(tokens.expiresIn, 1800);
  assert.equal(tokens.tokenType, "bearer");
  const page = await client(tokens.accessToken).crm.contacts.basicApi.getPage(1);
  assert.equal(page.results.length, 1);
});

test("a refresh gives a new access token and keeps the refresh token", async () => {
  const tokens = await exchange((await askConsent()).get("code"));
  const refreshed = await hubspot.oauth.tokensApi.create(
    "refresh_token", undefined, undefined, portal.client_id, portal.client_secret, tokens.refreshToken,
  );
  assert.notEqual(refreshed.accessToken, tokens.accessToken);
  assert.equal(refreshed.refreshToken, tokens.refreshToken);
});

test("token information names the account, the user and the scopes", async () => {
  const tokens = await exchange((await askConsent()).get("code"));
  const access = await hubspot.oauth.accessTokensApi.get(tokens.accessToken);
  assert.equal(access.hubId, portal.portal_id);
  assert.deepEqual(access.scopes, SCOPES.split(" "));
  assert.ok(access.expiresIn > 1700 && access.expiresIn <= 1800);
  const refresh = await hubspot.oauth.refreshTokensApi.get(tokens.refreshToken);
  assert.equal(refresh.hubId, portal.portal_id);
  assert.equal(refresh.clientId, portal.client_id);
});

test("an archived refresh token no longer works", async () => {
  const tokens = await exchange((await askConsent()).get("code"));
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
  const code = (await askConsent()).get("code");
  await exchange(code);
  await assert.rejects(exchange(code), (error) => error.code === 400 && error.body.status === "BAD_AUTH_CODE");
});

test("an optional scope that the account lacks is left out", async () => {
  const callback = await askConsent({ optional: "e-commerce crm.objects.deals.read", account: "48220319" });
  const tokens = await exchange(callback.get("code"));
  const { scopes, hubId } = await hubspot.oauth.accessTokensApi.get(tokens.accessToken);
  assert.equal(hubId, 48220319);
  assert.ok(scopes.includes("crm.objects.deals.read"));
  assert.ok(!scopes.includes("e-commerce"));
});

test("a call beyond the granted scopes is refused with the scopes it needs", async () => {
  const tokens = await exchange((await askConsent()).get("code"));
  await assert.rejects(client(tokens.accessToken).crm.companies.basicApi.getPage(1), (error) => {
    assert.equal(error.code, 403);
    assert.equal(error.body.category, "MISSING_SCOPES");
    assert.ok(error.body.errors[0].context.requiredGranularScopes.includes("crm.objects.companies.read"));
    return true;
  });
});

test("cancelling reports access_denied to the app", async () => {
  const callback = await askConsent({ decision: "cancel" });
  assert.equal(callback.get("error"), "access_denied");
  assert.equal(callback.get("code"), null);
});
