"""Problems (急难愁盼) and meetings: raised, looked after, tied, solved, posted without a name."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core import Problem, Text
from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.components.meetings import About, Matter, Meeting
from tickbox_core.components.problems import ProblemRecord, Problems
from tickbox_core.components.projects import Status
from tickbox_core.desk import Desk
from tickbox_core.desk.diary import LOG
from tickbox_core.errors import BadValue, NotListed, NotPossible, UnknownId
from tickbox_core.model.parties import Side
from tickbox_core.rules.motions import Result
from tickbox_core.testing import desks
from tickbox_core.workflow.log import entries
from tickbox_core.year import DiaryEntry

from ..desk import motion_house
from ..desk.annual_house import R1, Clock, listed

LEAK = Text("外墙渗水", "the outer wall leaks")
HOW = Text("重做防水", "sealed anew")
FIRM = Text("物业公司", "the property firm")
LIN = Actor("小林", Role.STAFF)


@pytest.fixture
def clock() -> Clock:
    """At noon."""
    return Clock()


@pytest.fixture
def desk(clock: Clock) -> Desk:
    """A desk with a final annual list and a project."""
    desk = listed(clock)
    desk.projects.start(R1, "doors", by="小林")
    return desk


class TestSolving:
    """A problem is a thing of its own."""

    def test_it_is_raised_looked_after_and_solved(self, desk: Desk, clock: Clock) -> None:
        """Open for as many days as it was, across a solution that did not hold."""
        ref = desk.solving.raise_problem(LEAK, on=date(2026, 1, 1), area="b1").ref
        assert desk.solving.card(ref)["days_open"] == (clock.now.date() - date(2026, 1, 1)).days
        with pytest.raises(NotPossible, match="nobody is responsible"):
            desk.solving.solve(ref, HOW)
        desk.solving.take_on(ref, Side.FIRM, FIRM, HOW)
        desk.solving.solve(ref.lower(), HOW, date(2026, 1, 31))
        card = desk.solving.card(ref)
        assert (card["days_open"], card["solved"], card["how"]["en"]) == (
            30,
            "2026-01-31",
            "sealed anew",
        )
        with pytest.raises(NotPossible, match="is solved"):
            desk.solving.solve(ref, HOW)
        assert desk.figures().problems_solved == 1
        desk.solving.reopen(ref, Text("又漏了", "it leaks again"))
        with pytest.raises(NotPossible, match="still open"):
            desk.solving.reopen(ref, HOW)
        clock.pass_days(1)
        assert desk.solving.card(ref)["days_open"] == 65
        assert desk.figures().problems_solved == 0

    @pytest.mark.parametrize(
        "on, right", [(-1, False), (0, True), (1, True), (64, True), (65, False)]
    )
    def test_it_is_solved_between_its_first_day_and_today(
        self, desk: Desk, on: int, right: bool
    ) -> None:
        """The day before it was raised, that day, the next, today, tomorrow."""
        first = date(2026, 1, 1)
        ref = desk.solving.raise_problem(LEAK, on=first).ref
        desk.solving.take_on(ref, Side.FIRM, FIRM, HOW)
        if right:
            desk.solving.solve(ref, HOW, first + timedelta(days=on))
        else:
            with pytest.raises(NotPossible, match="on that day"):
                desk.solving.solve(ref, HOW, first + timedelta(days=on))

    def test_what_is_public_names_nobody(self, desk: Desk) -> None:
        """Words and author stand in what is sealed and nowhere else."""
        told = {"text": "楼上王某漏水", "raiser": {"name": "李某", "contact": "139"}}
        ref = desk.solving.raise_problem(LEAK, raised_by="group:g1", **told).ref
        public = json.dumps(
            [desk.solving.cards(), entries(desk._hand.store, LOG)], ensure_ascii=False
        )
        for secret in ("王某", "李某", "139"):
            assert secret not in public
            assert secret not in repr(desk.solving.problem(ref))
        assert desk.solving.card(ref)["raised_by"] == "group"
        assert desk.solving.problem(ref).raiser["name"] == "李某"
        desk.diary.erase(lambda one: one.kind == "problem", HOW)
        held = desk.solving.problem(ref)
        assert (held.text, dict(held.raiser), held.title) == (None, {}, LEAK)

    def test_it_is_tied_to_what_is_to_solve_it(self, desk: Desk) -> None:
        """Items and projects that are there; each once; the project's card names it."""
        ref = desk.solving.raise_problem(LEAK).ref
        desk.solving.link(ref, item=f"{R1}/doors", project="doors")
        assert desk.projects.card("doors")["problems"] == [ref]
        assert desk.solving.card(ref)["items"] == [f"{R1}/doors"]
        with pytest.raises(NotPossible, match="already"):
            desk.solving.link(ref, project="doors")
        for kind, error in (({"item": "r9/x"}, NotListed), ({"item": f"{R1}/x"}, UnknownId)):
            with pytest.raises(error):
                desk.solving.link(ref, **kind)
        with pytest.raises(NotListed):
            desk.solving.link(ref, project="x")
        with pytest.raises(NotListed):
            desk.solving.link("AAAA-AAAA", project="doors")

    def test_the_wall_shows_those_recorded_before_too(self, desk: Desk) -> None:
        """One list, the oldest first."""
        old = Problem("p0", "n1", LEAK, date(2025, 1, 1))
        desk.add_problems([old])
        new = desk.solving.raise_problem(LEAK, on=date(2025, 6, 1))
        assert desk.problems() == (old, new.problem)

    def test_a_title_a_place_and_a_day_are_asked_for(self, desk: Desk, clock: Clock) -> None:
        """No title, a day to come, an area that does not exist."""
        for title, on in ((Text(" ", ""), None), (LEAK, clock.now.date() + timedelta(days=1))):
            with pytest.raises(NotPossible):
                desk.solving.raise_problem(title, on=on)
        with pytest.raises(UnknownId):
            desk.solving.raise_problem(LEAK, area="moon")


