"""Acts on the items of a list: put on it, and changed while it is being formed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from tickbox_core.acts.act import Act, Actor
from tickbox_core.acts.collecting import SOURCE, YUAN, AnItem, AnOption, item_parts, its_category
from tickbox_core.acts.states import FORMING
from tickbox_core.categories import a_line, a_table, fields_of, money, pairs, where
from tickbox_core.categories.kinds import Hundredths
from tickbox_core.components.lists import RoundAnswer
from tickbox_core.components.places import PlaceService
from tickbox_core.declarations import FieldsOf, new_id, refers_to
from tickbox_core.declarations.acts import Change, Standing
from tickbox_core.declarations.fields import a_name, named_values
from tickbox_core.desk import Desk
from tickbox_core.desk.listing import require_listing
from tickbox_core.errors import DuplicateId, NotListed, NotPossible, UnknownId
from tickbox_core.model import Item, Option, Round, with_origins
from tickbox_core.model.scope import Scope, scope_of
from tickbox_core.text import EMPTY, Text, join_texts
from tickbox_core.workflow.answers import TheItem
from tickbox_core.workflow.changing import clearing, plain_of_thing


@attrs.frozen
class AnItemChanged:
    """An item of a list that is not posted yet; what is not given stays as it is."""

    round: str = refers_to("round", "轮次", "round", states=FORMING)
    id: str = refers_to("item", "事项", "item", within="round", decides=True)
    title: Text = a_line("标题", "title")
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
    unset: tuple[str, ...] = clearing()


def _item_there(desk: Desk, named: Mapping[str, Any]) -> Standing | None:
    try:
        round = desk.round(named["round"])
        item = round.item(named["id"])
    except (NotListed, UnknownId):
        return None
    return Standing({**named, **plain_item(item)}, round)


def plain_item(item: Item) -> dict[str, Any]:
    """What an item is given as, but for round and id."""
    values = {
        **{name: getattr(item, name) for name in _PARTS},
        "funding": tuple(item.funding.items()),
        "scope": None if item.scope is None else scope_of(item.scope),
        "options": tuple(AnOption(one.id, one.title, one.cost) for one in item.options),
        "fields": item.fields or None,
    }
    return plain_of_thing(AnItemChanged, values)


_PARTS = ("title", "category", "description", "place", "cost", "tier")


def _list(desk: Desk, given: AnItem, actor: Actor) -> Any:
    round = desk.round(given.round)
    if given.id in round.item_ids:
        _says_nothing_else(round.item(given.id), given)
    desk.collecting.list_as(given.refs, given.round, given.item(), onto=round)
    return TheItem(given.round, given.id)


def _says_nothing_else(item: Item, given: AnItem) -> None:
    """Refuse an item that is listed already with other contents: listing it changes nothing."""
    said = {one.key: one for one in fields_of(AnItem) if getattr(given, one.name) != one.default}
    other = [
        said[name].label
        for name, value in item_parts(given).items()
        if name in said and getattr(item, name) != _over(value, getattr(item, name))
    ]
    if other:
        raise NotPossible(
            Text(
                "清单上已有“{id}”，内容不同：{other}。",
                "'{id}' is on the list already, and not the same: {other}.",
            ).filled(id=item.id, other=join_texts(other, "、", ", ")),
            Text(
                "要改内容请用 item/change；要另列一项请换编号。",
                "Change it with item/change; give a new item another id.",
            ),
        )


def _over(value: Any, listed: Any) -> Any:
    if isinstance(value, Text):
        return value.over(listed)
    has_options = isinstance(value, tuple) and all(isinstance(one, Option) for one in value)
    return with_origins(value, listed) if has_options else value


def _change(desk: Desk, given: AnItemChanged, actor: Actor, standing: Standing | None) -> Any:
    if standing is None:
        desk.round(given.round).item(given.id)  # says what is not there
        raise NotListed(Text("事项", "item"), given.id)
    round: Round = standing.base
    require_listing(round, Text("修改事项", "change an item"))
    parts = {name: part for name, part in item_parts(given).items() if name in standing.touched}
    if "options" in parts:
        parts["options"] = with_origins(parts["options"], round.item(given.id).options)
    new = attrs.evolve(round.item(given.id), **parts)
    items = tuple(new if one.id == new.id else one for one in round.items)
    desk.prepare(attrs.evolve(round, items=items))
    return TheItem(round.id, new.id)


@attrs.frozen
class RemoveItem:
    """An item that is taken off a list that is being formed."""

    round: str = refers_to("round", "轮次", "round", states=FORMING, decides=True)
    item: str = refers_to("item", "事项", "item", within="round")
    reason: Text = a_line("撤下理由", "why it is taken off")


def _remove(desk: Desk, given: RemoveItem, actor: Actor) -> Any:
    round = desk.round(given.round)
    return RoundAnswer.of(
        desk.collecting.take_off(round, given.item, given.reason, actor.name),
        desk.posting.to_post_again(round.id),
    )


@attrs.frozen
class AnOfferListed:
    """A free offer of a service place that is put on a list as an item."""

    round: str = refers_to("round", "轮次", "round", states=FORMING, decides=True)
    offer: str = refers_to("offer", "免费服务", "free offer")
    id: str = new_id("item", "事项编号", "item id", within="round")
    category: str = its_category()


def _list_offer(desk: Desk, given: AnOfferListed, actor: Actor) -> Any:
    places = desk.service(PlaceService)
    offer = places.offer(given.offer)
    place = places.place(offer.place)
    if not offer.open or place is None or not place.open:
        raise NotPossible(
            Text("这项服务已经结束。", "this offer has ended."),
            Text("请选正在提供的服务。", "Choose one that goes on."),
        )
    round = desk.round(given.round)
    if given.id in round.item_ids:
        raise DuplicateId("item", given.id)
    item = Item(
        id=given.id,
        title=offer.title,
        category=given.category,
        description=join_texts(
            [one for one in (offer.kind.words, offer.hours, offer.description) if one], "；", "; "
        ),
        place=join_texts([one for one in (place.name, place.address) if one], "，", ", "),
        cost=0,
    )
    desk.collecting.list_as((), given.round, item, onto=round)
    return TheItem(given.round, given.id)


ACTS = (
    Act("item/add", Text("事项列入清单", "put an item on a list"), AnItem, _list, answer=TheItem),
    Act(
        "item/change",
        Text("修改事项", "change an item"),
        AnItemChanged,
        _change,
        change=Change(("round", "id"), _item_there),
        answer=TheItem,
    ),
    Act(
        "item/from-offer",
        Text("免费服务列入清单", "put a free offer on a list"),
        AnOfferListed,
        _list_offer,
        answer=TheItem,
    ),
    Act(
        "item/remove",
        Text("事项撤下清单", "take an item off a list"),
        RemoveItem,
        _remove,
        answer=RoundAnswer,
    ),
)
