"""A motion from a listed item to its published verdict, through the acts that people use."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tickbox_core import Item
from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.bundle import differences
from tickbox_core.errors import BadValue, NotPossible, NotReady, UnknownName, WrongState

from ..desk.motion_house import Clock, desk, listed

LIN, ZHOU = Actor("小林", Role.STAFF), Actor("老周", Role.STAFF)
ROLL = (
    "unit,building,floor,area,person,name\n"
    "101,b8,1,60,a,王一\n201,b8,2,90,b,李二\n301,b8,3,80,c,赵三\n401,b9,4,80,d,钱四\n"
)


def do(at, act, actor=LIN, **given):
    """Perform an act as staff."""
    return perform(ACTS[act], at, given, actor, ZHOU if ACTS[act].second else None)


@pytest.fixture
def clock():
    """A clock that is set by hand."""
    return Clock()


def prepared(clock, **values):
    """A desk with the motions of a listed lift, the building's with its roll."""
    at = listed(desk(clock, **values), Item("lift", "电梯", "lift"))
    promoted = do(at, "motion/promote", round="r1", item="lift")
    assert [one["id"] for one in promoted] == ["r1.lift.building", "r1.lift.estate"]
    assert do(at, "motion/register", id="r1.lift.building", table=ROLL)["heads"] == 3
    return at


BUILDING = "r1.lift.building"


def not_reelected(at):
    """The one question that the house leaves open; what is left to be done."""
    return do(at, "motion/answer", id=BUILDING, question="reelection", answer=False,
              source="本地规则")  # fmt: skip


def test_from_item_to_verdict(clock):
    """Promoted, registered, opened, three papers, closed, published; anybody may look."""
    at = prepared(clock)
    ready = do(
        at, "motion/answer", id=BUILDING, question="reelection", answer=False, source="本地规则"
    )
    assert ready["ready"] is True
    assert do(at, "motion/open", id=BUILDING)["state"] == "open"
    for place, mark, who in (("101", "yes", "a"), ("201", "yes", "b"), ("301", "yes", "c")):
        receipt = do(at, "motion/cast", id=BUILDING, place=place, mark=mark, by=who)
        assert receipt["revision"] == 1
    assert do(at, "motion/deliver", id=BUILDING, served=["101", "201"]) == {"heads_served": 2}
    do(at, "motion/close", id=BUILDING)
    published = do(at, "motion/publish", id=BUILDING)
    assert published["result"] == "passed"
    seen = do(at, "motion/show", Actor(), id=BUILDING)
    assert (seen["heads"], seen["taken_part"], seen["result"]["result"]) == (3, 3, "passed")
    assert {"王一", "李二", "赵三", "101"} & set(str(seen).split("'")) == set()
    assert all(differences(make(BUILDING)).status == 0
               for make in (at.motions.bundle, at.motions.sealed))  # fmt: skip


def test_a_paper_typed_twice_is_one_paper(clock):
    """Without a key the paper itself is the key; another opinion of the head is refused."""
    at = prepared(clock)
    not_reelected(at)
    do(at, "motion/open", id=BUILDING)
    first, again = (
        do(at, "motion/cast", id=BUILDING, place="101", mark="yes", by="a") for _ in "12"
    )
    assert first == again
    assert at.motions.taken_part(BUILDING) == 1


@pytest.mark.parametrize(("days", "ready"), [(14, False), (15, True), (16, True)])
def test_an_agenda_is_posted_for_its_days(clock, days, ready):
    """Just under, on and over the days of notice."""
    at = prepared(clock, notice__days=15)
    not_reelected(at)
    assert do(at, "motion/post", id=BUILDING)["posted"] == "2026-03-06"
    clock.at += timedelta(days=days)
    assert do(at, "motion/checklist", id=BUILDING)["ready"] is ready
    if not ready:
        with pytest.raises(NotReady):
            do(at, "motion/open", id=BUILDING)


