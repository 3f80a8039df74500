// The node's operations on contacts, companies, deals, tickets and engagements, compared with the portal's records. The
// node cannot search companies but by domain, has no search for tickets and engagements, and does not update engagements.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { ids, linked, listsOfContacts, properties } from "./crm.js";
import { byId, calls, execute, lists, operations } from "./hubspot-node.js";

/** The editor's list of subscriptions wants a scope that the node's own credentials do not ask for. */
const BEYOND_ITS_SCOPES = { getSubscriptionTypes: "/email/public/v1/subscriptions" };
const MISSING = 1;
const tag = `n8n${Date.now()}`;
const sorted = (all) => all.map(String).sort();

/** A search by one property. */
function equals(name, type, value) {
  const filter = { propertyName: `${name}|${type}`, operator: "EQ", type, value };
  return { filterGroupsUi: { filterGroupsValues: [{ filtersUi: { filterValues: [filter] } }] } };
}

function contact(operation, parameters, options) {
  return execute({ resource: "contact", operation, ...parameters }, options);
}

function newContact(fields = {}) {
  const email = `${tag}.${Math.floor(Math.random() * 1e9)}@n8n-test.example`;
  return contact("upsert", { email, additionalFields: fields }).then(([made]) => ({ ...made, email }));
}

async function newCompany(name = `Company ${tag}`, additionalFields = {}) {
  return (await execute({ resource: "company", operation: "create", name, additionalFields }))[0];
}

/** As objects without the properties that each record has. */
function plain(found) {
  const { createdate, hs_object_id, lastmodifieddate, hs_lastmodifieddate, ...rest } = found;
  return rest;
}

async function gone(kind, id, deleted) {
  assert.equal(deleted.length, 1);
  assert.equal(await properties(kind, id, []), undefined);
}

test("the node offers what is tested here", () => {
  const offered = Object.fromEntries(["contact", "company", "deal", "ticket", "engagement"].map((it) => [it, operations(it)]));
  assert.deepEqual(offered, {
    contact: ["delete", "get", "getAll", "getRecentlyCreatedUpdated", "search", "upsert"],
    company: ["create", "delete", "get", "getAll", "getRecentlyCreatedUpdated", "searchByDomain", "update"],
    deal: ["create", "delete", "get", "getAll", "getRecentlyCreatedUpdated", "search", "update"],
    ticket: ["create", "delete", "get", "getAll", "update"],
    engagement: ["create", "delete", "get", "getAll"],
  });
});

for (const { name, load } of lists()) {
  test(`the editor's list ${name} is loaded`, async () => {
    if (name in BEYOND_ITS_SCOPES) {
      await assert.rejects(load(), { httpCode: "403" });
    } else {
      assert.ok(Array.isArray(await load()));
    }
  });
}

test("all contacts are listed, page by page", async () => {
  const found = await contact("getAll", { returnAll: true });
  assert.ok(found.length > 100);
  assert.deepEqual(sorted(found.map(({ vid }) => vid)), sorted(await ids("contacts")));
});

test("a contact is created, read, updated, found and deleted", async () => {
  const made = await newContact({ firstName: "Ada", city: tag });
  assert.equal(made.isNew, true);
  const vid = String(made.vid);
  assert.deepEqual(await properties("contacts", vid, ["email", "firstname", "city"]).then(plain), {
    city: tag, email: made.email, firstname: "Ada",
  });
  const [read] = await contact("get", { contactId: byId(vid) });
  assert.equal(read.properties.email.value, made.email);
  const [updated] = await contact("upsert", { email: made.email, additionalFields: { firstName: "Grace" } });
  assert.equal(updated.isNew, false);
  assert.equal((await properties("contacts", vid, ["firstname"])).firstname, "Grace");
  const found = await contact("search", { returnAll: true, ...equals("city", "string", tag) });
  assert.deepEqual(found.map(({ id }) => id), [vid]);
  await gone("contacts", vid, await contact("delete", { contactId: byId(vid) }));
});

test("a contact is linked to a company as it is created", async () => {
  const company = await newCompany();
  const made = await newContact({ associatedCompanyId: company.companyId });
  assert.deepEqual(await linked("contacts", made.vid, "companies"), [String(company.companyId)]);
});

