// The running demo portal that the tests talk to, and a client for it.

import { Client } from "@hubspot/api-client";

import { portal } from "../consent.mjs";

export { portal };

/** A client with the private-app token, or with another token. */
export function client(accessToken = portal.private_app_token) {
  return new Client({ accessToken, basePath: portal.base_url, numberOfApiCallRetries: 3 });
}

/** An address that no other run of the tests has used. */
export function newEmail() {
  return `sdk.${Date.now()}.${Math.floor(Math.random() * 1e6)}@sdk-test.example`;
}
