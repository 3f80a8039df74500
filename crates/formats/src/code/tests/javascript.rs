use super::check;

#[test]
fn programs_are_read_as_they_are_sent() {
    check(crate::code::javascript::read, ROWS);
}

const ROWS: &[(&str, &str)] = &[
    (
        r"const res = await fetch('https://api.hubapi.com/crm/v3/objects/contacts?limit=10', { headers: { Authorization: `Bearer ${process.env.TOKEN}` } });",
        r"GET https://api.hubapi.com/crm/v3/objects/contacts?limit=10 [Authorization: Bearer ${process.env.TOKEN}]",
    ),
    (
        r#"fetch("https://api.hubapi.com/crm/v3/objects/contacts", {
  method: "post",
  headers: { "Authorization": "Bearer " + token, 'Content-Type': 'application/json' },
  body: JSON.stringify({ properties: { email, firstname: "Ann", n: 1.5, nil: null } })
}).then(r => r.json()).then((data) => { console.log(data) })"#,
        r#"POST https://api.hubapi.com/crm/v3/objects/contacts [Authorization: Bearer token; Content-Type: application/json] text {"properties":{"email":"email","firstname":"Ann","n":1.5,"nil":null}}"#,
    ),
    (
        r"fetch(url, { method: 'POST', body: { a: 1 } })",
        r"POST url [Content-Type: text/plain;charset=UTF-8] text [object Object] !altered body",
    ),
    (
        r"fetch('https://api.hubapi.com/oauth/v1/token', {method: 'POST', body: new URLSearchParams({grant_type: 'authorization_code', code: req.query.code, redirect_uri: 'http://localhost:3000/cb'})})",
        r"POST https://api.hubapi.com/oauth/v1/token [Content-Type: application/x-www-form-urlencoded] form grant_type=authorization_code&code=req.query.code&redirect_uri=http://localhost:3000/cb",
    ),
    (
        r"const u = new URL('/objects/contacts', 'https://api.hubapi.com/crm/v3');
u.searchParams.set('limit', 5);
const r = await fetch(u.toString());",
        r"GET https://api.hubapi.com/objects/contacts ?limit=5 !looks like https://api.hubapi.com/crm/v3/objects/contacts",
    ),
    (
        r"const tokenRes = await axios.post('https://api.hubapi.com/oauth/v3/token', null, {
  params: { grant_type: 'authorization_code', client_secret: 'abc', code },
  headers: { 'Content-Type': 'application/x-www-form-urlencoded' }
});",
        r"POST https://api.hubapi.com/oauth/v3/token ?grant_type=authorization_code&client_secret=abc&code=code [Content-Type: application/x-www-form-urlencoded]",
    ),
    (
        r"import axios from 'axios';
const client = axios.create({ baseURL: 'https://api.hubapi.com/crm/v3/', headers: { Authorization: `Bearer ${token}` }, timeout: 1000 });
export async function contacts(): Promise<Contact[]> {
  const { data } = await client.get<Page<Contact>>('/objects/contacts', { params: { limit: 100, properties: ['email', 'phone'] } });
  return data.results as Contact[];
}",
        r"GET https://api.hubapi.com/crm/v3/objects/contacts ?limit=100&properties[]=email&properties[]=phone [Authorization: Bearer ${token}]",
    ),
    (
        r"axios({ method: 'patch', url: 'https://api.hubapi.com/crm/v3/objects/deals/1', data: { properties: { amount: '10' } }, headers: { Authorization: 'Bearer x' } });",
        r#"PATCH https://api.hubapi.com/crm/v3/objects/deals/1 [Authorization: Bearer x; Content-Type: application/json] json {"properties":{"amount":"10"}}"#,
    ),
    (
        r"axios.get('https://api.hubapi.com/crm/v3/objects/contacts', { params: { limit: 1 } }, { headers: { Authorization: 'Bearer x' } })",
        r"GET https://api.hubapi.com/crm/v3/objects/contacts ?limit=1 !no effect argument 3",
    ),
    (
        r"axios.post('https://api.hubapi.com/crm/v3/objects/contacts', { headers: { Authorization: 'Bearer x' } })",
        r#"POST https://api.hubapi.com/crm/v3/objects/contacts [Content-Type: application/json] json {"headers":{"Authorization":"Bearer x"}}"#,
    ),
    (
        r"axios.defaults.baseURL = 'https://api.hubapi.com';
axios.defaults.headers.common['Authorization'] = 'Bearer x';
axios.delete('/crm/v3/objects/contacts/1');",
        r"DELETE https://api.hubapi.com/crm/v3/objects/contacts/1 [Authorization: Bearer x]",
    ),
    (
        r"const axios = require('axios');
const qs = require('querystring');
axios.post('https://api.hubapi.com/oauth/v1/token', qs.stringify({ grant_type: 'refresh_token', refresh_token: 'a b' }))",
        r"POST https://api.hubapi.com/oauth/v1/token [Content-Type: application/x-www-form-urlencoded] text grant_type=refresh_token&refresh_token=a+b",
    ),
    (
        r"import got from 'got';
const data = await got.post('https://api.hubapi.com/crm/v3/objects/contacts', { json: { properties: {} }, headers: { authorization: 'Bearer x' } }).json();",
        r#"POST https://api.hubapi.com/crm/v3/objects/contacts [authorization: Bearer x; Content-Type: application/json] json {"properties":{}}"#,
    ),
    (
        r"const hs = got.extend({ prefixUrl: 'https://api.hubapi.com/crm/v3', headers: { Authorization: 'Bearer x' } });
await hs('/objects/contacts', { searchParams: { limit: 1 } });",
        r"GET https://api.hubapi.com/crm/v3/objects/contacts ?limit=1 [Authorization: Bearer x] !altered prefixUrl",
    ),
    (
        r"const request = require('request');
request({ method: 'POST', uri: 'https://api.hubapi.com/contacts/v1/contact/', qs: { hapikey: 'demo' }, json: true, body: { properties: [] } }, function (error, response, body) { if (error) throw new Error(error); });",
        r#"POST https://api.hubapi.com/contacts/v1/contact/ ?hapikey=demo [Content-Type: application/json; Accept: application/json] json {"properties":[]}"#,
    ),
    (
        r"const https = require('https');
const options = { hostname: 'api.hubapi.com', port: 443, path: '/crm/v3/objects/contacts', method: 'POST', headers: { 'Authorization': 'Bearer x', 'Content-Type': 'application/json' } };
const req = https.request(options, (res) => { res.on('data', d => process.stdout.write(d)); });
req.write(JSON.stringify({ a: [1, 2] }));
req.end();",
        r#"POST https://api.hubapi.com/crm/v3/objects/contacts [Authorization: Bearer x; Content-Type: application/json] text {"a":[1,2]}"#,
    ),
    (
        r#"var xhr = new XMLHttpRequest();
xhr.open("GET", "https://api.hubapi.com/crm/v3/owners");
xhr.setRequestHeader("Authorization", "Bearer x");
xhr.send();"#,
        r"GET https://api.hubapi.com/crm/v3/owners [Authorization: Bearer x]",
    ),
    (
        r#"$.ajax({ url: "https://api.hubapi.com/crm/v3/objects/contacts", type: "POST", contentType: "application/json", data: { a: 1 }, success: function (d) { alert(d); } });"#,
        r"POST https://api.hubapi.com/crm/v3/objects/contacts [Content-Type: application/json] text a=1 !altered data",
    ),
    (
        r"function run() {
  var options = { 'method': 'post', 'contentType': 'application/json', 'headers': { 'Authorization': 'Bearer ' + TOKEN }, 'payload': JSON.stringify({ a: 1 }), muteHttpExceptions: true };
  var response = UrlFetchApp.fetch('https://api.hubapi.com/crm/v3/objects/contacts', options);
}",
        r#"POST https://api.hubapi.com/crm/v3/objects/contacts [Authorization: Bearer TOKEN; Content-Type: application/json] text {"a":1}"#,
    ),
    (
        r#"const hubspot = require('@hubspot/api-client');
const hubspotClient = new hubspot.Client({ accessToken: "pat-na1-11111111-2222-3333-4444-555555555555" });
const page = await hubspotClient.crm.contacts.basicApi.getPage(10, undefined, ['email'], undefined, undefined, false);
const found = await hubspotClient.crm.companies.searchApi.doSearch({ filterGroups: [], limit: 5 });
await hubspotClient.crm.objects.batchApi.read('2-77', { inputs: [{ id: '1' }], properties: ['a'] });"#,
        r#"GET https://api.hubapi.com/crm/v3/objects/contacts ?limit=10&properties=email&archived=false bearer pat-na1-11111111-2222-3333-4444-555555555555
POST https://api.hubapi.com/crm/v3/objects/companies/search [Content-Type: application/json] json {"filterGroups":[],"limit":5} bearer pat-na1-11111111-2222-3333-4444-555555555555
POST https://api.hubapi.com/crm/v3/objects/2-77/batch/read [Content-Type: application/json] json {"inputs":[{"id":"1"}],"properties":["a"]} bearer pat-na1-11111111-2222-3333-4444-555555555555"#,
    ),
    (
        r#"import { Client } from "@hubspot/api-client";
const c = new Client({ accessToken: process.env.HS });
c.crm.contacts.basicApi.getPage(10, undefined, undefined, undefined, ['name', 'domain'], false);
c.apiRequest({ method: 'POST', path: '/crm/v3/objects/contacts/search', body: JSON.stringify({ limit: 1 }) });
c.oauth.tokensApi.create('refresh_token', undefined, undefined, 'id', 'secret', 'rt');"#,
        r#"GET https://api.hubapi.com/crm/v3/objects/contacts ?limit=10&associations=name&associations=domain&archived=false bearer process.env.HS
POST https://api.hubapi.com/crm/v3/objects/contacts/search [Content-Type: application/json] json "{\"limit\":1}" bearer process.env.HS !altered apiRequest
POST https://api.hubapi.com/oauth/v1/token [Content-Type: application/x-www-form-urlencoded] form grant_type=refresh_token&client_id=id&client_secret=secret&refresh_token=rt"#,
    ),
    (
        r#"exports.main = async (event) => {
  const client = new hubspot.Client({ apiKey: process.env.HAPIKEY });
  client.crm.deals.basicApi.getById(event.object.objectId, ["dealname"]).then(results => { callback(results) });
}"#,
        r"GET https://api.hubapi.com/crm/v3/objects/deals/event.object.objectId ?properties=dealname key process.env.HAPIKEY !version HubSpot's client library without hapikey in its methods",
    ),
    (
        r"fetch(new Request('https://api.hubapi.com/a', { method: 'PUT', headers: new Headers({ 'X-A': '1' }) }))",
        r"PUT https://api.hubapi.com/a [X-A: 1]",
    ),
    (
        r"const sig = req.headers.get('x-hubspot-signature-v3')
const base = req.method + req.url + rawBody
if (!sig) return new Response('missing', { status: 401 })
fetch; ",
        r"nothing",
    ),
    (
        r"fetch('https://api.hubapi.com/x', { method: 'GET', body: '{}', params: { a: 1 } })",
        r"GET https://api.hubapi.com/x [Content-Type: text/plain;charset=UTF-8] text {} !no effect params !altered body",
    ),
    (
        r"const auth = Buffer.from('id:secret').toString('base64');
fetch(`https://api.hubapi.com/x/${encodeURIComponent('a b')}/${id}`, { headers: { Authorization: `Basic ${auth}` } })",
        r"GET https://api.hubapi.com/x/a%20b/${id} [Authorization: Basic aWQ6c2VjcmV0]",
    ),
    (
        r"const response = await z.request({ url: 'https://api.hubapi.com/crm/v3/objects/contacts', method: 'POST', headers: { Authorization: `Bearer ${bundle.authData.access_token}` }, body: { properties: { email: bundle.inputData.email } } });",
        r#"POST https://api.hubapi.com/crm/v3/objects/contacts [Authorization: Bearer ${bundle.authData.access_token}; Content-Type: application/json] json {"properties":{"email":"bundle.inputData.email"}}"#,
    ),
];
