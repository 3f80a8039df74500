// The portal's records as version 3 shows them, asked without the node.

import { portal } from "../consent.mjs";

async function get(path) {
  const answer = await fetch(`${portal.base_url}${path}`, { headers: { Authorization: `Bearer ${portal.service_key}` } });
  return { status: answer.status, body: await answer.json() };
}

/** A record's properties; `undefined` if there is no such record. */
export async function properties(kind, id, names) {
  const { status, body } = await get(`/crm/v3/objects/${kind}/${id}?properties=${names.join(",")}`);
  return status === 404 ? undefined : body.properties;
}

/** The ids of all records of a type. */
export async function ids(kind) {
  const found = [];
  for (let after = "0"; after; ) {
    const { body } = await get(`/crm/v3/objects/${kind}?limit=100&after=${after}`);
    found.push(...body.results.map(({ id }) => id));
    after = body.paging?.next.after;
  }
  return found;
}

/** The ids of the records of a type that are linked to a record. */
export async function linked(kind, id, to) {
  const { body } = await get(`/crm/v4/objects/${kind}/${id}/associations/${to}`);
  return body.results.map(({ toObjectId }) => String(toObjectId));
}

/** The lists of contacts. */
export async function listsOfContacts() {
  return (await get("/contacts/v1/lists?count=100")).body.lists;
}
