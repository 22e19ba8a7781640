"""The fields of a lift: what is built for whom, who pays by which table."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import attrs

from tickbox_core import Objection, Text
from tickbox_core.categories import a_count, a_name, money, one_of, pairs, several, where, yes_no
from tickbox_core.categories.kinds import Count, Name, Portion
from tickbox_core.model.scope import Scope

KINDS = {"add": Text("加装电梯", "add a lift"), "replace": Text("更新电梯", "replace a lift")}
FUNDING = {
    "fund": Text("维修资金", "maintenance fund"),
    "cash": Text("业主出资", "owners' cash"),
    "mixed": Text("维修资金加业主出资", "fund and owners' cash"),
}
TABLES = {
    "declared": Text("自定楼层系数", "coefficients of our own"),
    "guide": Text("本地公布的楼层分摊指引", "the floor table published here"),
    "corridor": Text(
        "新建连廊：一层不摊，其余每户相同", "new corridor: none on floor 1, equal above"
    ),
    "area": Text("按建筑面积", "by floor area"),
    "unit": Text("每户相同", "the same for every unit"),
}


@attrs.frozen
class Lift:
    """A lift to be added or replaced; raises ``BadValue`` for what cannot be.

    ``coefficients``: by floor, relative, or percentages that sum to 100 (``percent``); they may be
    0 or negative (a compensation to low floors).  ``subsidy``: fen that are granted for certain;
    without it the jurisdiction's rules are applied and said to be an estimate: those that
    ``subsidies`` names, else that for adding or replacing a lift.
    """

    kind: str = one_of("加装还是更新", "add or replace", KINDS)
    scope: Scope = where("涉及哪些房屋", "the units it serves")
    cost: int = money("总费用", "total cost", least=1)
    funding: str = one_of("资金来源", "who pays", FUNDING)
    table: str = one_of("分摊办法", "how it is shared", TABLES)
    storeys: int | None = a_count("楼层数", "storeys", least=2, most=60, default=None)
    coefficients: tuple[tuple[int, Fraction], ...] = pairs(
        "楼层系数", "coefficients by floor", Count(-5, 60),
        Portion(Fraction(-1000), Fraction(1000)), default=(),
    )  # fmt: skip
    percent: bool = yes_no("系数是百分比", "coefficients are percentages", default=False)
    common_land: bool | None = yes_no("占用公共用地", "it takes common land", default=None)
    age: int | None = a_count("现有电梯年限", "age of the lift in years", most=99, default=None)
    subsidy: int | None = money("已批准的补贴", "subsidy granted", default=None)
    subsidies: tuple[str, ...] = several(
        "适用的补贴（本地规定的名称）", "subsidies that apply, as the law of the place calls them",
        Name(), default=(),
    )  # fmt: skip
    lifts: int = a_count("几台电梯", "how many lifts", least=1, most=99, default=1)
    stops: int | None = a_count("停靠站数", "stops", least=2, most=120, default=None)
    exempt: tuple[str, ...] = several("不分摊的房屋", "units exempt", Name(), default=())
    instalments: int = a_count("分几期收取", "instalments", least=1, most=60, default=1)
    upkeep: str = a_name("建成后由谁维护", "who keeps it up", default="")

    def conflicts(self) -> Iterator[Objection]:
        """A table of coefficients where one is named, percentages that are 100."""
        if self.table == "declared" and not self.coefficients:
            yield Objection(
                Text(
                    "选了自定系数，但没有写。", "coefficients of your own are chosen, none given."
                ),
                Text("请写每层的系数，如1=0;2=0.5。", "Give them by floor: 1=0;2=0.5."),
                field="coefficients",
            )
        total = sum(coefficient for _, coefficient in self.coefficients)
        if self.percent and total != 100:
            yield Objection(
                Text(
                    f"百分比合计为{total}，不是100。", f"the percentages sum to {total}, not 100."
                ),
                Text("请改表。", "Mend the table."),
                field="coefficients",
            )
        if self.coefficients and not self.percent and total <= 0:
            yield Objection(
                Text(f"系数合计为{total}，无法分摊。", f"the coefficients sum to {total}."),
                Text("合计必须大于0。", "They must sum to more than 0."),
                field="coefficients",
            )
