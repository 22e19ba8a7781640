"""The notice of a published motion: which kind, each bar with its figures and base, the result."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

from tickbox_core import Person, Text
from tickbox_core.desk import Desk, notices
from tickbox_core.desk.motions import Poll
from tickbox_core.errors import NotPossible
from tickbox_core.model import Question
from tickbox_core.rules.motions import Bars, Base, Check, Motion, ways_of
from tickbox_core.rules.motions.verdict import BarKind
from tickbox_core.workflow.notices import plain

from . import motion_house

SENDER = notices.Sender(Text("李主任 5555 0101", "Ms Li 5555 0101"), "https://ticks.example")


def published(yes: int, no: int, **choices: Any) -> Desk:
    """A house of six in which so many said yes and so many no."""
    desk = motion_house.opened(motion_house.desk(), **choices)
    for number in range(yes + no):
        motion_house.cast(desk, number, "yes" if number < yes else "no")
    desk.motions.close("m1")
    desk.motions.publish("m1")
    return desk


def told(desk: Desk, language: str = "en") -> str:
    """All words of its notice, one after the other."""
    return words_of(notices.motion_notice(desk, "m1", SENDER), language)


def words_of(notice: Any, language: str) -> str:
    """All words of a notice, one after the other."""

    def strings(value: Any) -> list[str]:
        if isinstance(value, dict):
            value = list(value.values())
        if isinstance(value, list):
            return [one for part in value for one in strings(part)]
        return [value] if isinstance(value, str) else []

    return " | ".join(strings(plain(notice, language)))


@pytest.mark.parametrize(
    "yes, no, result",
    [(4, 0, "passed"), (3, 0, "not passed"), (2, 2, "not passed"), (3, 1, "passed"),
     (0, 0, "not passed")],
)  # fmt: skip
def test_it_says_what_the_published_verdict_says(yes: int, no: int, result: str) -> None:
    """Just under, on and over the bars, and with nobody voting; each figure with its whole."""
    desk = published(yes, no)
    said = told(desk)
    assert f"Result | {result} |" in said
    assert "Owners' motion: by floor area and heads" in said
    assert f"heads taking part: {yes + no} of 6" in said
    if yes + no:
        assert f"heads in favour: {yes} of {yes + no} taking part" in said
    assert ("not reached" in said) is (result == "not passed")
    assert "https://ticks.example/n/n1/motions/m1" in said


def test_no_name_and_no_vote_of_anybody_stands_on_it() -> None:
    """Totals only, in both languages."""
    desk = published(4, 1)
    for language in ("zh", "en"):
        said = told(desk, language)
        assert not any(f"王{n}" in said or f"u{n}" in said for n in range(6))


def test_a_residents_motion_is_called_one() -> None:
    """By heads alone; never mixed with what owners decide."""
    desk = motion_house.desk()
    heads = {"base": "heads", "quorum": "at_least 2/3", "approval": "more_than 1/2"}
    motion = Motion(
        "m1",
        bars=(Bars.of_plain(heads),),
        question=Text("楼道公约", "A covenant for the stairwell"),
        kind=Question.RESIDENTS_MOTION,
        **ways_of(desk.motions.law("here")),
    )
    desk.motions.prepare(Poll(motion, jurisdiction="here"))
    born = tuple(Person(f"p{n}", f"王{n}", date(1980, 1, 1)) for n in range(6))
    desk.motions.register("m1", attrs.evolve(motion_house.roll(), persons=born))
    desk.motions.open("m1")
    desk.motions.close("m1")
    desk.motions.publish("m1")
    said = told(desk, "zh")
    assert "居民会议表决结果公示" in said and "业主共同决定" not in said
    label = "居民会议表决：按人数，不按面积"
    assert label in said and "面积" not in said.replace(label, "")


def test_each_option_has_its_figures() -> None:
    """And "none of these"; the chosen one stands with the result."""
    desk = motion_house.opened(motion_house.desk(), options=motion_house.options())
    for number, mark in enumerate(("a", "a", "a", "a", "b")):
        motion_house.cast(desk, number, mark)
    desk.motions.close("m1")
    desk.motions.publish("m1")
    said = told(desk, "zh")
    assert "通过：甲" in said and "乙" in said and "都不选" in said


def test_nothing_is_posted_before_it_is_published() -> None:
    """Closed is not published."""
    desk = motion_house.opened(motion_house.desk())
    desk.motions.close("m1")
    with pytest.raises(NotPossible, match="not published"):
        notices.motion_notice(desk, "m1", SENDER)


def test_a_check_is_read_back_as_it_was_written() -> None:
    """On each base, with what is unknown left unknown."""
    for base in Base:
        for part, whole in ((3, 7), (None, 7), (0, 0), (125, 1000)):
            bars = Bars.of_plain({"base": str(base), "approval": "more_than 1/2"})
            check = Check(BarKind.APPROVAL, base, bars.approval, part, whole)
            assert Check.of_plain(check.plain()) == check


@pytest.mark.parametrize("language, heads, area, bundle", [
    ("en", "heads taking part: 4 of 6", "Agree | 3 ", "bundle"),
    ("zh", "参与表决人数4人／总人数6人", "同意 | 3人", "核验包"),
])  # fmt: skip
def test_a_voided_one_has_the_figures_that_its_page_has(
    language: str, heads: str, area: str, bundle: str
) -> None:
    """What the papers came to: heads and area by what was said, each bar, and where to recount."""
    desk = motion_house.opened(motion_house.desk())
    for number in range(4):
        motion_house.cast(desk, number, "yes" if number < 3 else "no")
    desk.motions.close("m1")
    desk.motions.void("m1", Text("议题写错了", "worded wrongly"), by="小林", second="老周")
    said = words_of(notices.void_motion_notice(desk, "m1", SENDER), language)
    assert heads in said and area in said and bundle in said, said
    shown = desk.motions.voided("m1")
    assert shown is not None and shown.totals is not None
    for tally in shown.totals["tallies"]:
        for amount in [tally["total"], tally["participating"], *tally["marks"].values()]:
            assert (
                amount is None
                or f"| {Base(tally['base']).said(amount).said_in(language)} |" in said
            )
    assert not any(f"王{n}" in said or f"u{n}" in said for n in range(6))


def test_one_voided_while_papers_come_in_has_no_figures() -> None:
    """Nothing was counted, so that nothing is told of what anybody said."""
    desk = motion_house.opened(motion_house.desk())
    motion_house.cast(desk, 0, "yes")
    desk.motions.void("m1", Text("议题写错了", "worded wrongly"), by="小林", second="老周")
    said = words_of(notices.void_motion_notice(desk, "m1", SENDER), "en")
    assert "worded wrongly" in said and "Agree" not in said and "not in force" not in said
