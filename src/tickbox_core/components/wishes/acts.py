"""Acts on wishes: handed in, followed, merged, answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs

from tickbox_core.categories import a_line, day_of_record, one_of
from tickbox_core.components.wishes.public import MERGED, FollowedAnswer, Taken, WishAnswer
from tickbox_core.components.wishes.service import WishService
from tickbox_core.components.wishes.state import NewWish, Reply
from tickbox_core.declarations import Act, ListOf, Role, refers_to, refers_to_several
from tickbox_core.declarations.acts import Change, Standing
from tickbox_core.declarations.fields import NoFields, a_name, prose
from tickbox_core.errors import TickboxError
from tickbox_core.model.channels import TYPED, Channel
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow import Actor
from tickbox_core.workflow.changing import clearing, plain_of_thing
from tickbox_core.workflow.desks import ComponentDesk
from tickbox_core.workflow.photo_acts import photo_acts

CHANNELS = {str(channel): channel.words for channel in Channel}
ALSO = {word: str(channel) for channel, words in TYPED.items() for word in words.split()}


@attrs.frozen
class FollowWish:
    """The reference of a wish."""

    ref: str = refers_to("wish", "心愿编号", "reference", noted=False)


@attrs.frozen
class AWish:
    """A wish, in its author's words; ``author`` and ``contact`` are sealed."""

    text: str = prose("心愿内容", "the wish")
    channel: str = one_of("渠道", "channel", CHANNELS, also=ALSO, default="online")
    category: str = refers_to("category", "类别", "category", noted=False, default="")
    area: str = refers_to("area", "关于哪里", "about which area", noted=False, default="")
    place: str = refers_to(
        "place", "服务点", "service place", noted=False, default="", states=("open",)
    )
    author: str = a_name("心愿人", "author", default="")
    contact: str = a_name("联系方式", "contact", default="")
    unit: str = a_name("门牌", "unit", default="")
    on: date | None = day_of_record(
        "日期",
        "day",
        help=Text("哪天提出的；当天登记的可以不填。", "When it was said, if not today."),
        default=None,
    )

    def handed_in(self, channel: Channel, taken_by: str) -> NewWish:
        """The wish itself, by the way that it came and by whoever wrote it down."""
        known = {"name": self.author, "contact": self.contact, "unit": self.unit}
        return NewWish(
            text=self.text,
            channel=channel,
            category=self.category,
            area=self.area,
            place=self.place,
            author={name: value for name, value in known.items() if value},
            taken_by=taken_by,
            on="" if self.on is None else self.on.isoformat(),
        )


@attrs.frozen
class MergeWishes:
    """Wishes that ask for the same."""

    refs: tuple[str, ...] = refers_to_several(
        "wish", "要合并的心愿", "wishes to merge", noted=False, least=1
    )
    into: str = refers_to("wish", "并入哪一条", "into which", noted=False)
    reason: Text = a_line("理由", "reason")


@attrs.frozen
class UnmergeWish:
    """A wish that is to stand alone again."""

    ref: str = refers_to("wish", "心愿编号", "reference", noted=False)
    reason: Text = a_line("理由", "reason")


@attrs.frozen
class AnswerWish:
    """A reply to a wish."""

    ref: str = refers_to("wish", "心愿编号", "reference", noted=False, decides=True)
    reply: str = one_of("答复", "reply", {str(reply): reply.words for reply in Reply})
    words: Text = a_line("答复内容", "in words")
    referred_to: Text = a_line("转交给谁", "referred to", default=EMPTY)
    posted: Text = a_line("公示的心愿内容", "the wish as posted", default=EMPTY)
    unset: tuple[str, ...] = clearing()


_INSIDE = (Role.STAFF, Role.TOWN, Role.KEYER)


def _take(desk: ComponentDesk, given: AWish, actor: Actor) -> Any:
    inside = actor.role in _INSIDE
    channel = Channel(given.channel) if inside else Channel.ONLINE
    given = given if inside else attrs.evolve(given, on=None)  # theirs is the day it arrives
    return Taken.of(desk.service(WishService).take(given.handed_in(channel, actor.name)))


def _follow(desk: ComponentDesk, given: FollowWish, actor: Actor) -> Any:
    return desk.service(WishService).follow(given.ref)


def _waiting(desk: ComponentDesk, given: NoFields, actor: Actor) -> Any:
    return [WishAnswer.of(one) for one in desk.service(WishService).waiting()]


def _all(desk: ComponentDesk, given: NoFields, actor: Actor) -> Any:
    return [WishAnswer.of(one) for one in desk.service(WishService).wishes()]


def _reply_there(desk: ComponentDesk, named: Mapping[str, Any]) -> Standing | None:
    try:
        wish = desk.service(WishService).wish(named["ref"])
    except TickboxError:
        return None  # answering it says what is wrong
    if wish.answer is None:
        return None
    said = wish.answer
    values = {"ref": named["ref"], "reply": str(said.reply), "words": said.words}
    values |= {"referred_to": said.referred_to, "posted": wish.posted}
    return Standing(plain_of_thing(AnswerWish, values), wish)


def _answer(desk: ComponentDesk, given: AnswerWish, actor: Actor, standing: Standing | None) -> Any:
    reply, to = Reply(given.reply), given.referred_to
    if standing is not None and "referred_to" not in standing.touched:
        # to whom it was referred belongs to that reply, not to another
        to = to if reply is Reply.REFERRED else EMPTY
    service = desk.service(WishService)
    service.answer(
        given.ref, reply, given.words, by=actor.name, referred_to=to, posted=given.posted
    )
    return service.follow(given.ref)


def _merge(desk: ComponentDesk, given: MergeWishes, actor: Actor) -> Any:
    service = desk.service(WishService)
    service.merge(given.refs, given.into, given.reason, actor.name)
    return [wish.ref for wish in service.together(given.into)]


def _unmerge(desk: ComponentDesk, given: UnmergeWish, actor: Actor) -> Any:
    service = desk.service(WishService)
    service.unmerge(given.ref, given.reason, actor.name)
    return service.follow(given.ref)


WISH = Text("心愿", "wish")

ACTS = (
    Act("wish/take", Text("提交心愿", "hand in a wish"), AWish, _take, Role.ANYBODY, answer=Taken),
    Act(
        "wish/follow",
        Text("查询心愿", "follow a wish"),
        FollowWish,
        _follow,
        Role.ANYBODY,
        reads=True,
        answer=FollowedAnswer,
    ),
    Act(
        "wish/waiting",
        Text("待答复的心愿", "wishes that wait for a reply"),
        NoFields,
        _waiting,
        reads=True,
        answer=ListOf(WishAnswer),
    ),
    Act(
        "wish/all",
        Text("全部心愿", "all wishes"),
        NoFields,
        _all,
        reads=True,
        answer=ListOf(WishAnswer),
    ),
    Act("wish/merge", Text("合并心愿", "merge wishes"), MergeWishes, _merge, answer=MERGED),
    Act(
        "wish/unmerge",
        Text("拆开心愿", "take a wish apart again"),
        UnmergeWish,
        _unmerge,
        answer=FollowedAnswer,
    ),
    Act(
        "wish/answer",
        Text("答复心愿", "answer a wish"),
        AnswerWish,
        _answer,
        change=Change(("ref",), _reply_there),
        answer=FollowedAnswer,
    ),
    *photo_acts("wish", WISH, lambda desk: desk.service(WishService).photos, Role.ANYBODY),
)
