"""A worked item, with the figures of the README."""

from __future__ import annotations

from tickbox_core import Item, Text

EXAMPLES = (
    Item(
        "roof",
        Text("1号楼屋面修漏", "Mend the roof of No. 1"),
        "maintenance-fund",
        fields={
            "work": "roof",
            "scope": {"within": ["b1"]},
            "amount": 30_000_00,
            "estimate": "测量所",
            "accounts": [["101", 1_000_00], ["102", 20_000_00]],
        },
    ),
)