class TestMeetings:
    """Meetings are about what is there, before a decision or after it."""

    def test_they_attach_to_item_motion_project_and_problem(self, desk: Desk) -> None:
        """And are found again by what they are about, in their order."""
        ref = desk.solving.raise_problem(LEAK).ref
        about = [
            About(Matter.ITEM, f"{R1}/doors"),
            About(Matter.PROJECT, "doors"),
            About(Matter.PROBLEM, ref),
        ]
        desk.meetings.announce("m2", Meeting.REVIEW, LEAK, about, by="x", on=date(2026, 3, 5))
        desk.meetings.announce("m1", Meeting.HEARING, LEAK, about[:1], by="x", on=date(2026, 1, 5))
        assert [one.id for one in desk.meetings.about(Matter.ITEM, f"{R1}/doors")] == ["m1", "m2"]
        assert [one["id"] for one in desk.projects.card("doors")["meetings"]] == ["m2"]
        assert [one["id"] for one in desk.solving.card(ref)["meetings"]] == ["m2"]

    @pytest.mark.parametrize(
        "about, error",
        [
            (About(Matter.ITEM, "r9/x"), NotListed),
            (About(Matter.ITEM, f"{R1}/x"), UnknownId),
            (About(Matter.MOTION, "x"), NotListed),
            (About(Matter.PROJECT, "x"), NotListed),
            (About(Matter.PROBLEM, "x"), NotListed),
        ],
    )
    def test_they_are_about_nothing_that_is_not_there(
        self, desk: Desk, about: About, error: type[Exception]
    ) -> None:
        """Unknown rounds, items, motions, projects, problems."""
        with pytest.raises(error):
            desk.meetings.announce("m1", Meeting.HEARING, LEAK, [about], by="x")

    def test_they_can_stand_before_any_decision(self) -> None:
        """A hearing on an item of a list that is not even open."""
        desk = desks.desk()
        desk.prepare(desks.plan())
        held = desk.meetings.announce(
            "m1", Meeting.HEARING, LEAK, [About(Matter.ITEM, "r1/gate")], by="x"
        )
        assert held.minutes.zh == ""

    def test_minutes_come_after_the_meeting_and_once(self, desk: Desk, clock: Clock) -> None:
        """Names are sealed, the number is not, and never smaller than the names."""
        day = clock.now.date() + timedelta(days=3)
        about = [About(Matter.PROJECT, "doors")]
        desk.meetings.announce("m1", Meeting.DELEGATES, LEAK, about, by="x", on=day)
        with pytest.raises(NotPossible, match="already"):
            desk.meetings.announce("m1", Meeting.DELEGATES, LEAK, about, by="x")
        with pytest.raises(NotPossible, match="about"):
            desk.meetings.announce("m2", Meeting.DELEGATES, LEAK, [], by="x")
        with pytest.raises(NotPossible, match="is only on"):
            desk.meetings.minute("m1", HOW, by="x")
        clock.pass_days(3)
        with pytest.raises(NotPossible, match="more are named"):
            desk.meetings.minute("m1", HOW, by="x", attended=1, present=["张三丰", "李四光"])
        held = desk.meetings.minute("m1", HOW, by="x", present=["张三丰", "李四光"])
        assert held.attended == 2
        assert "张三丰" not in json.dumps(
            [held.plain(), entries(desk._hand.store, LOG)], ensure_ascii=False
        )
        with pytest.raises(NotPossible, match="posted already"):
            desk.meetings.minute("m1", HOW, by="x")


