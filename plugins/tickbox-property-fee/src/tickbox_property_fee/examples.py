"""Worked items: homes, shops and parking in stages; and a choice of firms."""

from __future__ import annotations

from tickbox_core import Item, Text

FEES = (
    Item(
        "fee",
        Text("物业费调整", "Property fee"),
        "property-fee",
        fields={
            "class": {"zh": "住宅（无电梯）", "en": "homes without a lift"},
            "fee_now": 80,
            "fee_new": 140,
            "from": "2026-07",
            "contract": "lump-sum",
            "posted": "audited-accounts",
            "kind": "home",
            "more": [
                {
                    "class": {"zh": "商铺", "en": "shops"},
                    "fee_now": 200,
                    "fee_new": 260,
                    "kind": "shop",
                }
            ],
            "stages": [["2026-07", "1/2"], ["2027-01", "1"]],
        },
    ),
)
FIRMS = (
    Item(
        "firm",
        Text("选聘物业", "Which property firm"),
        "property-firm",
        fields={
            "contract_ends": "2026-12-31",
            "decide_by": "2026-12-30",
            "fee_now": 80,
            "current": "old",
            "bidders": [
                {"id": "old", "name": {"zh": "原物业", "en": "the firm now"}, "fee": 120},
                {"id": "north", "name": {"zh": "北方物业", "en": "North"}, "fee": 140},
            ],
        },
    ),
)
