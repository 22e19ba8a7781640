"""What acts of several matters answer alike: references, pictures, receipts, authors, items."""

from __future__ import annotations

from typing import Any

import attrs

from tickbox_core.categories.fields import YUAN
from tickbox_core.categories.kinds import LARGEST, Count, Hundredths, YesNo
from tickbox_core.declarations import (
    COUNT,
    MONEY,
    Difference,
    Keyed,
    Named,
    Ref,
    Row,
    Said,
    Typed,
    choice,
    gives,
    unseen,
)
from tickbox_core.ledger.receipts import Receipt, code_of
from tickbox_core.model.parties import Party, Side
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


@attrs.frozen
class Referenced:
    """The reference under which something can be followed."""

    ref: str = gives(Typed(), "编号", "reference")


@attrs.frozen
class PictureAnswer:
    """A picture, and what it shows."""

    digest: str = unseen(Typed())
    shows: Text = gives(Said(), "图上是什么", "what it shows")


OVER = Difference(
    Hundredths(YUAN, -LARGEST),
    Text("多花{by}", "{by} more"),
    Text("少花{by}", "{by} less"),
    Text("正好", "the same"),
)
LATE = Difference(
    Count(-LARGEST),
    Text("晚{by}天", "later by {by}, in days"),
    Text("早{by}天", "earlier by {by}, in days"),
    Text("按时", "on time"),
)
PARTS_DONE = Row((COUNT, COUNT), Text("{1}处中完成{0}处", "{0} of {1} finished"))


@attrs.frozen
class ComparisonAnswer:
    """Delivery beside promise; ``over`` and ``late`` are below 0 where cheaper or earlier."""

    cost: int | None = gives(MONEY, "承诺费用", "promised", none=True)
    spent: int = gives(MONEY, "已支出", "spent")
    over: int | None = gives(OVER, "与承诺费用相比", "beside the cost promised", none=True)
    late: int | None = gives(LATE, "与承诺日期相比", "beside the day promised", none=True)
    parts: tuple[int, int] | None = gives(PARTS_DONE, "完成", "finished", none=True)
    left_out: Text = gives(Said(), "未做的部分及原因", "what is left out, and why")
    whole: bool = gives(YesNo(), "全部做完", "all of it done")


@attrs.frozen
class Responsible:
    """An office or a firm that is responsible, and for what."""

    side: str = gives(choice(Side), "责任方", "side")
    name: Text = gives(Said(), "单位名称", "name")
    task: Text = gives(Said(), "任务", "task")

    @classmethod
    def of(cls, party: Party) -> Responsible:
        """An office or a firm and its task."""
        return cls(str(party.side), party.name, party.task)


@attrs.frozen
class ReceiptCode(Typed):
    """The leaf of a receipt (hex); people are shown the code that is read aloud."""

    def describe(self, plain: Any) -> Text:
        """The code."""
        return Text.of(code_of(plain))


@attrs.frozen
class ReceiptAnswer:
    """The receipt of a ballot, a mark or a paper: it says what came in, never what it says."""

    round: str = unseen(Ref("round"))
    slot: str = gives(Ref("slot"), "席位", "slot")
    revision: int = unseen(COUNT)
    leaf: str = gives(
        ReceiptCode(), "回执编号（抄给居民）", "code of the receipt, for the resident"
    )
    index: int = unseen(COUNT)
    size: int = unseen(COUNT)
    root: str = unseen(Typed())

    @classmethod
    def of(cls, receipt: Receipt) -> ReceiptAnswer:
        """A receipt as whoever asked is given it."""
        return cls(**receipt.public())


CODES = Keyed(Ref("slot"), Typed())
"""A code for each slot; it can be read only now."""