test("what was changed last comes first", async () => {
  const made = await newContact();
  const [recent] = await contact("getRecentlyCreatedUpdated", { returnAll: false, limit: 1 });
  assert.equal(recent.vid, made.vid);
  const company = await newCompany();
  const companies = await execute({ resource: "company", operation: "getRecentlyCreatedUpdated", returnAll: false, limit: 1 });
  assert.equal(companies[0].companyId, company.companyId);
  const deal = await newDeal();
  const deals = await execute({ resource: "deal", operation: "getRecentlyCreatedUpdated", returnAll: false, limit: 1 });
  assert.equal(deals[0].dealId, deal.dealId);
});

test("a company is created, read, updated, found by its domain, listed and deleted", async () => {
  const domain = `${tag}.example`;
  const made = await newCompany("Babbage & Co", { companyDomainName: domain, city: "London" });
  const id = String(made.companyId);
  assert.deepEqual(await properties("companies", id, ["name", "domain", "city"]).then(plain), {
    city: "London", domain, name: "Babbage & Co",
  });
  const [read] = await execute({ resource: "company", operation: "get", companyId: byId(id) });
  assert.equal(read.properties.name.value, "Babbage & Co");
  await execute({ resource: "company", operation: "update", companyId: byId(id), updateFields: { city: "Turin" } });
  assert.equal((await properties("companies", id, ["city"])).city, "Turin");
  const found = await execute({ resource: "company", operation: "searchByDomain", domain: `https://${domain}`, returnAll: true });
  assert.deepEqual(found.map(({ companyId }) => String(companyId)), [id]);
  const all = await execute({ resource: "company", operation: "getAll", returnAll: true });
  assert.deepEqual(sorted(all.map(({ companyId }) => companyId)), sorted(await ids("companies")));
  await gone("companies", id, await execute({ resource: "company", operation: "delete", companyId: byId(id) }));
});

async function newDeal(additionalFields = {}) {
  const fields = { dealName: `Deal ${tag}`, ...additionalFields };
  return (await execute({ resource: "deal", operation: "create", stage: "qualifiedtobuy", additionalFields: fields }))[0];
}

test("a deal is created with its links, read, updated, found, listed and deleted", async () => {
  const [contactMade, company] = [await newContact(), await newCompany()];
  const name = `Engine ${tag}`;
  const made = await newDeal({
    dealName: name, amount: "1200", associatedVids: [contactMade.vid], associatedCompany: [company.companyId],
  });
  const id = String(made.dealId);
  assert.deepEqual(await properties("deals", id, ["dealname", "amount", "dealstage"]).then(plain), {
    amount: "1200", dealname: name, dealstage: "qualifiedtobuy",
  });
  assert.deepEqual(await linked("deals", id, "contacts"), [String(contactMade.vid)]);
  assert.deepEqual(await linked("deals", id, "companies"), [String(company.companyId)]);
  const [read] = await execute({ resource: "deal", operation: "get", dealId: byId(id) });
  assert.deepEqual(read.associations.associatedVids, [contactMade.vid]);
  await execute({ resource: "deal", operation: "update", dealId: byId(id), updateFields: { amount: "1500" } });
  assert.equal((await properties("deals", id, ["amount"])).amount, "1500");
  const found = await execute({ resource: "deal", operation: "search", returnAll: true, ...equals("dealname", "string", name) });
  assert.deepEqual(found.map((deal) => deal.id), [id]);
  const all = await execute({ resource: "deal", operation: "getAll", returnAll: true });
  assert.deepEqual(sorted(all.map(({ dealId }) => dealId)), sorted(await ids("deals")));
  await gone("deals", id, await execute({ resource: "deal", operation: "delete", dealId: byId(id) }));
});

