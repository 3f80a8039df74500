"""The running demo portal, its consent page, and its records as the CRM API shows them."""

import json
import os
import re
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

LINE = os.environ.get("DEMO_PORTAL")
if not LINE:
    raise RuntimeError("DEMO_PORTAL must hold the JSON line that `portalscope-cli demo-portal` prints")

PORTAL = json.loads(LINE)
REDIRECT_URI = "http://localhost:17421/oauth/callback"


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


_opener = build_opener(_Stay)


def _call(path, body=None):
    headers = {"Authorization": f"Bearer {PORTAL['service_key']}", "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    with _opener.open(Request(PORTAL["base_url"] + path, data, headers)) as answer:
        return json.load(answer)


def get(path):
    """The JSON that the portal answers."""
    return _call(path)


def post(path, body):
    """The JSON that the portal answers to a body."""
    return _call(path, body)


def paged(path, **query):
    """The results of all pages."""
    while True:
        page = get(f"{path}?{urlencode(query)}")
        yield from page["results"]
        if "paging" not in page:
            return
        query["after"] = page["paging"]["next"]["after"]


def records(kind, properties=()):
    """All records of a type by id."""
    found = paged(f"/crm/v3/objects/{kind}", limit=100, properties=",".join(properties))
    return {record["id"]: record for record in found}


def ids(kind):
    """The ids of all records of a type."""
    return set(records(kind))


def lists():
    """The ids of all lists."""
    return [found["listId"] for found in post("/crm/v3/lists/search", {"count": 500})["lists"]]


def members(found):
    """The ids of the members of a list."""
    return [entry["recordId"] for entry in paged(f"/crm/v3/lists/{found}/memberships", limit=250)]


def submissions():
    """The submissions of all forms: the form's id and their own."""
    for form in get("/marketing/v3/forms")["results"]:
        for submission in paged(f"/form-integrations/v1/submissions/forms/{form['id']}", limit=50):
            yield form["id"], submission["conversionId"]


def by_offset(path, key):
    """A list of version 1."""
    offset = "0"
    while True:
        page = get(f"{path}?{urlencode({'limit': 500, 'offset': offset})}")
        yield from page[key]
        if not page["hasMore"]:
            return
        offset = page["offset"]


def refresh_token(scopes):
    """Clicks through the consent page as a person would, and exchanges the code."""
    query = {"client_id": PORTAL["client_id"], "redirect_uri": REDIRECT_URI, "scope": " ".join(scopes), "state": "s"}
    with _opener.open(f"{PORTAL['authorize_url']}?{urlencode(query)}") as page:
        html = page.read().decode()
    form = {"account": PORTAL["portal_id"], "decision": "connect"}
    for name in ("consent", "form_token"):
        form[name] = re.search(f'name="{name}" value="([^"]+)"', html)[1]
    try:
        _opener.open(PORTAL["authorize_url"], urlencode(form).encode())
        raise AssertionError("the consent page did not redirect")
    except HTTPError as redirect:
        code = parse_qs(urlsplit(redirect.headers["Location"]).query)["code"][0]
    exchange = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": REDIRECT_URI,
        "client_id": PORTAL["client_id"],
        "client_secret": PORTAL["client_secret"],
    }
    with _opener.open(f"{PORTAL['base_url']}/oauth/v1/token", urlencode(exchange).encode()) as answer:
        return json.load(answer)["refresh_token"]
