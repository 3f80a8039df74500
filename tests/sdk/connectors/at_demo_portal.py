"""Runs the program of a package, unmodified but for HubSpot's address, which becomes the demo portal's.

    python at_demo_portal.py MODULE FUNCTION [ARGUMENTS]

Every call is written as a line of JSON to the file that WIRE names."""

import importlib
import json
import os
import sys
from urllib.parse import urlsplit

from requests.adapters import HTTPAdapter

HUBSPOT = "https://api.hubapi.com"
PORTAL = json.loads(os.environ["DEMO_PORTAL"])["base_url"]

send_anywhere = HTTPAdapter.send


def send(adapter, request, *arguments, **options):
    if not request.url.startswith(HUBSPOT + "/"):
        raise RuntimeError(f"the test stays on this computer, and does not call {request.url}")
    request.url = PORTAL + request.url.removeprefix(HUBSPOT)
    answer = send_anywhere(adapter, request, *arguments, **options)
    address = urlsplit(request.url)
    call = {
        "method": request.method,
        "path": address.path,
        "query": address.query,
        "status": answer.status_code,
        "generic": answer.headers.get("X-Demo-Generic") == "true",
    }
    with open(os.environ["WIRE"], "a", encoding="utf-8") as wire:
        wire.write(json.dumps(call) + "\n")
    return answer


HTTPAdapter.send = send
module, function, *sys.argv[1:] = sys.argv[1:]
getattr(importlib.import_module(module), function)()