test("a ticket is created with its links, read, updated, listed and deleted", async () => {
  const [contactMade, company] = [await newContact(), await newCompany()];
  const additionalFields = {
    priority: "HIGH", associatedContactIds: [contactMade.vid], associatedCompanyIds: [company.companyId],
  };
  const ticket = { resource: "ticket", pipelineId: "0", stageId: "1", ticketName: `Ticket ${tag}`, additionalFields };
  const [made] = await execute({ ...ticket, operation: "create" });
  const id = String(made.objectId);
  assert.deepEqual(await properties("tickets", id, ["subject", "hs_ticket_priority", "hs_pipeline_stage"]).then(plain), {
    hs_pipeline_stage: "1", hs_ticket_priority: "HIGH", subject: `Ticket ${tag}`,
  });
  assert.deepEqual(await linked("tickets", id, "contacts"), [String(contactMade.vid)]);
  assert.deepEqual(await linked("tickets", id, "companies"), [String(company.companyId)]);
  const [read] = await execute({
    resource: "ticket", operation: "get", ticketId: byId(id), additionalFields: { properties: ["subject"] },
  });
  assert.equal(read.properties.subject.value, `Ticket ${tag}`);
  await execute({ resource: "ticket", operation: "update", ticketId: byId(id), updateFields: { priority: "LOW" } });
  assert.equal((await properties("tickets", id, ["hs_ticket_priority"])).hs_ticket_priority, "LOW");
  const all = await execute({ resource: "ticket", operation: "getAll", returnAll: true });
  assert.deepEqual(sorted(all.map(({ objectId }) => objectId)), sorted(await ids("tickets")));
  await gone("tickets", id, await execute({ resource: "ticket", operation: "delete", ticketId: byId(id) }));
});

const ENGAGEMENTS = {
  call: [{ body: "Talked", status: "COMPLETED" }, "calls", "hs_call_body", "Talked"],
  email: [{ subject: "Hello", fromEmail: "a@n8n-test.example" }, "emails", "hs_email_subject", "Hello"],
  meeting: [{ title: "Plan", body: "All" }, "meetings", "hs_meeting_title", "Plan"],
  task: [{ subject: "Write", body: "Soon" }, "tasks", "hs_task_subject", "Write"],
};

for (const [type, [metadata, kind, property, value]] of Object.entries(ENGAGEMENTS)) {
  test(`an engagement is created, read and deleted: ${type}`, async () => {
    const made = await newContact();
    const additionalFields = { associations: { contactIds: String(made.vid) } };
    const [created] = await execute({ resource: "engagement", operation: "create", type, metadata, additionalFields });
    const { id } = created.engagement;
    assert.equal((await properties(kind, id, [property]))[property], value);
    assert.deepEqual(await linked(kind, id, "contacts"), [String(made.vid)]);
    const [read] = await execute({ resource: "engagement", operation: "get", engagementId: byId(id) });
    assert.equal(read.engagement.type, type.toUpperCase());
    await gone(kind, id, await execute({ resource: "engagement", operation: "delete", engagementId: byId(id) }));
  });
}

test("all engagements are listed", async () => {
  const kinds = ["calls", "emails", "meetings", "notes", "tasks"];
  const portal = (await Promise.all(kinds.map(ids))).flat();
  const all = await execute({ resource: "engagement", operation: "getAll", returnAll: true });
  assert.ok(all.length > 250, "there are several pages");
  assert.deepEqual(sorted(all.map(({ engagement }) => engagement.id)), sorted(portal));
});

test("a contact joins a list and leaves it", async () => {
  const made = await newContact();
  const [list] = (await listsOfContacts()).filter(({ dynamic }) => !dynamic);
  const parameters = { resource: "contactList", listId: list.listId, by: "id", id: String(made.vid) };
  const [added] = await execute({ ...parameters, operation: "add" });
  assert.deepEqual(added.updated, [made.vid]);
  const [removed] = await execute({ ...parameters, operation: "remove" });
  assert.deepEqual(removed.updated, [made.vid]);
});

test("a service key works as the OAuth token does", async () => {
  const found = await contact("getAll", { returnAll: false, limit: 2 }, { authentication: "appToken" });
  assert.equal(found.length, 2);
});

test("what does not exist is an error that says so, or an item where the workflow goes on", async () => {
  const missing = { resource: "company", operation: "get", companyId: byId(MISSING) };
  await assert.rejects(execute(missing), (error) => error.httpCode === "404" && error.message.includes("could not be found"));
  const [item] = await execute(missing, { continueOnFail: true });
  assert.ok(item.error.includes("could not be found"));
});

after(() => {
  const expected = [...Object.values(BEYOND_ITS_SCOPES), `/companies/v2/companies/${MISSING}`];
  const bad = calls.filter(({ status, generic, path }) => generic || (status >= 400 && !expected.includes(path)));
  assert.deepEqual(bad, []);
});
