"""Every call of the official Python client, read from the installed package, is one that the catalogue knows."""

import json
import os
import pathlib
import re
import subprocess
import unittest

import hubspot

CLI = os.environ.get("PORTALSCOPE_CLI")
if not CLI:
    raise RuntimeError("PORTALSCOPE_CLI must hold the path of `portalscope-cli`")

# A path and the method with which the generated code sends it.
CALL = re.compile(r'call_api\(\s*"(/[^"]*)",\s*"([A-Z]+)"')
# Calls are checked so many at once: a command line has a greatest length.
AT_ONCE = 100


def calls():
    files = pathlib.Path(hubspot.__file__).parent.rglob("*.py")
    found = (CALL.findall(file.read_text(encoding="utf-8")) for file in files)
    return sorted({f"{method} {path}" for calls in found for path, method in calls})


def unknown(part):
    checked = json.loads(subprocess.run([CLI, "scopes", "check", "--json", *part], check=True, capture_output=True).stdout)
    assert len(checked) == len(part)
    return [f"{call['method']} {call['path']}" for call in checked if call["verdict"] == "unknown_operation"]


class PathsTest(unittest.TestCase):
    def test_every_call_is_known(self):
        found = calls()
        self.assertGreater(len(found), 600)
        parts = (found[at : at + AT_ONCE] for at in range(0, len(found), AT_ONCE))
        self.assertEqual([call for part in parts for call in unknown(part)], [])


if __name__ == "__main__":
    unittest.main()
