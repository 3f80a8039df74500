"""Prints what a screen reader is told of the app, as JSON: a list of [role, name, states, live]."""

import json
import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402

STATES = [Atspi.StateType.SELECTED, Atspi.StateType.FOCUSED, Atspi.StateType.EXPANDED, Atspi.StateType.INVALID_ENTRY]


def walk(node, live, found):
    if node is None:
        return
    try:
        told = node.get_attributes().get("live", live)
        states = node.get_state_set()
        name = " ".join((node.get_name() or text_of(node)).split())
        held = [state.value_nick for state in STATES if states.contains(state)]
        found.append([node.get_role_name(), name, held, told])
        for at in range(node.get_child_count()):
            walk(node.get_child_at_index(at), told, found)
    except gi.repository.GLib.Error:
        # It was drawn anew meanwhile.
        return


def text_of(node):
    try:
        text = node.get_text_iface()
        return Atspi.Text.get_text(text, 0, -1) if text else ""
    except gi.repository.GLib.Error:
        return ""


Atspi.init()
desktop = Atspi.get_desktop(0)
found = []
for at in range(desktop.get_child_count()):
    walk(desktop.get_child_at_index(at), "", found)
json.dump(found, sys.stdout)
