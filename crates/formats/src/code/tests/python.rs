use super::check;

#[test]
fn programs_are_read_as_they_are_sent() {
    check(crate::code::python::read, ROWS);
}

const ROWS: &[(&str, &str)] = &[
    (
        r#"import requests
r = requests.get("https://api.hubapi.com/crm/v3/objects/contacts", headers={"Authorization": "Bearer pat-na1-11111111-2222-3333-4444-555555555555"}, params={"limit": 10, "properties": ["email", "firstname"]})"#,
        r"GET https://api.hubapi.com/crm/v3/objects/contacts ?limit=10&properties=email&properties=firstname [Authorization: Bearer pat-na1-11111111-2222-3333-4444-555555555555]",
    ),
    (
        r#"import os, requests
TOKEN = os.environ["HUBSPOT_TOKEN"]
BASE = 'https://api.hubapi.com'
headers = {
    'Authorization': f'Bearer {TOKEN}',
    'Content-Type': 'application/json',  # a comment
}
def contact(contact_id, archived=False):
    response = requests.get(f"{BASE}/crm/v3/objects/contacts/{contact_id}", headers=headers, timeout=10)
    response.raise_for_status()
    return response.json()"#,
        r"GET https://api.hubapi.com/crm/v3/objects/contacts/{contact_id} [Authorization: Bearer {TOKEN}; Content-Type: application/json]",
    ),
    (
        r#"import requests
payload = {"filterGroups": [{"filters": [{"propertyName": "email", "operator": "EQ", "value": email}]}], "limit": 1}
res = requests.post('https://api.hubapi.com/crm/v3/objects/contacts/search', json=payload, headers={'Authorization': 'Bearer ' + token})"#,
        r#"POST https://api.hubapi.com/crm/v3/objects/contacts/search [Authorization: Bearer token; Content-Type: application/json] json {"filterGroups":[{"filters":[{"propertyName":"email","operator":"EQ","value":"email"}]}],"limit":1}"#,
    ),
    (
        r#"requests.post("https://api.hubapi.com/oauth/v1/token", data={"grant_type": "refresh_token", "client_id": CLIENT_ID, "refresh_token": "na1-1234"})"#,
        r"POST https://api.hubapi.com/oauth/v1/token [Content-Type: application/x-www-form-urlencoded] form grant_type=refresh_token&client_id=CLIENT_ID&refresh_token=na1-1234",
    ),
    (
        r#"import json, requests
requests.patch(url="https://api.hubapi.com/crm/v3/objects/deals/7", data=json.dumps({"properties": {"amount": 12.5, "closed": True, "x": None}}), headers=dict(Authorization="Bearer x"))"#,
        r#"PATCH https://api.hubapi.com/crm/v3/objects/deals/7 [Authorization: Bearer x] text {"properties":{"amount":12.5,"closed":true,"x":null}}"#,
    ),
    (
        r#"s = requests.Session()
s.headers.update({"Authorization": "Bearer " + os.getenv("T")})
s.headers["Accept"] = "application/json"
s.get("https://api.hubapi.com/crm/v3/owners/")
s.delete("https://api.hubapi.com/crm/v3/objects/notes/%s" % note_id)"#,
        r#"GET https://api.hubapi.com/crm/v3/owners/ [Authorization: Bearer os.getenv("T"); Accept: application/json]
DELETE https://api.hubapi.com/crm/v3/objects/notes/note_id [Authorization: Bearer os.getenv("T"); Accept: application/json]"#,
    ),
    (
        r#"requests.request("PUT", "https://api.hubapi.com/crm/v4/objects/contacts/1/associations/default/companies/2", headers=h)"#,
        r"PUT https://api.hubapi.com/crm/v4/objects/contacts/1/associations/default/companies/2 !unresolved h",
    ),
    (
        r#"import requests as r
url = "https://api.hubapi.com/crm/v3/objects/{}/{}".format("companies", 51)
r.get(url, {"archived": "false"})"#,
        r"GET https://api.hubapi.com/crm/v3/objects/companies/51 ?archived=false",
    ),
    (
        r#"from requests import get, post
get("https://api.hubapi.com/account-info/v3/details")"#,
        r"GET https://api.hubapi.com/account-info/v3/details",
    ),
    (
        r#"import httpx
async with httpx.AsyncClient(base_url="https://api.hubapi.com/crm/v3", headers={"Authorization": "Bearer t"}) as client:
    r = await client.get("/objects/contacts", params={"limit": 5})
    r = await client.post("objects/contacts", json={"properties": {"email": "a@example.com"}})"#,
        r#"GET https://api.hubapi.com/crm/v3/objects/contacts ?limit=5 [Authorization: Bearer t]
POST https://api.hubapi.com/crm/v3/objects/contacts [Authorization: Bearer t; Content-Type: application/json] json {"properties":{"email":"a@example.com"}}"#,
    ),
    (
        r#"from urllib.parse import urljoin
import requests
BASE = "https://api.hubapi.com/crm/v3"
requests.get(urljoin(BASE, "/objects/contacts"))"#,
        r"GET https://api.hubapi.com/objects/contacts !looks like https://api.hubapi.com/crm/v3/objects/contacts",
    ),
    (
        r#"from urllib.request import Request, urlopen
import json
req = Request("https://api.hubapi.com/crm/v3/objects/contacts", data=json.dumps({"properties": {}}).encode("utf-8"), headers={"Authorization": "Bearer t"})
req.add_header("Content-Type", "application/json")
with urlopen(req) as f:
    pass"#,
        r#"POST https://api.hubapi.com/crm/v3/objects/contacts [Authorization: Bearer t; Content-Type: application/json] text {"properties":{}}"#,
    ),
    (
        r#"import http.client
conn = http.client.HTTPSConnection("api.hubapi.com")
payload = ''
headers = { 'Authorization': 'Bearer t' }
conn.request("GET", "/crm/v3/objects/contacts?limit=1", payload, headers)"#,
        r"GET https://api.hubapi.com/crm/v3/objects/contacts?limit=1 [Authorization: Bearer t]",
    ),
    (
        r#"import aiohttp
async with aiohttp.ClientSession(headers={"Authorization": "Bearer t"}) as session:
    async with session.post("https://api.hubapi.com/crm/v3/objects/contacts", json={"properties": {"a": "ü"}}) as resp:
        print(await resp.json())"#,
        r#"POST https://api.hubapi.com/crm/v3/objects/contacts [Authorization: Bearer t; Content-Type: application/json] json {"properties":{"a":"ü"}}"#,
    ),
    (
        r#"import hubspot
from hubspot.crm.contacts import SimplePublicObjectInputForCreate, ApiException
client = hubspot.Client.create(access_token="pat-na1-11111111-2222-3333-4444-555555555555")
try:
    api_response = client.crm.contacts.basic_api.create(simple_public_object_input_for_create=SimplePublicObjectInputForCreate(properties={"email": "a@example.com"}))
    page = client.crm.contacts.basic_api.get_page(limit=10, archived=False, properties=["email", "phone"])
    one = client.crm.contacts.basic_api.get_by_id("512", properties=["email"], id_property="email")
except ApiException as e:
    print(e)"#,
        r#"POST https://api.hubapi.com/crm/v3/objects/contacts [Content-Type: application/json] json {"properties":{"email":"a@example.com"}} bearer pat-na1-11111111-2222-3333-4444-555555555555
GET https://api.hubapi.com/crm/v3/objects/contacts ?limit=10&properties=email&properties=phone&archived=False bearer pat-na1-11111111-2222-3333-4444-555555555555
GET https://api.hubapi.com/crm/v3/objects/contacts/512 ?properties=email&idProperty=email bearer pat-na1-11111111-2222-3333-4444-555555555555"#,
    ),
    (
        r#"from hubspot import HubSpot
from hubspot.crm.contacts import PublicObjectSearchRequest, Filter, FilterGroup
api_client = HubSpot(access_token=os.environ.get("HS"))
request = PublicObjectSearchRequest(filter_groups=[FilterGroup(filters=[Filter(property_name="email", operator="EQ", value="a@example.com")])], limit=5)
api_client.crm.deals.search_api.do_search(public_object_search_request=request)
api_client.crm.objects.basic_api.update("2-123", "9", {"properties": {"a": "b"}})
api_client.crm.associations.v4.basic_api.get_page("contacts", 1, "deals", limit=500)"#,
        r#"POST https://api.hubapi.com/crm/v3/objects/deals/search [Content-Type: application/json] json {"filterGroups":[{"filters":[{"propertyName":"email","operator":"EQ","value":"a@example.com"}]}],"limit":5} bearer os.environ.get("HS")
PATCH https://api.hubapi.com/crm/v3/objects/2-123/9 [Content-Type: application/json] json {"properties":{"a":"b"}} bearer os.environ.get("HS")
GET https://api.hubapi.com/crm/v4/objects/contacts/1/associations/deals ?limit=500 bearer os.environ.get("HS")"#,
    ),
    (
        r#"api_client = HubSpot(api_key="abcdabcd-1111-2222-3333-444455556666")
api_client.crm.contacts.basic_api.get_page()"#,
        r"GET https://api.hubapi.com/crm/v3/objects/contacts key abcdabcd-1111-2222-3333-444455556666 !version HubSpot's client library without hapikey in its methods",
    ),
    (
        r#"api_client.crm.owners.owners_api.get_page(email="a@example.com")
api_client.crm.contacts.frobnicate_api.frob()"#,
        r"GET https://api.hubapi.com/crm/v3/owners/ ?email=a@example.com stored HubSpot client
problem: What this method of HubSpot's client library sends is not known.",
    ),
    (
        r#"client.api_request({"method": "PUT", "path": "/crm/v3/objects/contacts/1", "body": {"properties": {"a": 1}}, "qs": {"x": "1"}})"#,
        r#"PUT https://api.hubapi.com/crm/v3/objects/contacts/1 ?x=1 [Content-Type: application/json] json {"properties":{"a":1}} stored HubSpot client"#,
    ),
    (
        r#"requests.post(url, data='{"a": 1}', json={"b": 2}, auth=("user", "pw"), verify=False, cert="x.pem", header={"a": "b"})"#,
        r#"POST url text {"a": 1} basic user:pw other cert !no effect json !unknown header"#,
    ),
    (
        r#"requests.post("https://api.hubapi.com/files/v3/files", headers=h, files={"file": open("a.csv", "rb")}, data={"folderPath": "/x", "options": json.dumps({"access": "PRIVATE"})})"#,
        r#"POST https://api.hubapi.com/files/v3/files [Content-Type: multipart/form-data] parts folderPath=/x&options={"access":"PRIVATE"}&file=a.csv !unresolved h"#,
    ),
    (
        r#"requests.get("https://api.hubapi.com" + "/crm/v3/objects/contacts" + "?limit=" + str(limit))"#,
        r"GET https://api.hubapi.com/crm/v3/objects/contacts?limit=str(limit)",
    ),
    (
        r#"requests.post("https://api.hubapi.com/x", json=json.dumps({"a": 1}))"#,
        r#"POST https://api.hubapi.com/x [Content-Type: application/json] json "{\"a\":1}" !altered json"#,
    ),
    (
        r#"response = requests.get(
    "https://api.hubapi.com"
    "/crm/v3/properties/contacts",
    headers={**base_headers, "Authorization": "Bearer %(t)s" % {"t": "abc"}},
)"#,
        r"GET https://api.hubapi.com/crm/v3/properties/contacts [Authorization: Bearer abc] !unresolved base_headers",
    ),
];
