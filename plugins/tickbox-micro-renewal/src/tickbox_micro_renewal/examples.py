"""Worked items: a garden that ticks decide, and one that needs motions."""

from __future__ import annotations

from tickbox_core import Item, Text

_FIELDS = {"site_visit": "2026-03-01", "cost_cap": 100_000_00, "upkeep": "物业"}
EXAMPLES = (
    Item(
        "garden",
        Text("小花园升级", "A better garden"),
        "micro-renewal",
        cost=80_000_00,
        fields=_FIELDS,
    ),
    Item(
        "square",
        Text("小广场改停车位", "The small square for parking"),
        "micro-renewal",
        cost=80_000_00,
        fields={**_FIELDS, "changes_use": True},
    ),
)
