"""Acts of collecting: service places, wishes, their replies, and how they become items."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from tickbox_core.acts.act import Act, Actor, Role
from tickbox_core.acts.states import FORMING
from tickbox_core.categories import (
    a_line,
    a_table,
    money,
    one_of,
    pairs,
    some_of,
    where,
)
from tickbox_core.categories.kinds import Choice, Hundredths
from tickbox_core.components.wishes import (
    MERGED,
    SERVICES,
    FollowedAnswer,
    PlaceAnswer,
    PlaceNamed,
    Taken,
    WishAnswer,
)
from tickbox_core.declarations import FieldsOf, ListOf, new_id, refers_to, refers_to_several
from tickbox_core.declarations.acts import Change, Standing
from tickbox_core.declarations.fields import NoFields, a_name, json_object, prose
from tickbox_core.desk import Desk
from tickbox_core.errors import TickboxError
from tickbox_core.model import Funding, Item, Option
from tickbox_core.model.scope import Scope
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.changing import UNSET, clearing, plain_of_thing
from tickbox_core.year import Channel, NewWish, Reply, ServicePlace, Tier

YUAN = Text("元", "yuan")
FUNDING = {str(source): source.words for source in Funding}
CHANNELS = {str(channel): channel.words for channel in Channel}


@attrs.frozen
class ThePlace:
    """A service place."""

    id: str = new_id("place", "编号", "id")
    name: Text = a_line("名称", "name")
    tier: str = one_of("级别", "tier", {str(tier): tier.words for tier in Tier})
    area: str = refers_to("area", "所在区域", "area", noted=False, default="")
    address: Text = a_line("地址", "address", default=EMPTY)
    hours: Text = a_line("开放时间", "hours", default=EMPTY)
    phone: str = a_name("电话", "phone", default="")
    services: tuple[str, ...] = some_of("服务", "services", SERVICES, default=tuple(SERVICES))
    unset: tuple[str, ...] = clearing()


@attrs.frozen
class Reference:
    """The reference of a wish."""

    ref: str = refers_to("wish", "心愿编号", "reference", noted=False)


@attrs.frozen
class ThePlaceId:
    """The id of a service place."""

    id: str = refers_to("place", "编号", "id")


@attrs.frozen
class AWish:
    """A wish, in its author's words; ``author`` and ``contact`` are sealed."""

    text: str = prose("心愿内容", "the wish")
    channel: str = one_of("渠道", "channel", CHANNELS, default="online")
    category: str = refers_to("category", "类别", "category", noted=False, default="")
    area: str = refers_to("area", "关于哪里", "about which area", noted=False, default="")
    place: str = refers_to("place", "服务点", "service place", noted=False, default="")
    author: str = a_name("心愿人", "author", default="")
    contact: str = a_name("联系方式", "contact", default="")
    unit: str = a_name("门牌", "unit", default="")


@attrs.frozen
class AMerge:
    """Wishes that ask for the same."""

    refs: tuple[str, ...] = refers_to_several(
        "wish", "要合并的心愿", "wishes to merge", noted=False, least=1
    )
    into: str = refers_to("wish", "并入哪一条", "into which", noted=False)
    reason: Text = a_line("理由", "reason")


@attrs.frozen
class ATakingApart:
    """A wish that is to stand alone again."""

    ref: str = refers_to("wish", "心愿编号", "reference", noted=False)
    reason: Text = a_line("理由", "reason")


