"""A whole sync by tap-hubspot: every stream that it discovers, compared with what the portal says by other calls."""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from collections import defaultdict
from pathlib import Path

from portal import PORTAL, REDIRECT_URI, by_offset, get, ids, lists, members, post, records, refresh_token, submissions

SCOPES = (
    "oauth content forms automation tickets e-commerce sales-email-read crm.lists.read crm.objects.contacts.read "
    "crm.objects.companies.read crm.objects.deals.read crm.objects.owners.read crm.objects.custom.read "
    "crm.schemas.contacts.read crm.schemas.companies.read crm.schemas.deals.read crm.schemas.custom.read"
).split()
# Before the first record. Events and changes are asked for in pieces of a month.
START = "2024-10-01T00:00:00Z"
MONTH_MS = 30 * 24 * 3600 * 1000
MIN_RECORDS = 3
# The path that a stream is paged by, and the least number of pages.
PAGED = {
    "contacts": ("/crm/v3/objects/contacts", 3),
    "companies": ("/companies/v2/companies/paged", 3),
    "deals": ("/deals/v1/deal/paged", 3),
    "engagements": ("/engagements/v1/engagements/modified/after", 3),
}


def run(*arguments):
    """What the tap prints."""
    command = [sys.executable, "at_demo_portal.py", "tap_hubspot", "main", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parent)
    if done.returncode:
        raise AssertionError(done.stderr[-4000:])
    return done.stdout


def sync(folder):
    """Runs the tap as its documentation says: discover, select everything, sync."""
    config = folder / "config.json"
    config.write_text(
        json.dumps(
            {
                "redirect_uri": REDIRECT_URI,
                "client_id": PORTAL["client_id"],
                "client_secret": PORTAL["client_secret"],
                "refresh_token": refresh_token(SCOPES),
                "start_date": START,
                "request_timeout": 60,
                "email_chunk_size": MONTH_MS,
                "subscription_chunk_size": MONTH_MS,
            }
        )
    )
    catalog = json.loads(run("--config", str(config), "--discover"))
    for stream in catalog["streams"]:
        for entry in stream["metadata"]:
            entry["metadata"]["selected"] = True
    selected = folder / "catalog.json"
    selected.write_text(json.dumps(catalog))
    found = {stream["tap_stream_id"]: [] for stream in catalog["streams"]}
    for line in run("--config", str(config), "--properties", str(selected)).splitlines():
        message = json.loads(line)
        if message["type"] == "RECORD":
            found[message["stream"]].append(message["record"])
    return found


def expected():
    """By stream: the key of one of its records, and the keys of the portal's."""
    engagements = (ids(kind) for kind in ("notes", "calls", "emails", "meetings", "tasks"))
    return {
        "contacts": (lambda it: str(it["id"]), ids("contacts")),
        "companies": (lambda it: str(it["companyId"]), ids("companies")),
        "deals": (lambda it: str(it["dealId"]), ids("deals")),
        "tickets": (lambda it: str(it["id"]), ids("tickets")),
        "bikes": (lambda it: str(it["id"]), ids("p_bikes")),
        "engagements": (lambda it: str(it["engagement_id"]), set().union(*engagements)),
        "owners": (lambda it: str(it["id"]), {it["id"] for it in get("/crm/v3/owners")["results"]}),
        "forms": (lambda it: it["guid"], {it["id"] for it in get("/marketing/v3/forms")["results"]}),
        "workflows": (lambda it: str(it["id"]), {it["id"] for it in get("/automation/v4/flows")["results"]}),
        "contact_lists": (lambda it: str(it["listId"]), set(lists())),
        "list_memberships": (
            lambda it: (str(it["listId"]), str(it["recordId"])),
            {(found, member) for found in lists() for member in members(found)},
        ),
        "deal_pipelines": (
            lambda it: it["pipelineId"],
            {it["id"] for it in get("/crm/v3/pipelines/deals")["results"]},
        ),
        "campaigns": (
            lambda it: it["id"],
            {it["id"] for it in by_offset("/email/public/v1/campaigns", "campaigns")},
        ),
        "email_events": (lambda it: it["id"], {it["id"] for it in by_offset("/email/public/v1/events", "events")}),
        "subscription_changes": (
            lambda it: it["recipient"],
            {it["recipient"] for it in by_offset("/email/public/v1/subscriptions/timeline", "timeline")},
        ),
        "form_submissions": (lambda it: (it["formId"], it["conversionId"]), set(submissions())),
        "contacts_by_company": (
            lambda it: (str(it["company-id"]), str(it["contact-id"])),
            {
                (contact["properties"]["associatedcompanyid"], id)
                for id, contact in records("contacts", ["associatedcompanyid"]).items()
            },
        ),
    }


class TapHubspotTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        for label in ("Renewals", "Partners"):
            stages = [{"label": "Open", "displayOrder": 0, "metadata": {"probability": "0.5"}}]
            post("/crm/v3/pipelines/deals", {"label": label, "displayOrder": 1, "stages": stages})
        with tempfile.TemporaryDirectory() as folder:
            wire = Path(folder) / "wire.jsonl"
            os.environ["WIRE"] = str(wire)
            cls.streams = sync(Path(folder))
            cls.calls = [json.loads(line) for line in wire.read_text().splitlines()]

    def test_every_stream_has_the_records_of_the_portal(self):
        wanted = expected()
        self.assertEqual(set(self.streams), set(wanted), "the streams that the tap discovers")
        for stream, (key, portal) in wanted.items():
            with self.subTest(stream=stream):
                found = self.streams[stream]
                print(f"{stream}: {len(found)} records", file=sys.stderr)
                self.assertGreaterEqual(len(found), MIN_RECORDS)
                self.assertEqual({key(record) for record in found}, portal)

    def test_values_are_those_of_version_3(self):
        for stream, key, kind, name in (
            ("companies", "companyId", "companies", "domain"),
            ("deals", "dealId", "deals", "amount"),
        ):
            portal = records(kind, [name])
            for record in self.streams[stream]:
                value = record["properties"][name]["value"]
                wanted = portal[str(record[key])]["properties"][name]
                if name == "amount":
                    value, wanted = float(value), float(wanted)
                self.assertEqual(value, wanted)

    def test_nothing_is_refused_or_made_up_and_the_large_streams_have_many_pages(self):
        refused = [call for call in self.calls if call["status"] >= 400 or call["generic"]]
        self.assertEqual(refused, [])
        pages = defaultdict(int)
        for call in self.calls:
            pages[call["path"].rstrip("/")] += 1
        for stream, (path, least) in PAGED.items():
            self.assertGreaterEqual(pages[path], least, stream)
