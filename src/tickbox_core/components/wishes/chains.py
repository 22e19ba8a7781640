"""Acts on a chat group's chain: looked at first, then taken row by row as confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from tickbox_core.categories import a_count, a_name, a_table, one_of, several, yes_no
from tickbox_core.categories.kinds import Count
from tickbox_core.components.people import PeopleService
from tickbox_core.components.projects import Participation
from tickbox_core.components.wishes.public import ChainAnswer, LinkTaken
from tickbox_core.components.wishes.service import WishService
from tickbox_core.components.wishes.state import NewWish
from tickbox_core.declarations import Act, ListOf, refers_to
from tickbox_core.declarations.fields import pasted_table
from tickbox_core.errors import NotPossible
from tickbox_core.interchange.chain import Link
from tickbox_core.model.channels import Channel
from tickbox_core.text import Text
from tickbox_core.workflow import Actor
from tickbox_core.workflow.desks import ComponentDesk

PARTS = {str(part): part.words for part in Participation}


@attrs.frozen
class ReadChain:
    """A chain as it was pasted."""

    text: str = pasted_table("接龙内容", "the chain")


@attrs.frozen
class ALink:
    """A row as somebody has set it right; ``supports`` is the row whose wish it is for."""

    number: int = a_count("序号", "number")
    name: str = a_name("姓名", "name", default="")
    unit: str = a_name("门牌", "unit", default="")
    text: str = a_name("内容", "in words", default="")
    supports: int | None = a_count("支持第几条", "supports row", default=None)

    def link(self) -> Link:
        """The row itself."""
        return Link(self.number, self.name, self.unit, self.text, (), self.supports)


def _set_right() -> Any:
    """Rows that stand in place of those that were read."""
    return a_table("改正的各条", "rows set right", ALink, default=())


@attrs.frozen(kw_only=True)
class TakeLinks:
    """The rows of a chain that somebody has looked at and confirms."""

    text: str = pasted_table("接龙内容", "the chain")
    rows: tuple[int, ...] = several("确认的编号", "rows confirmed", Count(0), least=1)
    links: tuple[ALink, ...] = _set_right()
    category: str = refers_to("category", "类别", "category", noted=False, default="")
    area: str = refers_to("area", "关于哪里", "about which area", noted=False, default="")


@attrs.frozen(kw_only=True)
class JoinByChain:
    """The rows of a chain whose people join a project."""

    text: str = pasted_table("接龙内容", "the chain")
    rows: tuple[int, ...] = several("确认的编号", "rows confirmed", Count(0), least=1)
    links: tuple[ALink, ...] = _set_right()
    project: str = refers_to("project", "项目编号", "project")
    part: str = one_of("报名为", "as", PARTS)
    shop: bool = yes_no("沿街商铺人员", "staff of a shop", default=False)


def _preview(desk: ComponentDesk, given: ReadChain, actor: Actor) -> Any:
    return desk.service(WishService).chain(given.text)


def _take(desk: ComponentDesk, given: TakeLinks, actor: Actor) -> Any:
    links = _confirm_rows(desk, given)
    said = {link.number: link.text for link in links if link.supports is None}
    for link in links:
        _wishes_for_something(link, said)
    service = desk.service(WishService)
    wishes = [_wish(link, said[link.supports or link.number], given, actor) for link in links]
    refs = [wish.ref for wish in service.take_many(wishes)]
    of_row = dict(zip((link.number for link in links), refs, strict=True))
    for number in said:
        behind = [of_row[link.number] for link in links if link.supports == number]
        if behind:
            service.merge(behind, of_row[number], _SUPPORTED, actor.name)
    return _references(links, refs)


_SUPPORTED = Text("接龙中附议", "supported in the chain")


def _wishes_for_something(link: Link, said: Mapping[int, str]) -> None:
    """Raise ``NotPossible`` for a row without a wish, or in support of one that is not taken."""
    if link.supports is not None and link.supports not in said:
        raise NotPossible(
            Text(
                f"第{link.number}条支持第{link.supports}条，但第{link.supports}条没有确认。",
                f"row {link.number} supports row {link.supports}, which is not confirmed.",
            ),
            Text("请一并确认，或写明心愿。", "Confirm both, or say what is wished for."),
        )
    if not said[link.supports or link.number]:
        raise NotPossible(
            Text(f"第{link.number}条没有写心愿。", f"row {link.number} wishes for nothing."),
            Text("请不要确认这一条。", "Leave it out."),
        )


def _join(desk: ComponentDesk, given: JoinByChain, actor: Actor) -> Any:
    links = _confirm_rows(desk, given)
    who = [(link.name, " ".join(filter(None, (link.unit, link.text)))) for link in links]
    refs = desk.service(PeopleService).sign_up_many(
        given.project, Participation(given.part), who, shop=given.shop, channel=Channel.CHAT
    )
    return _references(links, refs)


def _confirm_rows(desk: ComponentDesk, given: TakeLinks | JoinByChain) -> list[Link]:
    """The rows that somebody confirms, as set right; ``NotPossible`` for one that is not there."""
    links = {link.number: link for link in desk.service(WishService).read_chain(given.text).links}
    right = {one.number: one.link() for one in given.links}
    for number in (*given.rows, *right):
        if number not in links:
            raise NotPossible(
                Text(f"接龙里没有第{number}条。", f"the chain has no row {number}."),
                Text("请再看一遍预览。", "Look at the preview again."),
            )
    return [right.get(number, links[number]) for number in given.rows]


def _references(links: Iterable[Link], refs: Iterable[str]) -> list[LinkTaken]:
    return [LinkTaken(link.number, ref) for link, ref in zip(links, refs, strict=True)]


def _wish(link: Link, text: str, given: TakeLinks, actor: Actor) -> NewWish:
    known = {"name": link.name, "unit": link.unit}
    return NewWish(
        text=text,
        channel=Channel.CHAT,
        category=given.category,
        area=given.area,
        author={name: value for name, value in known.items() if value},
        taken_by=actor.name,
    )


ACTS = (
    Act(
        "chain/preview",
        Text("预览接龙", "preview a chain"),
        ReadChain,
        _preview,
        reads=True,
        answer=ChainAnswer,
    ),
    Act(
        "chain/take",
        Text("收下接龙里的心愿", "take wishes from a chain"),
        TakeLinks,
        _take,
        answer=ListOf(LinkTaken),
    ),
    Act(
        "chain/join",
        Text("接龙报名参加项目", "join a project by a chain"),
        JoinByChain,
        _join,
        answer=ListOf(LinkTaken),
    ),
)
