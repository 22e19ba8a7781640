"""What can be printed of which thing, and when: one list for the command line and every host.

>>> from tickbox_core.acts.prints import PRINTS
>>> [one.key for one in PRINTS if one.thing == "motion"]
['motion']
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs

from tickbox_core.acts.states import (
    BEFORE,
    BEGUN,
    DECIDED,
    FIXED,
    POSTED,
    PUBLISHED,
    TICKING,
    TIED,
    WITH_ROLL,
)
from tickbox_core.acts.things import THINGS
from tickbox_core.components.awards import AWARDED
from tickbox_core.declarations import Choice
from tickbox_core.desk import Desk, notices
from tickbox_core.desk.notices import LOOKS, SIZES, Notice, Sender
from tickbox_core.errors import NotListed
from tickbox_core.hooks import Document
from tickbox_core.text import Language, Text


@attrs.frozen(eq=False)
class PrintKind:
    """Something that is printed of a ``thing`` while it is in one of ``states`` (empty: any).

    ``make(desk, id, sender)`` gives what a printer lays out.  ``sizes`` of paper: a4, a3.
    """

    key: str
    title: Text
    thing: str
    states: tuple[str, ...]
    make: Callable[..., Any]
    sizes: tuple[str, ...] = SIZES

    @property
    def is_notice(self) -> bool:
        """Whether it is posted as a notice, in any size and look."""
        return self.sizes == SIZES

    def document(
        self,
        desk: Desk,
        about: str,
        sender: Sender,
        language: Language,
        size: str = SIZES[0],
        look: str = LOOKS[0],
        **more: Any,
    ) -> Document:
        """It, for a printer; ``NotListed`` or ``NotPossible`` where there is nothing to say yet."""
        made = self.make(desk, about, sender, **more)
        if isinstance(made, Notice):
            return made.document(language, size, look)
        document: Document = made.document(language)
        return document


def _certificates(desk: Desk, award: str, sender: Sender) -> notices.Certificates:
    return notices.certificates(desk, award)


PRINTS = (
    PrintKind("list", Text("清单公示", "the list"), "round", (), notices.list_notice),
    PrintKind(
        "roll", Text("名册合计", "totals of the roll"), "round", WITH_ROLL, notices.roll_notice
    ),
    PrintKind(
        "call",
        Text("打钩通知", "the call to tick"),
        "round",
        (*BEFORE, *TICKING),
        notices.call_notice,
    ),
    PrintKind("tie", Text("并列公示", "the tie"), "round", TIED, notices.tie_notice),
    PrintKind("result", Text("结果公示", "the result"), "round", DECIDED, notices.result_notice),
    PrintKind(
        "objections",
        Text("异议及答复", "objections and answers"),
        "round",
        (*POSTED, *DECIDED),
        notices.objections_notice,
    ),
    PrintKind("annual", Text("年度清单", "the annual list"), "round", FIXED, notices.annual_notice),
    PrintKind(
        "progress",
        Text("项目进展", "how the projects go"),
        "round",
        BEGUN,
        notices.progress_notice,
    ),
    PrintKind(
        "stairwells",
        Text("楼道大字告示", "large pages for the stairwells"),
        "round",
        DECIDED,
        notices.stairwells,
        SIZES[:1],
    ),
    PrintKind(
        "motion", Text("表决结果", "the verdict"), "motion", PUBLISHED, notices.motion_notice
    ),
    PrintKind(
        "judgement",
        Text("评议结果", "what the residents say of it"),
        "judgement",
        PUBLISHED,
        notices.judgement_notice,
    ),
    PrintKind("minutes", Text("会议记录", "the minutes"), "meeting", (), notices.minutes_notice),
    PrintKind(
        "certificates",
        Text("荣誉证书", "the certificates"),
        "award",
        AWARDED,
        _certificates,
        SIZES[:1],
    ),
)
"""In the order in which they are offered; keys are those of ``tickbox print``."""

NOTICES = {one.key: one for one in PRINTS if one.is_notice}
OF = tuple(dict.fromkeys(one.thing for one in PRINTS))
"""The kinds of thing of which something is printed."""


def found(desk: Desk, kind: str, id_: str) -> Choice:
    """A thing of which something is printed; ``NotListed`` where there is none of that id."""
    if kind in OF:
        for one in THINGS[kind].choices(desk, {}):
            if one.id == id_:
                return one
    raise NotListed(THINGS[kind].title if kind in THINGS else _THING, id_)


_THING = Text("打印件", "thing to print")


def offered(desk: Desk, kind: str, id_: str) -> dict[str, PrintKind]:
    """What can be printed of a thing now, by key."""
    return offered_of(kind, found(desk, kind, id_))


def offered_of(kind: str, choice: Choice) -> dict[str, PrintKind]:
    """The same of one that is known already."""
    return {
        one.key: one
        for one in PRINTS
        if one.thing == kind and (not one.states or choice.states.intersection(one.states))
    }
