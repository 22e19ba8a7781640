"""What acts of collecting answer: service places, wishes, chains."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from tickbox_core.categories.kinds import Choice, Several
from tickbox_core.components.projects import Status
from tickbox_core.declarations import (
    COUNT,
    ListOf,
    Moment,
    Ref,
    Said,
    Typed,
    choice,
    gives,
    unseen,
)
from tickbox_core.text import Text
from tickbox_core.workflow.answers import AUTHOR, ITEM_OF_ROUND
from tickbox_core.year import Channel, Reply, Tier

SERVICES = {
    "wishes": Text("收集心愿", "hand in wishes"),
    "help": Text("协助打钩", "help with ticking"),
    "wall": Text("公示墙", "the wall"),
}
"""What a service place does."""
CHANNELS, REPLIES = choice(Channel), choice(Reply)


@attrs.frozen
class PlaceNamed:
    """The id of a service place."""

    id: str = gives(Ref("place"), "服务点", "service place")


@attrs.frozen
class PlaceAnswer:
    """A service place; one that was closed is not answered any more."""

    id: str = unseen(Ref("place"))
    name: Text = gives(Said(), "名称", "name")
    tier: str = gives(choice(Tier), "级别", "tier")
    area: str = gives(Ref("area"), "所在区域", "area")
    address: Text = gives(Said(), "地址", "address")
    hours: Text = gives(Said(), "开放时间", "hours")
    phone: str = gives(Typed(), "电话", "phone")
    services: tuple[str, ...] = gives(Several(Choice(SERVICES)), "服务", "services")


@attrs.frozen
class Taken:
    """The reference of a wish that was handed in."""

    ref: str = gives(Typed(), "心愿编号", "reference")
    at: str = gives(Moment(), "时间", "when")


@attrs.frozen
class ReplyAnswer:
    """What was replied to a wish."""

    reply: str = gives(REPLIES, "答复", "reply")
    words: Text = gives(Said(), "答复内容", "in words")
    referred_to: Text = gives(Said(), "转交给谁", "referred to")
    at: str = gives(Moment(), "时间", "when")


@attrs.frozen
class CarriedOutAnswer:
    """The project that carries out an item which came of a wish."""

    project: str = gives(Ref("project"), "项目", "project")
    round: str = unseen(Ref("round"))
    item: str = unseen(Ref("item"))
    status: str = gives(choice(Status), "状态", "state")


@attrs.frozen
class FollowedAnswer:
    """What anybody may know of a wish; ``stands_with`` is the wish that it was merged into."""

    ref: str = gives(Typed(), "心愿编号", "reference")
    at: str = gives(Moment(), "提交时间", "handed in")
    posted: Text = gives(Said(), "公示的心愿内容", "the wish as posted")
    answer: ReplyAnswer | None = gives(ReplyAnswer, "答复", "reply", none=True)
    stands_with: str | None = gives(Typed(), "并入哪一条", "merged into", none=True)
    because: Text = gives(Said(), "理由", "reason")
    items: tuple[tuple[str, str], ...] = gives(ListOf(ITEM_OF_ROUND), "列入", "put on lists as")
    projects: tuple[CarriedOutAnswer, ...] = gives(ListOf(CarriedOutAnswer), "项目", "projects")


@attrs.frozen
class MergeAnswer:
    """A wish stood, or stands, with another; ``undone`` says why it no longer does."""

    into: str = gives(Typed(), "并入哪一条", "into which")
    reason: Text = gives(Said(), "理由", "reason")
    at: str = gives(Moment(), "时间", "when")
    undone: Text | None = gives(Said(), "拆开的理由", "taken apart because", none=True)


@attrs.frozen
class WishAnswer:
    """A wish with all that its committee may read; ``text`` is null once it was erased."""

    ref: str = gives(Typed(), "心愿编号", "reference")
    at: str = gives(Moment(), "提交时间", "handed in")
    channel: str = gives(CHANNELS, "渠道", "channel")
    category: str = gives(Ref("category"), "类别", "category")
    area: str = gives(Ref("area"), "关于哪里", "about which area")
    place: str = gives(Ref("place"), "服务点", "service place")
    text: str | None = gives(Typed(), "心愿内容", "the wish", none=True)
    author: Mapping[str, str] = gives(AUTHOR, "心愿人", "author")
    taken_by: str = gives(Typed(), "登记人", "taken by")
    pictures: tuple[str, ...] = unseen(ListOf(Typed()))
    answer: ReplyAnswer | None = gives(ReplyAnswer, "答复", "reply", none=True)
    posted: Text = gives(Said(), "公示的心愿内容", "the wish as posted")
    merges: tuple[MergeAnswer, ...] = gives(ListOf(MergeAnswer), "合并", "merged")
    items: tuple[tuple[str, str], ...] = gives(ListOf(ITEM_OF_ROUND), "列入", "put on lists as")
    withdrawn: Text = gives(Said(), "撤回的理由", "withdrawn because")


MERGED = ListOf(Typed())
"""The references of the wishes that stand together now."""


@attrs.frozen
class LinkAnswer:
    """One row of a chat group's chain as it was read; ``doubts`` are to be looked at."""

    number: int = gives(COUNT, "序号", "number")
    name: str = gives(Typed(), "姓名", "name")
    unit: str = gives(Typed(), "门牌", "unit")
    text: str = gives(Typed(), "内容", "in words")
    doubts: tuple[Text, ...] = gives(ListOf(Said()), "请核对", "to be checked")


@attrs.frozen
class ChainAnswer:
    """A chat group's chain as it was read; nothing is taken yet."""

    head: str = gives(Typed(), "开头", "head")
    rows: tuple[LinkAnswer, ...] = gives(ListOf(LinkAnswer), "各条", "rows")


@attrs.frozen
class LinkTaken:
    """What became of one row of a chain."""

    number: int = gives(COUNT, "序号", "number")
    ref: str = gives(Typed(), "编号", "reference")
