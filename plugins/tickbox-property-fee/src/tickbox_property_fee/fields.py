"""The fields of an item of this category."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from tickbox_core import Objection, Text
from tickbox_core.categories import a_line, a_month, fields_of, money, one_of, plain_fields, read
from tickbox_core.categories import fault as fault_of

CONTRACTS = {
    "lump-sum": Text("包干制", "lump-sum contract"),
    "commission": Text("酬金制", "commission contract"),
}
KINDS = {
    "home": Text("住宅", "homes"),
    "shop": Text("商铺", "shops"),
    "parking": Text("车位", "parking spaces"),
}
POSTED = {
    "audited-accounts": Text("经审计的账目", "audited accounts"),
    "assessed-price": Text("第三方评估价格", "an assessed price"),
}
PER_SQUARE_METRE = Text("每平方米每月。", "Per m² and month.")
EXAMPLE = Text("如“住宅（无电梯）”。", "'homes without a lift', say.")


@attrs.frozen
class PropertyFee:
    """A change of the fee of one class of units; raises ``BadValue`` where it cannot be.

    ``class_`` (plain key ``class``) names the fee class.  ``fee_now`` and ``fee_new`` are fen per
    m² and month.  ``from_`` (``from``) is the first month of the new fee, ``"2026-07"``.  Left
    empty where it is not known: the ``kind`` of unit the class is made of (``home``, ``shop``,
    ``parking``), ``contract`` (``lump-sum`` or ``commission``) and what was ``posted`` before a
    rise (``audited-accounts`` or ``assessed-price``).
    """

    class_: Text = a_line("收费类别", "fee class", help=EXAMPLE)
    fee_now: int = money("现行标准", "fee now", least=1, help=PER_SQUARE_METRE)
    fee_new: int = money("调整后标准", "new fee", least=1, help=PER_SQUARE_METRE)
    from_: str = a_month("执行月份", "first month")
    kind: str = one_of("房屋种类", "kind of unit", KINDS, default="")
    contract: str = one_of("合同方式", "kind of contract", CONTRACTS, default="")
    posted: str = one_of("已公布的依据", "posted grounds", POSTED, default="")

    @classmethod
    def of(cls, plain: Mapping[str, Any], where: str = "property fee") -> PropertyFee:
        """From an item's ``fields``; ``BadValue`` names ``where``, the first fault, the remedy."""
        return read(cls, plain, where)

    def plain(self) -> dict[str, Any]:
        """The mapping that ``of`` reads, ready for JSON; what is empty is left out."""
        return plain_fields(self)

    def conflicts(self) -> Iterator[Objection]:
        """A change that changes nothing."""
        if self.fee_now == self.fee_new:
            (new,) = (one for one in fields_of(PropertyFee) if one.key == "fee_new")
            yield fault_of(
                new,
                Text("与现行标准相同。", "is the same as the fee now."),
                Text("没有变动就不必列入清单。", "Without a change there is nothing to list."),
            )

    @property
    def rises(self) -> bool:
        """Whether the new fee is higher."""
        return self.fee_new > self.fee_now