def test_a_topic_that_was_not_posted_is_refused_where_the_place_says_so(clock):
    """Beijing's rule: posted at all, whatever the days."""
    at = prepared(clock, topics__unposted="refused")
    not_reelected(at)
    assert do(at, "motion/checklist", id=BUILDING)["ready"] is False
    do(at, "motion/post", id=BUILDING)
    assert do(at, "motion/checklist", id=BUILDING)["ready"] is True


def test_a_day_to_come_is_no_day_of_posting(clock):
    """What was posted was posted."""
    at = prepared(clock)
    do(at, "motion/post", id=BUILDING, on="2026-03-06")
    with pytest.raises(NotPossible):
        do(at, "motion/post", id=BUILDING, on="2026-03-07")


@pytest.mark.parametrize(("days", "taken"), [(59, True), (60, True), (61, False)])
def test_papers_come_in_while_the_law_leaves_time(clock, days, taken):
    """Just under, on and over the longest window; the days stand beside the motion."""
    at = prepared(clock, window__max_days=60, window__min_days=5, results__within_days=3)
    not_reelected(at)
    do(at, "motion/open", id=BUILDING)
    clock.at += timedelta(days=days)
    paper = {"id": BUILDING, "place": "101", "mark": "yes", "by": "a"}
    if taken:
        do(at, "motion/cast", **paper)
    else:
        with pytest.raises(NotPossible, match="ended by law on 2026-05-05"):
            do(at, "motion/cast", **paper)
    do(at, "motion/close", id=BUILDING)
    dates = do(at, "motion/show", id=BUILDING)["dates"]
    assert dates["closes_earliest"] == "2026-03-11" and dates["closes_latest"] == "2026-05-05"
    assert dates["result_due"] == (clock.at + timedelta(days=3)).date().isoformat()


def test_what_a_place_says_of_channels_is_to_be_known(clock):
    """An online vote that must also run on paper, and papers on request."""
    at = prepared(clock, channel__offline="required", channel__paper="on_request")
    notes = " ".join(text["en"] for text in do(at, "motion/checklist", id=BUILDING)["notes"])
    assert "also runs offline" in notes and "asks for a paper ballot" in notes


def test_a_choice_goes_into_a_confirming_round(clock):
    """Options by hand; the one that leads is asked again, yes or no, of the same roll."""
    at = desk(clock)
    do(at, "motion/prepare", id="m", question="选一个", matter="other", jurisdiction="here",
       options=[["x", "甲"], ["y", "乙"]])  # fmt: skip
    do(at, "motion/register", id="m", table=ROLL)
    do(at, "motion/open", id="m")
    for place, mark, who in (("101", "x", "a"), ("201", "x", "b"), ("301", "y", "c"),
                             ("401", "none-of-these", "d")):  # fmt: skip
        do(at, "motion/cast", id="m", place=place, mark=mark, by=who)
    do(at, "motion/close", id="m")
    assert do(at, "motion/publish", id="m")["result"] == "rejected"
    second = do(at, "motion/confirm", id="m", option="x")
    assert (second["id"], second["follows"], set(second["sides"])) == ("m.x", "m", {"yes", "no"})
    with pytest.raises(BadValue):
        do(at, "motion/confirm", id="m", option="z")


def test_what_cannot_be_is_refused_in_words(clock):
    """Unknown law, unknown matter, a table without owners, a result before closing."""
    at = prepared(clock)
    more = {"id": "m", "question": "问", "matter": "other"}
    with pytest.raises(UnknownName, match="atlantis"):
        do(at, "motion/prepare", **more, jurisdiction="atlantis")
    with pytest.raises(UnknownName, match="nothing"):
        do(at, "motion/prepare", **{**more, "matter": "nothing"}, jurisdiction="here")
    with pytest.raises(WrongState):
        do(at, "motion/publish", id=BUILDING)
