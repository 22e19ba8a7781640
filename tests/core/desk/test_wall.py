"""The wall as plain values: all of it is there, and nobody's name."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from tickbox_core.acts import plain_of
from tickbox_core.components.meetings import About, Matter, Meeting
from tickbox_core.components.projects import Milestone
from tickbox_core.components.wishes import NewWish
from tickbox_core.declarations import ListOf, answer_schema, outputs_of
from tickbox_core.desk import wall
from tickbox_core.desk.motions import Poll
from tickbox_core.errors import NotListed
from tickbox_core.model import Funding, Problem
from tickbox_core.model.channels import Channel
from tickbox_core.model.parties import Side
from tickbox_core.rules.motions import Bar, Bars, Base, Motion
from tickbox_core.testing import desks
from tickbox_core.testing.answers import misfits, strangers
from tickbox_core.text import Text
from tickbox_core.year import Feasible

from .annual_house import ITEMS, R1, TREE, Clock, listed, roll

CANARY = "金丝雀"
"""Stands in every sealed name and text; it may be nowhere on the wall."""


def house() -> Any:
    """A neighbourhood with a bit of everything, each name in it a canary."""
    desk = listed(Clock())
    desk.projects.start(R1, "doors", by=CANARY, due=date(2026, 12, 1), pilot=["b1"])
    desk.projects.responsible("doors", Side.FIRM, Text.of("甲物业"), Text.of("安装"))
    desk.projects.supervise("doors", [f"{CANARY}{n}" for n in range(3)], CANARY, 2)
    desk.projects.pledge("doors", Funding.SPONSOR, CANARY, amount=5_000)
    ref = desk.solving.raise_problem(
        Text.of("门锁坏了"), text=CANARY, raiser={"name": CANARY}, on=desks.NOON.date()
    ).ref
    desk.solving.take_on(ref, Side.FIRM, Text.of("甲物业"), Text.of("修锁"))
    desk.solving.link(ref, item=f"{R1}/doors", project="doors")
    about = [About(Matter.PROJECT, "doors"), About(Matter.ITEM, f"{R1}/doors")]
    desk.meetings.announce("m1", Meeting.HEARING, Text.of("听证会"), about, by=CANARY)
    desk.meetings.minute("m1", Text.of("都同意"), by=CANARY, present=[CANARY], attended=9)
    return desk


def test_nobody_is_named() -> None:
    """Signers, donors, raisers, who was present: none of them stands in any of it."""
    desk = house()
    told = json.dumps(
        [
            plain_of(wall.round_facts(desk, R1)),
            plain_of([wall.item_facts(desk, R1, item.id) for item in ITEMS]),
            plain_of(wall.projects(desk)),
            plain_of(wall.problems(desk)),
            plain_of(wall.meetings(desk)),
            plain_of(wall.motions(desk)),
        ],
        ensure_ascii=False,
    )
    assert CANARY not in told
    assert "甲物业" in told and "都同意" in told


def test_an_item_leads_to_its_project_problem_and_meeting() -> None:
    """From the list for ever: what it came to, and everything tied to it."""
    facts = wall.item_facts(house(), R1, "doors")
    assert facts.annual and facts.placed.rank == 1
    assert facts.project.id == "doors"
    assert facts.project.problems[0].title.zh == "门锁坏了"
    assert [one.title.zh for one in facts.problems] == ["门锁坏了"]
    assert [one.minutes.zh for one in facts.meetings] == ["都同意"]


def test_the_annual_list_names_its_projects() -> None:
    """An item without a project yet has none."""
    found = wall.round_facts(house(), R1).result.annual_list.items
    assert {one.id: one.project for one in found} == {
        "doors": "doors", "garden": None, "gate": None,
    }  # fmt: skip


def test_an_override_stands_beside_the_result() -> None:
    """With its reason and who decided, on the round and on the item it is about."""
    desk = desks.desk(clock=Clock(), tree=TREE)
    desk.prepare(desks.plan(items=ITEMS, places=1, limits=desks.Limits()))
    desk.register(R1, roll())
    desks.open_list(desk, R1)
    desk.close(R1)
    desk.publish(R1)
    chosen = desk.concluding.standing(R1).chosen
    other = next(item.id for item in ITEMS if item.id not in chosen)
    desk.concluding.override(
        R1, take=[other], reason=Text.of("更急"), decided_by=Text.of("居民代表会议")
    )
    (one,) = wall.item_facts(desk, R1, other).overrides
    assert [held.id for held in one.take] == [other]
    assert (one.reason.zh, one.decided_by.zh) == ("更急", "居民代表会议")
    assert wall.round_facts(desk, R1).result.annual_list is None


def test_before_opening_reasons_and_answers_stand_and_no_objector() -> None:
    """Feasibility with its reason; an objection without its words, with the answer."""
    desk = desks.desk(clock=Clock(), tree=TREE)
    desk.prepare(desks.plan(items=ITEMS, notice_days=3))
    ref = desk.collecting.take(
        NewWish(CANARY, Channel.PAPER, author={"name": CANARY}, taken_by=CANARY)
    ).ref
    desk.posting.assess(R1, "gate", Feasible.YES, Text.of("已看过"), CANARY)
    desk.posting.post(R1)
    objection = desk.posting.object(R1, CANARY, item="gate", author={"name": CANARY})
    desk.posting.answer(objection, Text.of("只在早晚开"), CANARY)
    facts = wall.item_facts(desk, R1, "gate")
    assert facts.finding.reason.zh == "已看过"
    assert facts.objections[0].answer.zh == "只在早晚开"
    told = json.dumps(plain_of([facts, wall.round_facts(desk, R1)]), ensure_ascii=False)
    assert CANARY not in told and ref not in told
    assert facts.placed is None and not facts.annual


def test_open_problems_stand_first_and_old_records_with_them() -> None:
    """The oldest open one first, the newest solved one first; days open beside each."""
    desk = house()
    today = desk.today()
    desk.add_problems(
        [
            Problem("p1", "n1", "灯不亮", today.replace(day=1)),
            Problem("p2", "n1", "漏水", today.replace(day=1), today, "已修", "物业"),
        ]
    )
    found = wall.problems(desk)
    assert [one.solved is None for one in found] == [True, True, False]
    assert found[-1].responsible[0].name.zh == "物业"
    assert wall.problem(desk, "p1").days_open == (today - today.replace(day=1)).days
    with pytest.raises(NotListed):
        wall.problem(desk, "nothing")


def test_an_item_that_is_not_listed_is_not_there() -> None:
    """As if it were nobody's."""
    with pytest.raises(NotListed):
        wall.item_facts(house(), R1, "nothing")