@attrs.frozen
class AReply:
    """A reply to a wish."""

    ref: str = refers_to("wish", "心愿编号", "reference", noted=False, decides=True)
    reply: str = one_of("答复", "reply", {str(reply): reply.words for reply in Reply})
    words: Text = a_line("答复内容", "in words")
    referred_to: Text = a_line("转交给谁", "referred to", default=EMPTY)
    posted: Text = a_line("公示的心愿内容", "the wish as posted", default=EMPTY)
    unset: tuple[str, ...] = clearing()


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
        "资金来源", "funding", Choice(FUNDING), Hundredths(YUAN), default=()
    )
    tier: str = a_name("出资层级", "tier that pays", default="")
    options: tuple[AnOption, ...] = a_table("可选方案", "ways to do it", AnOption, default=())
    scope: Scope | None = where("涉及范围", "whom it concerns", default=None)
    fields: dict[str, Any] | None = json_object(
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


_INSIDE = (Role.STAFF, Role.TOWN, Role.KEYER)


def _take(desk: Desk, given: AWish, actor: Actor) -> Any:
    channel = Channel(given.channel) if actor.role in _INSIDE else Channel.ONLINE
    known = {"name": given.author, "contact": given.contact, "unit": given.unit}
    wish = desk.collecting.take(
        NewWish(
            text=given.text,
            channel=channel,
            category=given.category,
            area=given.area,
            place=given.place,
            author={name: value for name, value in known.items() if value},
            taken_by=actor.name,
        )
    )
    return Taken(wish.ref, wish.at)


def _reply_there(desk: Desk, named: Mapping[str, Any]) -> Standing | None:
    try:
        wish = desk.collecting.wish(named["ref"])
    except TickboxError:
        return None  # answering it says what is wrong
    if wish.answer is None:
        return None
    said = wish.answer
    values = {"ref": named["ref"], "reply": str(said.reply), "words": said.words}
    values |= {"referred_to": said.referred_to, "posted": wish.posted}
    return Standing(plain_of_thing(AReply, values), wish)


def _answer(desk: Desk, given: AReply, actor: Actor, standing: Standing | None) -> Any:
    reply, to = Reply(given.reply), given.referred_to
    if standing is not None and "referred_to" not in standing.touched:
        # to whom it was referred belongs to that reply, not to another
        to = to if reply is Reply.REFERRED else EMPTY
    desk.collecting.answer(
        given.ref, reply, given.words, by=actor.name, referred_to=to, posted=given.posted
    )
    return desk.collecting.follow(given.ref)


def _merge(desk: Desk, given: AMerge, actor: Actor) -> Any:
    desk.collecting.merge(given.refs, given.into, given.reason, actor.name)
    return [wish.ref for wish in desk.collecting.together(given.into)]


def _unmerge(desk: Desk, given: ATakingApart, actor: Actor) -> Any:
    desk.collecting.unmerge(given.ref, given.reason, actor.name)
    return desk.collecting.follow(given.ref)


def _place_there(desk: Desk, named: Mapping[str, Any]) -> Standing | None:
    found = desk.collecting.place(named["id"])
    if found is None:
        return None
    values = {**attrs.asdict(found, recurse=False), "tier": str(found.tier)}
    values["services"] = tuple(map(str, found.services))
    del values["open"]
    return Standing(plain_of_thing(ThePlace, values), found, own=found.open)


def _set_place(desk: Desk, given: ThePlace, actor: Actor, standing: Standing | None) -> Any:
    values = attrs.asdict(given, recurse=False, filter=attrs.filters.exclude(UNSET))
    if standing is None:
        desk.collecting.set_place(ServicePlace(**values))
    else:
        changed = {name: values[name] for name in standing.touched}
        place = attrs.evolve(standing.base, open=True, **changed)
        desk.collecting.set_place(place, replaces=standing.base)
    return PlaceNamed(given.id)


def _close_place(desk: Desk, given: ThePlaceId, actor: Actor) -> Any:
    desk.collecting.close_place(given.id)
    return PlaceNamed(given.id)


ACTS = (
    Act(
        "place/set",
        Text("设置服务点", "set a service place"),
        ThePlace,
        _set_place,
        change=Change(("id",), _place_there),
        answer=PlaceNamed,
    ),
    Act(
        "place/close",
        Text("关闭服务点", "close a service place"),
        ThePlaceId,
        _close_place,
        answer=PlaceNamed,
        irreversible=True,
    ),
    Act(
        "place/list",
        Text("服务点", "service places"),
        NoFields,
        lambda desk, given, actor: desk.collecting.places(),
        Role.ANYBODY,
        reads=True,
        answer=ListOf(PlaceAnswer),
    ),
    Act("wish/take", Text("提交心愿", "hand in a wish"), AWish, _take, Role.ANYBODY, answer=Taken),
    Act(
        "wish/follow",
        Text("查询心愿", "follow a wish"),
        Reference,
        lambda desk, given, actor: desk.collecting.follow(given.ref),
        Role.ANYBODY,
        reads=True,
        answer=FollowedAnswer,
    ),
    Act(
        "wish/waiting",
        Text("待答复的心愿", "wishes that wait for a reply"),
        NoFields,
        lambda desk, given, actor: desk.collecting.waiting(),
        reads=True,
        answer=ListOf(WishAnswer),
    ),
    Act(
        "wish/all",
        Text("全部心愿", "all wishes"),
        NoFields,
        lambda desk, given, actor: desk.collecting.wishes(),
        reads=True,
        answer=ListOf(WishAnswer),
    ),
    Act("wish/merge", Text("合并心愿", "merge wishes"), AMerge, _merge, answer=MERGED),
    Act(
        "wish/unmerge",
        Text("拆开心愿", "take a wish apart again"),
        ATakingApart,
        _unmerge,
        answer=FollowedAnswer,
    ),
    Act(
        "wish/answer",
        Text("答复心愿", "answer a wish"),
        AReply,
        _answer,
        change=Change(("ref",), _reply_there),
        answer=FollowedAnswer,
    ),
)
