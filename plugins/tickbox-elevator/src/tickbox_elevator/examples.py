"""Worked items, with the figures of the README."""

from __future__ import annotations

from tickbox_core import Item, Text

EXAMPLES = (
    Item(
        "lift",
        Text("8号楼加装电梯", "A lift for No. 8"),
        "elevator",
        fields={
            "kind": "add",
            "scope": {"within": ["b8"]},
            "cost": 600_000_00,
            "funding": "cash",
            "table": "declared",
            "coefficients": [
                [1, "0"],
                [2, "1/2"],
                [3, "1"],
                [4, "11/10"],
                [5, "6/5"],
                [6, "13/10"],
                [7, "7/5"],
            ],
            "storeys": 7,
            "common_land": True,
        },
    ),
    Item(
        "new",
        Text("3号楼电梯更新", "A new lift in No. 3"),
        "elevator",
        fields={
            "kind": "replace",
            "scope": {"within": ["b3"]},
            "cost": 400_000_00,
            "funding": "fund",
            "table": "area",
            "age": 20,
        },
    ),
)