def test_a_motion_is_public_once_its_agenda_is_posted() -> None:
    """Being prepared is nobody's business; how many answered is not told of a handful."""
    desk = house()
    bars = (Bars(Base.HEADS, Bar.of("more_than 1/2"), Bar.of("more_than 1/2")),)
    desk.motions.prepare(Poll(Motion("q1", "换门吗", bars), round=R1, item="doors"))
    assert wall.motions(desk) == [] and wall.item_facts(desk, R1, "doors").motions == ()
    desk.motions.post("q1")
    (one,) = wall.item_facts(desk, R1, "doors").motions
    assert one.kind == "owners-motion" and one.state == "prepared"
    assert one.decision is None and one.bars[0].approval == "more_than 1/2"


def test_the_days_of_projects_meetings_and_problems_are_in_the_calendar() -> None:
    """Begun, planned, delivered, held, solved; a step that is done is not planned any more."""
    desk = house()
    today = desk.today()
    step = Milestone("door", Text.of("装门"), today)
    desk.projects.start(R1, "gate", by="x", milestones=[step])
    desk.projects.responsible("gate", Side.COMMITTEE, Text.of("居委会"), Text.of("组织"))
    planned = {(one.kind, one.about): one for one in desk.timeline()}
    assert planned["milestone-due", "gate.door"].what.zh == "计划完成：装门"
    assert planned["meeting", "m1"].what.zh == "听证会"
    desk.projects.begin("gate")
    desk.projects.reach("gate", "door")
    desk.projects.deliver("gate")
    desk.solving.solve(wall.problems(desk)[0].ref, Text.of("换了锁"))
    found = {(one.kind, one.about): one.day for one in desk.timeline()}
    assert ("milestone-due", "gate.door") not in found
    assert found["milestone-done", "gate.door"] == found["project-delivered", "gate"] == today
    assert found["project-begun", "gate"] == today
    assert today in [day for (kind, _), day in found.items() if kind == "problem-solved"]


def test_what_stands_on_the_wall_is_what_its_classes_say() -> None:
    """To the last field, as values and as JSON; what is shown has a label in both languages."""
    desk = house()
    told: dict[type, Any] = {
        wall.ProjectOnWall: wall.projects(desk),
        wall.ProblemOnWall: wall.problems(desk),
        wall.MeetingOnWall: wall.meetings(desk),
    }
    for of, values in told.items():
        kind = ListOf(of)
        assert values and list(strangers(kind, values)) == []
        assert list(misfits(answer_schema(kind), plain_of(values))) == []
    for of in (*told, wall.JudgementOnWall, wall.ProjectToJudge):
        for one in outputs_of(of):
            assert bool(one.label.zh and one.label.en) is one.shown, (of, one.key)
