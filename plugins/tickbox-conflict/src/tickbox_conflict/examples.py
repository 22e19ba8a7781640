"""A worked item: a matter that names nobody."""

from __future__ import annotations

from tickbox_core import Item, Text

EXAMPLES = (
    Item(
        "parking",
        Text("重划停车位", "Mark the spaces anew"),
        "conflict",
        fields={
            "matter": "parking",
            "where": {"zh": "一期", "en": "phase one"},
            "proposal": {"zh": "先开听证会", "en": "a hearing first"},
        },
    ),
)
