"""What can be printed of which thing, and when: one list for the command line and every host.

>>> from tickbox_core.acts.prints import PRINTS
>>> [one.key for one in PRINTS if one.thing == "motion"]
['motion', 'preliminary', 'papers', 'own-homes', 'void-motion']
"""

from __future__ import annotations

from functools import lru_cache

from tickbox_core.acts.catalogue import catalogue_of
from tickbox_core.acts.states import (
    ANSWERED,
    BEFORE,
    BEGUN,
    COLLECTED,
    DECIDED,
    FIXED,
    HANDED_OUT,
    ON_ACCOUNTS,
    POSTED,
    PRELIMINARY,
    PUBLISHED,
    TICKING,
    TIED,
    VOIDED,
    WITH_ROLL,
)
from tickbox_core.components import CORE
from tickbox_core.declarations import SIZES, Component, NoticeKind, ThingChoice
from tickbox_core.desk import Desk, notices
from tickbox_core.errors import NotListed
from tickbox_core.text import Text

_OF_CHAPTERS = (
    NoticeKind("list", Text("清单公示", "the list"), "round", (), notices.list_notice),
    NoticeKind(
        "roll", Text("名册合计", "totals of the roll"), "round", WITH_ROLL, notices.roll_notice
    ),
    NoticeKind(
        "call",
        Text("打钩通知", "the call to tick"),
        "round",
        (*BEFORE, *TICKING),
        notices.call_notice,
    ),
    NoticeKind("tie", Text("并列公示", "the tie"), "round", TIED, notices.tie_notice),
    NoticeKind("void", Text("作废公告", "the void"), "round", VOIDED, notices.void_notice),
    NoticeKind("result", Text("结果公示", "the result"), "round", DECIDED, notices.result_notice),
    NoticeKind(
        "objections",
        Text("异议及答复", "objections and answers"),
        "round",
        (*POSTED, *DECIDED),
        notices.objections_notice,
    ),
    NoticeKind(
        "annual", Text("年度清单", "the annual list"), "round", FIXED, notices.annual_notice
    ),
    NoticeKind(
        "progress",
        Text("项目进展", "how the projects go"),
        "round",
        BEGUN,
        notices.progress_notice,
    ),
    NoticeKind(
        "stairwells",
        Text("楼道大字告示", "large pages for the stairwells"),
        "round",
        DECIDED,
        notices.stairwells,
        SIZES[:1],
    ),
    NoticeKind(
        "decisions",
        Text("给各户的结果条", "slips of the result, a home each"),
        "round",
        DECIDED,
        notices.decision_slips,
        SIZES[:1],
    ),
    NoticeKind(
        "answers",
        Text("给各户的答复条", "slips of answers, a home each"),
        "neighbourhood",
        ANSWERED,
        notices.answer_slips,
        SIZES[:1],
    ),
    NoticeKind(
        "fund",
        Text("维修资金账户不足名单（仅限业委会）", "accounts that lack, for the committee only"),
        "round",
        ON_ACCOUNTS,
        notices.fund_notice,
        SIZES[:1],
    ),
    NoticeKind(
        "dues",
        Text("住户缴款核对表（仅限业委会）", "who still owes, for the committee only"),
        "project",
        COLLECTED,
        notices.dues_notice,
        SIZES[:1],
    ),
    NoticeKind(
        "dues-slips",
        Text("给各户的缴款条", "slips of what each home pays"),
        "project",
        COLLECTED,
        notices.dues_slips,
        SIZES[:1],
    ),
    NoticeKind(
        "motion", Text("表决结果", "the verdict"), "motion", PUBLISHED, notices.motion_notice
    ),
    NoticeKind(
        "preliminary",
        Text("表决初步结果", "the preliminary result"),
        "motion",
        PRELIMINARY,
        notices.preliminary_notice,
    ),
    NoticeKind(
        "papers",
        Text("表决票，每位业主一张", "papers, one a head"),
        "motion",
        HANDED_OUT,
        notices.motion_papers,
        SIZES[:1],
    ),
    NoticeKind(
        "own-homes",
        Text("计票核对单，每位业主一张", "how each will be counted, one a head"),
        "motion",
        HANDED_OUT,
        notices.own_homes,
        SIZES[:1],
    ),
    NoticeKind(
        "void-motion",
        Text("作废公告", "the void of a motion"),
        "motion",
        VOIDED,
        notices.void_motion_notice,
    ),
    NoticeKind(
        "void-judgement",
        Text("作废公告", "the void of a judgement"),
        "judgement",
        VOIDED,
        notices.void_judgement_notice,
    ),
    NoticeKind(
        "judgement",
        Text("评议结果", "what the residents say of it"),
        "judgement",
        PUBLISHED,
        notices.judgement_notice,
    ),
)
"""What has no component yet, in the order in which it is offered."""
_KEYS = frozenset(one.key for one in _OF_CHAPTERS)

PRINTS = (*_OF_CHAPTERS, *(notice for one in CORE for notice in one.notices))
"""All that the core prints; keys are those of ``tickbox print``."""

NOTICES = {one.key: one for one in PRINTS if one.is_notice}
"""What is posted as a notice, of what is the core's own."""


@lru_cache(maxsize=16)
def prints_of(components: tuple[Component, ...]) -> tuple[NoticeKind, ...]:
    """All that can be printed at a desk with these components, in the order of the year."""
    declared = (one for component in components for one in component.notices)
    return (*_OF_CHAPTERS, *(one for one in declared if one.key not in _KEYS))


def printed_things(desk: Desk) -> tuple[str, ...]:
    """The kinds of thing of which something is printed."""
    return tuple(dict.fromkeys(one.thing for one in prints_of(desk.components)))


def print_of(desk: Desk, key: str) -> NoticeKind:
    """What is printed under a key; ``NotListed`` where nothing that is installed prints it."""
    for one in prints_of(desk.components):
        if one.key == key:
            return one
    raise NotListed(_THING, key)


def find_printable(desk: Desk, kind: str, id_: str) -> ThingChoice:
    """A thing of which something is printed; ``NotListed`` where there is none of that id."""
    things = catalogue_of(desk.components).things
    if kind in printed_things(desk):
        for one in things[kind].choices(desk, {}):
            if one.id == id_:
                return one
    raise NotListed(things[kind].title if kind in things else _THING, id_)


_THING = Text("打印件", "thing to print")


def offer_prints(desk: Desk, kind: str, id_: str) -> dict[str, NoticeKind]:
    """What can be printed of a thing now, by key."""
    return offered_of(desk, kind, find_printable(desk, kind, id_))


def offered_of(desk: Desk, kind: str, choice: ThingChoice) -> dict[str, NoticeKind]:
    """The same of one that is known already."""
    return {
        one.key: one
        for one in prints_of(desk.components)
        if one.thing == kind and (not one.states or choice.states.intersection(one.states))
    }
