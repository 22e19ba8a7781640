"""What is answered of wishes and of chains: to anybody, and to the committee."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import attrs

from tickbox_core.categories.kinds import Day
from tickbox_core.components.projects import Project, Status
from tickbox_core.components.wishes.state import Answer, Merge, Reply, Wish
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
from tickbox_core.interchange.chain import Chain, Link
from tickbox_core.model import Picture
from tickbox_core.model.channels import Channel
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.answers import AUTHOR, ITEM_OF_ROUND, PictureAnswer

CHANNELS, REPLIES = choice(Channel), choice(Reply)


@attrs.frozen
class Taken:
    """The reference of a wish that was handed in."""

    ref: str = gives(Typed(), "心愿编号", "reference")
    at: str = gives(Moment(), "时间", "when")

    @classmethod
    def of(cls, wish: Wish) -> Taken:
        """What its author keeps of a wish that was taken."""
        return cls(wish.ref, wish.at)


@attrs.frozen
class ReplyAnswer:
    """What was replied to a wish."""

    reply: str = gives(REPLIES, "答复", "reply")
    words: Text = gives(Said(), "答复内容", "in words")
    referred_to: Text = gives(Said(), "转交给谁", "referred to")
    at: str = gives(Moment(), "时间", "when")

    @classmethod
    def of(cls, answer: Answer) -> ReplyAnswer:
        """A reply as it was given."""
        return cls(str(answer.reply), answer.words, answer.referred_to, answer.at)


@attrs.frozen
class CarriedOutAnswer:
    """The project that carries out an item which came of a wish."""

    project: str = gives(Ref("project"), "项目", "project")
    round: str = unseen(Ref("round"))
    item: str = unseen(Ref("item"))
    status: str = gives(choice(Status), "状态", "state")

    @classmethod
    def of(cls, project: Project) -> CarriedOutAnswer:
        """A project and how it stands."""
        base = project.baseline
        return cls(project.id, base.round, base.item, str(project.status))


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
    photos: tuple[PictureAnswer, ...] = gives(ListOf(PictureAnswer), "照片", "photographs")

    @classmethod
    def of(
        cls,
        wish: Wish,
        head: Wish,
        items: tuple[tuple[str, str], ...],
        carried: Iterable[Project],
        photos: Iterable[Picture] = (),
    ) -> FollowedAnswer:
        """A wish with the one that it stands with (itself, alone) and what came of them.

        ``items`` are those of lists that anybody may see.
        """
        answer = wish.answer if wish.merged_into is None else head.answer
        return cls(
            ref=wish.ref,
            at=wish.at,
            posted=head.posted,
            answer=None if answer is None else ReplyAnswer.of(answer),
            stands_with=None if head is wish else head.ref,
            because=wish.merges[-1].reason if wish.merged_into else EMPTY,
            items=items,
            projects=tuple(map(CarriedOutAnswer.of, carried)),
            photos=tuple(PictureAnswer(one.digest, one.shows) for one in photos),
        )


@attrs.frozen
class MergeAnswer:
    """A wish stood, or stands, with another; ``undone`` says why it no longer does."""

    into: str = gives(Typed(), "并入哪一条", "into which")
    reason: Text = gives(Said(), "理由", "reason")
    at: str = gives(Moment(), "时间", "when")
    undone: Text | None = gives(Said(), "拆开的理由", "taken apart because", none=True)

    @classmethod
    def of(cls, merge: Merge) -> MergeAnswer:
        """One merge, undone or not."""
        return cls(merge.into, merge.reason, merge.at, merge.undone)


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
    on: date = gives(Day(), "提出日期", "said on")

    @classmethod
    def of(cls, wish: Wish) -> WishAnswer:
        """A wish as its committee may read it."""
        return cls(
            ref=wish.ref,
            at=wish.at,
            channel=str(wish.channel),
            category=wish.category,
            area=wish.area,
            place=wish.place,
            text=wish.text,
            author=wish.author,
            taken_by=wish.taken_by,
            pictures=wish.pictures,
            answer=None if wish.answer is None else ReplyAnswer.of(wish.answer),
            posted=wish.posted,
            merges=tuple(map(MergeAnswer.of, wish.merges)),
            items=wish.items,
            withdrawn=wish.withdrawn,
            on=date.fromisoformat(wish.said_on),
        )


MERGED = ListOf(Typed())
"""The references of the wishes that stand together now."""


_TAKEN = Text("已经收下过（{ref}）。", "taken already ({ref}).")


@attrs.frozen
class LinkAnswer:
    """One row of a chat group's chain as it was read; ``doubts`` are to be looked at."""

    number: int = gives(COUNT, "序号", "number")
    name: str = gives(Typed(), "姓名", "name")
    unit: str = gives(Typed(), "门牌", "unit")
    text: str = gives(Typed(), "内容", "in words")
    doubts: tuple[Text, ...] = gives(ListOf(Said()), "请核对", "to be checked")
    supports: int | None = gives(COUNT, "支持第几条", "supports row", none=True)
    taken: str | None = gives(Typed(), "已收下的心愿", "taken as", none=True)

    @classmethod
    def of(cls, link: Link, taken: str | None = None) -> LinkAnswer:
        """A row as it was read; ``taken`` is the wish that it became before."""
        doubts = (*link.doubts, *((_TAKEN.filled(ref=taken),) if taken else ()))
        return cls(link.number, link.name, link.unit, link.text, doubts, link.supports, taken)


@attrs.frozen
class ChainAnswer:
    """A chat group's chain as it was read; nothing is taken yet."""

    head: str = gives(Typed(), "开头", "head")
    rows: tuple[LinkAnswer, ...] = gives(ListOf(LinkAnswer), "各条", "rows")
    left_out: tuple[str, ...] = gives(ListOf(Typed()), "没有读的示例", "examples left out")
    missing: tuple[int, ...] = gives(ListOf(COUNT), "没有人用的编号", "numbers nobody used")

    @classmethod
    def of(cls, chain: Chain, taken: Mapping[int, str]) -> ChainAnswer:
        """A chain as it was read; ``taken``: rows that are wishes already, by number."""
        rows = tuple(LinkAnswer.of(link, taken.get(link.number)) for link in chain.links)
        return cls(chain.head, rows, chain.left_out, chain.missing)


@attrs.frozen
class LinkTaken:
    """What became of one row of a chain."""

    number: int = gives(COUNT, "序号", "number")
    ref: str = gives(Typed(), "编号", "reference")
