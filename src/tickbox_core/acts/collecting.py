"""What an item of a list is given as: its fields, and the wishes that it came of."""

from __future__ import annotations

from typing import Any

import attrs

from tickbox_core.acts.states import FORMING
from tickbox_core.categories import a_line, a_table, money, pairs, where
from tickbox_core.categories.kinds import Choice, Hundredths
from tickbox_core.declarations import FieldsOf, new_id, refers_to, refers_to_several
from tickbox_core.declarations.fields import a_name, named_values
from tickbox_core.model import Funding, Item, Option
from tickbox_core.model.scope import Scope
from tickbox_core.text import EMPTY, Text

YUAN = Text("元", "yuan")
SOURCE = Choice(
    {str(source): source.words for source in Funding},
    also={
        **dict.fromkeys(("自筹", "业主自筹", "居民自筹资金", "居民出资", "自费"), "own"),
        **dict.fromkeys(("维修基金", "专项维修资金", "公维金", "住宅专项维修资金"), "fund"),
        **dict.fromkeys(("小区公共收益", "业主公共收益", "公共部位收益"), "common"),
        **dict.fromkeys(
            ("财政", "财政资金", "政府补贴", "财政补贴", "街道资金", "镇财政"), "public"
        ),
        **dict.fromkeys(("共建单位", "赞助", "捐款", "捐赠", "企业赞助"), "sponsor"),
        **dict.fromkeys(("实物", "劳务", "义工"), "in-kind"),
    },
)
"""Where money comes from, in the words of committees too."""


@attrs.frozen
class AnOption:
    """One of several ways to carry an item out."""

    id: str = a_name("方案编号", "option id")
    title: Text = a_line("方案", "option")
    cost: int | None = money("费用", "cost", default=None)


def _options(given: tuple[AnOption, ...]) -> tuple[Option, ...]:
    return tuple(Option(one.id, one.title, one.cost) for one in given)


def its_category() -> Any:
    """The category of an item, of those that its round knows: its own fields are asked for then."""
    return refers_to(
        "category", "类别", "category", within="round", noted=False, decides=True, default="plain"
    )


@attrs.frozen
class AnItem:
    """An item of a list, and the wishes it came of."""

    round: str = refers_to("round", "轮次", "round", states=FORMING, decides=True)
    id: str = new_id("item", "事项编号", "item id", within="round")
    title: Text = a_line("标题", "title")
    refs: tuple[str, ...] = refers_to_several(
        "wish", "来自哪些心愿", "from which wishes", noted=False, default=()
    )
    category: str = its_category()
    description: Text = a_line("说明", "description", default=EMPTY)
    place: Text = a_line("地点", "place", default=EMPTY)
    cost: int | None = money("费用", "cost", default=None)
    funding: tuple[tuple[str, int], ...] = pairs(
        "资金来源", "funding", SOURCE, Hundredths(YUAN), whole="cost", default=()
    )
    tier: str = a_name("出资层级", "tier that pays", default="")
    options: tuple[AnOption, ...] = a_table("可选方案", "ways to do it", AnOption, default=())
    scope: Scope | None = where("涉及范围", "whom it concerns", default=None)
    fields: dict[str, Any] | None = named_values(
        "类别填报项", "fields of its category", default=None, refers=FieldsOf("category")
    )

    def item(self) -> Item:
        """The item itself."""
        return Item(id=self.id, **item_parts(self))


def item_parts(given: Any) -> dict[str, Any]:
    """The parts of an item by name, from the fields that ask for one."""
    return {
        "title": given.title,
        "category": given.category,
        "description": given.description,
        "place": given.place,
        "cost": given.cost,
        "fields": given.fields or {},
        "funding": dict(given.funding),
        "scope": None if given.scope is None else given.scope.plain(),
        "tier": given.tier,
        "options": _options(given.options),
    }
