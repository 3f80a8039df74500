// CRM calls of the official client: list, create, update, search, batch read, associations.

import assert from "node:assert/strict";
import { test } from "node:test";

import { client, newEmail, portal } from "./portal.js";

const hubspot = client();
const contacts = hubspot.crm.contacts;

async function newContact(properties = {}) {
  return contacts.basicApi.create({ properties: { email: newEmail(), ...properties }, associations: [] });
}

test("contacts are listed page by page without gaps", async () => {
  const first = await contacts.basicApi.getPage(5, undefined, ["email", "jobtitle"]);
  assert.equal(first.results.length, 5);
  assert.ok(first.results[0].properties.email.includes("@"));
  assert.ok(first.results[0].createdAt instanceof Date);
  const second = await contacts.basicApi.getPage(5, first.paging.next.after);
  assert.ok(Number(second.results[0].id) > Number(first.results[4].id));
});

test("getAll follows the pages to the end", async () => {
  const all = await hubspot.crm.companies.getAll(20, undefined, ["name"]);
  assert.ok(all.length > 20);
  assert.equal(new Set(all.map((company) => company.id)).size, all.length);
});

test("a contact is created, read, updated and archived", async () => {
  const created = await newContact({ firstname: "Ada" });
  const read = await contacts.basicApi.getById(created.id, ["firstname", "email"]);
  assert.equal(read.properties.firstname, "Ada");
  const updated = await contacts.basicApi.update(created.id, { properties: { firstname: "Grace" } });
  assert.equal(updated.properties.firstname, "Grace");
  await contacts.basicApi.archive(created.id);
  await assert.rejects(contacts.basicApi.getById(created.id), { code: 404 });
});

test("a contact is found by its email address", async () => {
  const created = await newContact();
  const found = await contacts.basicApi.getById(
    created.properties.email, undefined, undefined, undefined, false, "email",
  );
  assert.equal(found.id, created.id);
});

test("a second contact with the same email address is a conflict", async () => {
  const created = await newContact();
  await assert.rejects(newContact({ email: created.properties.email }), (error) => {
    assert.equal(error.code, 409);
    assert.equal(error.body.category, "CONFLICT");
    assert.match(error.body.message, new RegExp(`Existing ID: ${created.id}`));
    return true;
  });
});

test("a search filters, sorts and pages", async () => {
  const search = {
    filterGroups: [{ filters: [{ propertyName: "amount", operator: "GTE", value: "500" }] }],
    sorts: ["-amount"],
    properties: ["dealname", "amount"],
    limit: 3,
    after: "0",
  };
  const found = await hubspot.crm.deals.searchApi.doSearch(search);
  const amounts = found.results.map((deal) => Number(deal.properties.amount));
  assert.ok(found.total > 3);
  assert.deepEqual(amounts, [...amounts].sort((one, other) => other - one));
  assert.ok(amounts.every((amount) => amount >= 500));
  assert.equal(found.paging.next.after, "3");
});

test("a batch read returns what exists and reports what does not", async () => {
  const page = await contacts.basicApi.getPage(2);
  const ids = page.results.map(({ id }) => ({ id }));
  const batch = await contacts.batchApi.read({ inputs: ids, properties: ["email"], propertiesWithHistory: [] });
  assert.equal(batch.status, "COMPLETE");
  assert.equal(batch.results.length, 2);
  const partial = await contacts.batchApi.read({
    inputs: [...ids, { id: "1" }], properties: ["email"], propertiesWithHistory: [],
  });
  assert.equal(partial.results.length, 2);
  assert.equal(partial.numErrors, 1);
  assert.deepEqual(partial.errors[0].context.ids, ["1"]);
});

test("records are linked and the links are read back", async () => {
  const contact = await newContact();
  const company = await hubspot.crm.companies.basicApi.create({
    properties: { name: "Linked Company", domain: "linked.example" }, associations: [],
  });
  const links = hubspot.crm.associations.v4;
  await links.basicApi.createDefault("contacts", contact.id, "companies", company.id);
  const page = await links.basicApi.getPage("contacts", contact.id, "companies");
  assert.equal(String(page.results[0].toObjectId), company.id);
  assert.equal(page.results[0].associationTypes[0].typeId, 279);
  const batch = await links.batchApi.getPage("companies", "contacts", { inputs: [{ id: company.id }] });
  assert.equal(batch.results[0].to.length, 1);
  await links.basicApi.archive("contacts", contact.id, "companies", company.id);
  const none = await links.basicApi.getPage("contacts", contact.id, "companies");
  assert.deepEqual(none.results, []);
});

test("a deal is created together with its link to a contact", async () => {
  const contact = await newContact();
  const deal = await hubspot.crm.deals.basicApi.create({
    properties: { dealname: "Linked deal", dealstage: "qualifiedtobuy", pipeline: "default" },
    associations: [
      { to: { id: contact.id }, types: [{ associationCategory: "HUBSPOT_DEFINED", associationTypeId: 3 }] },
    ],
  });
  const read = await hubspot.crm.deals.basicApi.getById(deal.id, undefined, undefined, ["contacts"]);
  assert.equal(read.associations.contacts.results[0].id, contact.id);
});

test("properties, pipelines and owners are listed", async () => {
  const properties = await hubspot.crm.properties.coreApi.getAll("contacts");
  assert.ok(properties.results.some((property) => property.name === "email"));
  const pipelines = await hubspot.crm.pipelines.pipelinesApi.getAll("deals");
  assert.ok(pipelines.results[0].stages.length > 3);
  const owners = await hubspot.crm.owners.ownersApi.getPage();
  assert.ok(owners.results[0].email.includes("@"));
});

test("an invalid property value is refused with its name", async () => {
  await assert.rejects(newContact({ lifecyclestage: "nonsense" }), (error) => {
    assert.equal(error.code, 400);
    assert.equal(error.body.category, "VALIDATION_ERROR");
    assert.deepEqual(error.body.errors[0].context.propertyName, ["lifecyclestage"]);
    return true;
  });
});

test("an unknown token is refused", async () => {
  const stranger = client(`${portal.private_app_token.slice(0, -4)}0000`);
  await assert.rejects(stranger.crm.contacts.basicApi.getPage(1), (error) => {
    assert.equal(error.code, 401);
    assert.equal(error.body.category, "INVALID_AUTHENTICATION");
    return true;
  });
});
