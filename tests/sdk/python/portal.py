"""The running demo portal that the tests talk to, and a client for it."""

import json
import os
import uuid

from hubspot import HubSpot
from urllib3.util.retry import Retry

LINE = os.environ.get("DEMO_PORTAL")
if not LINE:
    raise RuntimeError("DEMO_PORTAL must hold the JSON line that `portalscope-cli demo-portal` prints")

PORTAL = json.loads(LINE)


def client(access_token=None):
    """HubSpot's own client, unmodified but for the base path. Waits where the portal says it is asked too fast."""
    retry = Retry(total=3, backoff_factor=0.5, status_forcelist=(429,), allowed_methods=None)
    return HubSpot(
        access_token=access_token or PORTAL["service_key"], host=PORTAL["base_url"], retry=retry
    )


def new_email():
    """An address that no other run of the tests has used."""
    return f"sdk.{uuid.uuid4().hex}@sdk-test.example"
