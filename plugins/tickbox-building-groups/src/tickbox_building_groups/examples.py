"""A worked item: three of the five ones."""

from __future__ import annotations

from tickbox_core import Item, Text

EXAMPLES = (
    Item(
        "group",
        Text("1号楼组", "Group of No. 1"),
        "building-groups",
        fields={
            "building": {"within": ["b1"]},
            "shown": ["roster", "photo", "outing"],
            "cuts": [[3, "3/5"], [5, "1"]],
        },
    ),
)
