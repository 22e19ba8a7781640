"""What the answers of several matters hold: authors, items of rounds."""

from __future__ import annotations

import attrs

from tickbox_core.declarations import (
    Keyed,
    Named,
    Ref,
    Row,
    Typed,
    gives,
)
from tickbox_core.text import Text

ITEM_OF_ROUND = Row((Ref("round"), Ref("item")), Text("{0}：{1}", "{0}: {1}"))
"""A round and an item of it."""
AUTHOR = Keyed(
    Named(
        {
            "name": Text("姓名", "name"),
            "contact": Text("联系方式", "contact"),
            "unit": Text("门牌", "unit"),
            "slot": Text("席位", "slot"),
        }
    ),
    Typed(),
)
"""What is sealed of whoever says something; empty once it was erased."""


@attrs.frozen
class TheItem:
    """An item of a list."""

    round: str = gives(Ref("round"), "轮次", "round")
    item: str = gives(Ref("item"), "事项", "item")
