// Runs the HubSpot node as n8n does, but for HubSpot's address, which becomes the demo portal's.

import { createRequire } from "node:module";

import { consent, portal, REDIRECT_URI } from "../consent.mjs";

const require = createRequire(import.meta.url);
const { NodeHelpers } = require("n8n-workflow");
const get = require("lodash/get");
const { Hubspot } = require("n8n-nodes-base/dist/nodes/Hubspot/Hubspot.node.js");
const { HubspotOAuth2Api } = require("n8n-nodes-base/dist/credentials/HubspotOAuth2Api.credentials.js");

const HUBSPOT = "https://api.hubapi.com/";
const versions = new Hubspot().nodeVersions;

/** What the node called: `{ method, path, status, generic }`. */
export const calls = [];

/** Consents to the scopes that the node's own credentials ask for. */
async function accessToken() {
  const scope = new HubspotOAuth2Api().properties.find(({ name }) => name === "scope").default;
  const query = { client_id: portal.client_id, redirect_uri: REDIRECT_URI, scope: `oauth ${scope}`, state: "s" };
  const code = (await consent(`${portal.authorize_url}?${new URLSearchParams(query)}`)).get("code");
  const { client_id, client_secret } = portal;
  const exchange = { grant_type: "authorization_code", code, redirect_uri: REDIRECT_URI, client_id, client_secret };
  const answer = await fetch(`${portal.base_url}/oauth/v1/token`, { method: "POST", body: new URLSearchParams(exchange) });
  return (await answer.json()).access_token;
}

const tokens = { hubspotAppToken: portal.service_key, hubspotOAuth2Api: await accessToken() };

function address({ uri, qs }) {
  if (!uri.startsWith(HUBSPOT)) {
    throw new Error(`the test stays on this computer, and does not call ${uri}`);
  }
  const url = new URL(uri.slice(HUBSPOT.length), `${portal.base_url}/`);
  for (const [name, value] of Object.entries(qs ?? {})) {
    for (const one of [value].flat().filter((it) => it !== undefined && it !== null)) {
      url.searchParams.append(name, one);
    }
  }
  return url;
}

/** One call, answered as n8n's helpers answer: the JSON, nothing for an empty body, an error for what is not 2xx. */
async function request(credentials, options) {
  const url = address(options);
  const headers = { Authorization: `Bearer ${tokens[credentials]}`, Accept: "application/json" };
  const hasBody = options.method !== "GET" && Object.keys(options.body ?? {}).length > 0;
  if (hasBody) {
    headers["Content-Type"] = "application/json";
  }
  const body = hasBody ? JSON.stringify(options.body) : undefined;
  const answer = await fetch(url, { method: options.method, headers, body });
  const text = await answer.text();
  calls.push({
    method: options.method,
    path: url.pathname,
    status: answer.status,
    generic: answer.headers.get("x-demo-generic") === "true",
  });
  const json = text === "" ? undefined : JSON.parse(text);
  if (answer.ok) {
    return json;
  }
  throw Object.assign(new Error(`${answer.status} - ${text}`), { statusCode: answer.status, error: json });
}

const helpers = {
  requestOAuth2: request,
  requestWithAuthentication: request,
  returnJsonArray: (data) => [data].flat().map((json) => ({ json })),
  constructExecutionMetaData: (items, { itemData }) => items.map((item) => ({ ...item, pairedItem: itemData })),
};

/** `this` of the node's functions: parameters as the editor saves them, with their defaults. */
function context(type, typeVersion, parameters, options) {
  const node = { name: "HubSpot", type: "n8n-nodes-base.hubspot", typeVersion, parameters };
  node.parameters =
    NodeHelpers.getNodeParameters(type.description.properties, parameters, true, false, node, type.description) ?? parameters;
  return {
    helpers,
    getNode: () => node,
    getInputData: () => options.items ?? [{ json: {} }],
    continueOnFail: () => options.continueOnFail ?? false,
    getNodeParameter(name, _item, fallback, { extractValue } = {}) {
      const value = get(node.parameters, name, fallback);
      return extractValue && value?.__rl ? value.value : value;
    },
    getCurrentNodeParameter: (name) => get(node.parameters, name),
    getCurrentNodeParameters: () => node.parameters,
  };
}

/** Executes an operation of the node, and returns the objects that it puts out. */
export async function execute(parameters, { typeVersion = 2.2, authentication = "oAuth2", ...options } = {}) {
  const type = versions[typeVersion];
  const [output] = await type.execute.call(context(type, typeVersion, { ...parameters, authentication }, options));
  return output.map(({ json }) => json);
}

/** The lists from which the editor lets people choose, by the name of their function. */
export function lists(typeVersion = 2.2) {
  const type = versions[typeVersion];
  const { loadOptions, listSearch = {} } = type.methods;
  return Object.entries({ ...loadOptions, ...listSearch }).map(([name, load]) => ({
    name,
    load: async () => {
      const loaded = await load.call(context(type, typeVersion, { authentication: "oAuth2" }, {}));
      return loaded.results ?? loaded;
    },
  }));
}

/** A value of the kind that the editor saves for "by ID". */
export function byId(id) {
  return { __rl: true, mode: "id", value: String(id) };
}

/** The operations that the node offers for a resource. */
export function operations(resource, typeVersion = 2.2) {
  const offered = versions[typeVersion].description.properties.filter(
    ({ name, displayOptions }) => name === "operation" && displayOptions.show.resource.includes(resource),
  );
  return offered.flatMap(({ options }) => options.map(({ value }) => value)).sort();
}
