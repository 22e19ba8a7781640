"""How a motion will count each owner: a sheet for each head, to be handed out and never posted.

It says for which homes it is, what these count, and of how much that is; who wants to check it on a
phone, or to have it corrected, is told where.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from tickbox_core.components.motions import Poll, PollState, share_words, unit_area
from tickbox_core.desk.desk import Desk
from tickbox_core.desk.home_index import natural_order
from tickbox_core.desk.motions import HeadSlot
from tickbox_core.desk.notices.common import Sender, foot, kinds
from tickbox_core.desk.notices.motion_papers import (
    counted_words,
    homes_words,
    require_printable,
)
from tickbox_core.hooks import Document
from tickbox_core.model import Unit, Weights
from tickbox_core.rules.motions import Base
from tickbox_core.text import EMPTY, Language, Text
from tickbox_core.workflow.desks import area_name
from tickbox_core.workflow.notices import Foot, plain


@attrs.frozen
class HomeLine:
    """One home and the area under which it counts; empty where area does not count."""

    home: str
    area: Text


@attrs.frozen
class OwnHomesSheet:
    """One head's sheet: its homes one by one, what they count together, and of how much."""

    home: str
    homes: Text
    lines: tuple[HomeLine, ...]
    counts: Text
    share: Text
    note: Text


@attrs.frozen
class OwnHomesSheets:
    """The sheets of a motion, in the order of their homes."""

    area: Text
    title: Text
    round: Text
    question: Text
    lead: Text
    ask: Text
    sheets: tuple[OwnHomesSheet, ...]
    foot: Foot
    words: Mapping[str, Text]

    def document(self, language: Language) -> Document:
        """To be printed."""
        return Document("own-homes", language, plain(self, language))


_WORDS = {
    "home": Text("房号", "Home"),
    "area": Text("计入面积", "Area that counts"),
    "own": Text("只给本户，不张贴", "For this home alone; not to be posted"),
}
_TITLE = Text("计票核对单", "How you will be counted")
_LEAD = Text("请核对这次表决怎样计算您的票。", "Please check how this motion counts you.")
_ASK_BEFORE = Text(
    "有错请在开始表决前告诉居委会，或凭表决码在网页上申请更正；申请没有答复，表决就不开始。",
    "If something is wrong, tell the committee before voting begins, or ask for a correction on "
    "the page by your code: the motion does not open while a request waits.",
)
_ASK_AFTER = Text(
    "名册在开始表决时已经冻结。有错请告诉居委会。",
    "The roll was frozen when voting began. If something is wrong, tell the committee.",
)


def own_homes(desk: Desk, motion_id: str, sender: Sender) -> OwnHomesSheets:
    """A sheet for each head of a motion; ``WrongState`` before its agenda is posted."""
    poll, whole = require_printable(desk, motion_id), desk.motions.whole(motion_id)
    found = ((_names(homes, seat), seat, homes) for seat, homes in desk.motions.homes(motion_id))
    sheets = sorted(found, key=lambda one: natural_order(one[0][0]))
    return OwnHomesSheets(
        area=area_name(desk),
        title=_TITLE,
        round=poll.motion.question,
        question=kinds([poll.motion.kind]),
        lead=_LEAD,
        ask=_ASK_AFTER if poll.state is PollState.OPEN else _ASK_BEFORE,
        sheets=tuple(_sheet(poll, *one, whole) for one in sheets),
        foot=foot(desk, sender, sender.link(desk, "motions", f"{motion_id}/mine")),
        words=_WORDS,
    )


def _names(homes: tuple[Unit, ...], seat: HeadSlot) -> list[str]:
    """How the homes of a head are written; of a resident of whom none is known, the id."""
    return [unit.label or unit.id for unit in homes] or [*seat.head.places]


def _sheet(
    poll: Poll,
    names: list[str],
    seat: HeadSlot,
    homes: tuple[Unit, ...],
    whole: Weights | None,
) -> OwnHomesSheet:
    head, by_area = seat.head, any(bars.base is Base.AREA for bars in poll.motion.bars)
    lines = zip(names, homes, strict=False)
    return OwnHomesSheet(
        home=names[0],
        homes=homes_words(names),
        lines=tuple(HomeLine(name, unit_area(one) if by_area else EMPTY) for name, one in lines),
        counts=counted_words(poll, head.area, whole),
        share=share_words(head.area if by_area else None, whole, by_area),
        note=EMPTY if head.voters else _UNNAMED,
    )


_UNNAMED = Text(
    "共有人还没有指定谁来表决，指定以前不能投票。",
    "The co-owners have named nobody to vote; until they do, this home cannot vote.",
)