def test_a_project_waits_for_the_motion_its_item_needs() -> None:
    """Both of them: prepared, open, closed is not enough, nor is one alone."""
    desk_ = motion_house.listed(motion_house.desk(lame_duck=[]))
    _finalise(desk_)
    desk_.projects.start(R1, "lift", by="小林")
    desk_.projects.responsible("lift", Side.FIRM, FIRM, HOW)

    def refused() -> None:
        with pytest.raises(NotPossible, match="motion has to pass"):
            desk_.projects.begin("lift")

    refused()
    desk_.promote(R1, "lift")
    for key, flats in (("building", (0, 2, 4)), ("estate", range(6))):
        id_ = f"{R1}.lift.{key}"
        desk_.motions.register(id_, motion_house.roll())
        desk_.motions.open(id_)
        for number in flats:
            motion_house.cast(desk_, number, "yes", id_)
        desk_.motions.close(id_)
        refused()
        assert desk_.motions.publish(id_).result is Result.PASSED
    assert desk_.projects.begin("lift").status is Status.UNDER_WAY


def _finalise(desk: Desk) -> None:
    """Tick, close, publish, fix the list."""
    from tickbox_core.desk import Cast

    desk.register(R1, motion_house.roll())
    desks.open_list(desk, R1)
    desk.cast(R1, Cast(desk.slots(R1)[0].slot, ("lift",), "k"))
    desk.close(R1)
    desk.publish(R1)
    desk.concluding.finalise(R1)


class TestTheActs:
    """The same, as people do it."""

    def test_a_problem_goes_its_way_by_acts(self, desk: Desk) -> None:
        """Raised for a resident, taken on, tied, met about, solved, seen by anybody."""

        def do(act: str, **fields: Any) -> Any:
            return perform(ACTS[act], desk, fields, LIN)

        ref = do("problem/raise", title="外墙渗水", author="李某", text="漏了八年")["ref"]
        do("problem/take-on", ref=ref, side="property-firm", name="物业", task="查漏")
        do("problem/link", ref=ref, item=f"{R1}/doors", project="doors")
        met = do("meeting/announce", id="m1", kind="coordination", title="协调",
                 about=[f"problem:{ref}", "project:doors"])  # fmt: skip
        assert met["about"][0] == {"matter": "problem", "id": ref}
        do("meeting/minutes", id="m1", minutes="商定方案", attended=12)
        do("problem/solve", ref=ref, how="重做防水")
        card = perform(ACTS["problem/show"], desk, {"ref": ref})
        assert (card["raised_by"], card["meetings"][0]["attended"]) == ("resident", 12)
        assert perform(ACTS["problem/list"], desk, {}) == [card]
        assert len(perform(ACTS["meeting/about"], desk, {"about": "project:doors"})) == 1

    @pytest.mark.parametrize("about", ["doors", "club:doors", "project:"])
    def test_a_matter_that_cannot_be_read_is_said(self, desk: Desk, about: str) -> None:
        """No kind, an unknown one, no id."""
        with pytest.raises(BadValue, match="cannot be read"):
            perform(ACTS["meeting/about"], desk, {"about": about})


@given(st.lists(st.sampled_from(["problem-solved", "problem-reopened"]), max_size=6))
def test_a_chapter_reads_whatever_order_it_is_given(kinds: list[str]) -> None:
    """It refuses no entry, and a problem is solved if the last word says so."""
    book = Problems()
    raised = {"ref": "a", "area": "n1", "title": LEAK.plain(), "raised": "2026-01-01"}
    book.apply(DiaryEntry("problem", {**raised, "raised_by": "staff"}))
    more = {"on": "2026-01-02", "how": HOW.plain(), "reason": HOW.plain()}
    for kind in kinds:
        book.apply(DiaryEntry(kind, {"ref": "a", **more}))
        book.apply(DiaryEntry(kind, {"ref": "unknown", **more}))
    held = book.problem("a")
    assert (held.solved is not None) == (kinds[-1:] == ["problem-solved"])
    assert attrs.evolve(held, reopened=()).title == LEAK
    assert isinstance(held, ProblemRecord)
