// npm's oidc-provider at the addresses of HubSpot's OAuth server. It knows nothing of HubSpot or of Portalscope.
//
//   node server.js REDIRECT_URI
//
// prints one JSON line with its origin and the client's credentials, then serves until it is stopped.

import { randomBytes } from "node:crypto";
import { createServer } from "node:http";

import Provider from "oidc-provider";

const [redirectUri] = process.argv.slice(2);
const client = { client_id: "portalscope", client_secret: randomBytes(24).toString("base64url") };

const server = createServer((request, response) => handle(request, response));
server.listen(0, "127.0.0.1", () => {
  const origin = `http://127.0.0.1:${server.address().port}`;
  handle = start(origin);
  console.log(JSON.stringify({ origin, ...client }));
});

let handle = (_request, response) => response.destroy();

function start(origin) {
  const provider = new Provider(origin, {
    clients: [
      {
        ...client,
        redirect_uris: [redirectUri],
        grant_types: ["authorization_code", "refresh_token"],
        response_types: ["code"],
        token_endpoint_auth_method: "client_secret_post",
      },
    ],
    scopes: ["oauth", "crm.objects.contacts.read"],
    routes: {
      authorization: "/oauth/authorize",
      token: "/oauth/2026-09/token",
      introspection: "/oauth/2026-09/token/introspect",
      revocation: "/oauth/2026-09/token/revoke",
    },
    features: {
      devInteractions: { enabled: false },
      introspection: { enabled: true },
      revocation: { enabled: true },
    },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    pkce: { required: () => true },
    issueRefreshToken: () => true,
    rotateRefreshToken: () => true,
    expiresWithSession: () => false,
    ttl: { AccessToken: 1800, AuthorizationCode: 60, Grant: 3600, Interaction: 600, RefreshToken: 3600, Session: 3600 },
    cookies: { keys: [randomBytes(16).toString("hex")] },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  });
  const answer = provider.callback();
  return (request, response) => {
    if (!request.url.startsWith("/interaction/")) return answer(request, response);
    agree(provider, request, response).catch((error) => {
      response.statusCode = 500;
      response.end(String(error));
    });
  };
}

/** A person who signs in and says yes to everything. */
async function agree(provider, request, response) {
  const { prompt, params, session, grantId } = await provider.interactionDetails(request, response);
  if (prompt.name === "login") {
    return provider.interactionFinished(request, response, { login: { accountId: "somebody" } });
  }
  const known = grantId ? await provider.Grant.find(grantId) : undefined;
  const grant = known ?? new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
}
