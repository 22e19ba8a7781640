"""The fields of an item: one class of units, or several, and when they pay what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

import attrs

from tickbox_core import Objection, Text
from tickbox_core.categories import (
    a_line,
    a_month,
    a_table,
    fields_of,
    money,
    one_of,
    pairs,
    plain_fields,
    read,
    where,
)
from tickbox_core.categories import fault as fault_of
from tickbox_core.categories.kinds import Month, Portion
from tickbox_core.model.scope import Scope
from tickbox_core.text import EMPTY

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
BY = {
    "area": Text("按面积（每平方米每月）", "by area (per m² and month)"),
    "unit": Text("按套或按个（每月）", "for each unit (per month)"),
}
PER_MONTH = Text("每平方米（或每套）每月。", "Per m² (or unit) and month.")
EXAMPLE = Text("如“住宅（无电梯）”。", "'homes without a lift', say.")
STAGES = Text(
    "分步到位：某月起收涨幅的几成，最后一步是1。",
    "Step by step: from a month on, the part of the change that is paid; the last is 1.",
)
WHOLE = Fraction(1)


@attrs.frozen
class FeeClass:
    """One class of units that pay one price; raises ``BadValue`` where it cannot be.

    ``fee_now`` and ``fee_new`` are fen a month, per m² or, ``by`` unit, for each unit.  ``kind``
    and ``scope`` say which units are in the class, as far as they are given; ``service`` what the
    firm does for it.
    """

    class_: Text = a_line("收费类别", "fee class", help=EXAMPLE)
    fee_now: int = money("现行标准", "fee now", least=1, help=PER_MONTH)
    fee_new: int = money("调整后标准", "new fee", least=1, help=PER_MONTH)
    kind: str = one_of("房屋种类", "kind of unit", KINDS, default="")
    by: str = one_of("计费方式", "counted by", BY, default="area")
    service: Text = a_line("服务标准", "service", default=EMPTY)
    scope: Scope | None = where("哪些房屋", "which units", default=None)

    @property
    def change(self) -> int:
        """By how much the fee changes, fen a month."""
        return self.fee_new - self.fee_now

    @property
    def uplift(self) -> Fraction:
        """The change as a part of the fee now, exact."""
        return Fraction(self.change, self.fee_now)


@attrs.frozen
class PropertyFee:
    """A change of the fees of one class of units, or of several together.

    ``class_`` (plain key ``class``) to ``scope`` are the first class, as in ``FeeClass``; ``more``
    the others.  ``from_`` (``from``) is the first month of the new fees, ``"2026-07"``;
    ``stages`` (month, part of the change, in rising order, the last part 1) are later steps where
    not all of it is paid at once, ``first`` the part paid from ``from_``.  ``trial_from`` is the
    first month in which the new service runs while the fee of now is paid.  Left empty where it is
    not known: ``contract`` (``lump-sum`` or ``commission``) and what was ``posted`` before a rise.
    """

    class_: Text = a_line("收费类别", "fee class", help=EXAMPLE)
    fee_now: int = money("现行标准", "fee now", least=1, help=PER_MONTH)
    fee_new: int = money("调整后标准", "new fee", least=1, help=PER_MONTH)
    from_: str = a_month("执行月份", "first month")
    kind: str = one_of("房屋种类", "kind of unit", KINDS, default="")
    contract: str = one_of("合同方式", "kind of contract", CONTRACTS, default="")
    posted: str = one_of("已公布的依据", "posted grounds", POSTED, default="")
    by: str = one_of("计费方式", "counted by", BY, default="area")
    service: Text = a_line("服务标准", "service", default=EMPTY)
    scope: Scope | None = where("哪些房屋", "which units", default=None)
    more: tuple[FeeClass, ...] = a_table("其他类别", "other classes", FeeClass, default=())
    stages: tuple[tuple[str, Fraction], ...] = pairs(
        "分步到位", "stages", Month(), Portion(), default=(), help=STAGES
    )
    trial_from: str = a_month("试行月份", "trial from", default="")

    @classmethod
    def of(cls, plain: Mapping[str, Any], where: str = "property fee") -> PropertyFee:
        """From an item's ``fields``; ``BadValue`` names ``where``, the first fault, the remedy."""
        return read(cls, plain, where)

    def plain(self) -> dict[str, Any]:
        """The mapping that ``of`` reads, ready for JSON; what is empty is left out."""
        return plain_fields(self)

    @property
    def classes(self) -> tuple[FeeClass, ...]:
        """Every class of units, the first one first."""
        first = FeeClass(
            self.class_, self.fee_now, self.fee_new, self.kind, self.by, self.service, self.scope
        )
        return (first, *self.more)

    @property
    def steps(self) -> tuple[tuple[str, Fraction], ...]:
        """From which month which part of the change is paid; without stages all from the first."""
        return self.stages or ((self.from_, WHOLE),)

    @property
    def rises(self) -> bool:
        """Whether any new fee is higher."""
        return any(one.change > 0 for one in self.classes)

    def conflicts(self) -> Iterator[Objection]:
        """A change that changes nothing, classes of one name, months in no order."""
        if all(one.change == 0 for one in self.classes):
            yield _fault(
                "fee_new",
                Text("与现行标准相同。", "is the same as the fee now."),
                Text("没有变动就不必列入清单。", "Without a change there is nothing to list."),
            )
        names = [one.class_ for one in self.classes]
        if len(set(names)) < len(names):
            yield _fault(
                "more",
                Text("有两个同名的类别。", "holds two classes of one name."),
                Text("请给每类起不同的名字。", "Name each class differently."),
            )
        yield from self._check_order()

    def _check_order(self) -> Iterator[Objection]:
        rising = all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(self.stages))
        (first, least), (_, most) = self.steps[0], self.steps[-1]
        ends = first == self.from_ and least > 0 and most == WHOLE
        if not rising or not ends:
            yield _fault(
                "stages",
                Text(
                    "应从执行月份开始，逐步增加，最后到1。",
                    "begin with the first month, rise, and end with 1.",
                ),
                Text("如：2026-07=1/2；2027-01=1。", "2026-07=1/2; 2027-01=1, say."),
            )
        if self.trial_from and self.trial_from >= self.from_:
            yield _fault(
                "trial_from",
                Text("应早于执行月份。", "comes before the first month of the new fee."),
                Text("先试行，后收费。", "First the trial, then the fee."),
            )


def _fault(key: str, problem: Text, remedy: Text) -> Objection:
    (named,) = (one for one in fields_of(PropertyFee) if one.key == key)
    return fault_of(named, problem, remedy)
