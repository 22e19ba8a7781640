"""What to do next: from facts alone, in the order of the year."""

from __future__ import annotations

import pytest

from tickbox_core.acts import ACTS
from tickbox_core.acts.steps import (
    ActWay,
    NextStep,
    ProjectFacts,
    RoundFacts,
    YearFacts,
    first,
    of_judgement,
    of_motion,
    of_project,
    of_round,
)
from tickbox_core.components.projects import Status
from tickbox_core.model import State
from tickbox_core.text import Text

WHY = Text("还没有名册", "there is no roll")


PLAN = "round/change"
"""What the plan says, and under the same act the roll that is read in."""


def acts(facts: RoundFacts) -> list[str]:
    """The first way of each step."""
    return [step.ways[0].act for step in of_round(facts)]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (RoundFacts("r", State.LISTING), ["item/add", *[PLAN] * 2, "round/open"]),
        (RoundFacts("r", State.LISTING, items=3, roll=True), ["item/add", PLAN, "round/open"]),
        (
            RoundFacts("r", State.LISTING, items=3, roll=True, notice_days=7),
            ["item/add", "round/change", "round/post"],
        ),
        (RoundFacts("r", State.POSTED, objections=2), ["objection/answer", "round/open"]),
        (RoundFacts("r", State.POSTED), ["round/open"]),
        (RoundFacts("r", State.TICKING), ["ballot/assist", "paper/print", "round/close"]),
        (RoundFacts("r", State.COUNTING), ["round/publish"]),
        (RoundFacts("r", State.COUNTING, rehearsal=True), ["round/wipe"]),
        (RoundFacts("r", State.DECIDED), ["result/finalise"]),
        (RoundFacts("r", State.DECIDED, final=True, chosen=2), ["project/start"]),
        (RoundFacts("r", State.DECIDED, final=True), []),
    ],
)
def test_each_state_has_its_next_steps(facts: RoundFacts, expected: list[str]) -> None:
    """And nothing that belongs to another state."""
    assert acts(facts) == expected


def test_what_blocks_a_step_is_said_with_it() -> None:
    """In the desk's own words, at the step it blocks and no other."""
    steps = of_round(RoundFacts("r", State.POSTED, objections=1, blocks=(WHY,)))
    assert [step.blocks for step in steps] == [(), (WHY,)]
    closing = of_round(RoundFacts("r", State.TICKING, paper=(WHY,)))[-1]
    assert closing.blocks == (WHY,)


def test_what_notes_are_is_said_above_them() -> None:
    """A tie of a closed round is nothing that is missing before it can open."""
    tied = of_round(RoundFacts("r", State.COUNTING, tied=(WHY,)))[0]
    listing = RoundFacts("r", State.LISTING, items=3, roll=True, notice_days=7, blocks=(WHY,))
    posting = of_round(listing)[-1]
    assert tied.notes == posting.notes == (WHY,)
    assert "tie" in tied.noted.en and "open" not in tied.noted.en
    assert "before it can open" in posting.noted.en


def test_what_keeps_a_list_from_being_posted_blocks_that_step() -> None:
    """What can come while it is posted is noted only."""
    roll = Text("还没有名册", "no roll")
    facts = RoundFacts(
        "r", State.LISTING, items=3, notice_days=7, blocks=(WHY, roll), unpostable=(WHY,)
    )
    posting = of_round(facts)[-1]
    assert (posting.blocks, posting.notes) == ((WHY,), (roll,))


@pytest.mark.parametrize("status", list(Status))
def test_projects_go_from_milestone_to_delivery(status: Status) -> None:
    """A project that is over asks for nothing."""
    over = status in (Status.DELIVERED, Status.GIVEN_UP)
    assert (of_project(ProjectFacts("p", status)) == ()) is over


def test_the_next_milestone_comes_before_delivery() -> None:
    """It is named by its key."""
    step, _ = of_project(ProjectFacts("p", Status.UNDER_WAY, next_milestone="m2"))
    assert step.ways[0].given == {"project": "p", "milestone": "m2"}
    last, _ = of_project(ProjectFacts("p", Status.UNDER_WAY))
    assert last.ways[0].act == "project/deliver"


def test_the_year_begins_with_wishes_and_last_years_list() -> None:
    """Nothing waits, nothing is asked; an old round can be cloned."""
    assert [s.ways[0].act for s in first(YearFacts())] == ["wish/take", "round/plan"]
    judge = NextStep(Text("评议", "judge"), (ActWay("judgement/open"),))
    steps = first(YearFacts(wishes=2, problems=1, newest="r2026"), [judge])
    acts = [step.ways[0].act for step in steps]
    assert acts[:2] == ["wish/answer", "problem/solve"]
    assert acts[2:] == ["judgement/open", "wish/take", "round/clone"]
    assert "2" in steps[0].title.zh


def test_every_step_names_acts_that_there_are() -> None:
    """In whatever state."""
    for state in State:
        for step in of_round(RoundFacts("r", state, objections=1, chosen=1, notice_days=1)):
            assert all(way.act in ACTS for way in step.ways) and step.ways


def test_judgements_and_motions_are_led_to_their_end() -> None:
    """Each phase has its acts, by names that there are; what is over asks for nothing."""
    from tickbox_core.components.judgement import Phase
    from tickbox_core.components.motions import PollState

    judging = {p: [way.act for step in of_judgement("j", p) for way in step.ways] for p in Phase}
    moving = {s: [way.act for step in of_motion("m", s) for way in step.ways] for s in PollState}
    assert all(act in ACTS for acts in (*judging.values(), *moving.values()) for act in acts)
    assert judging[Phase.OPEN][-1] == "judgement/close"
    assert moving[PollState.PREPARED][0] == "motion/open"
    assert judging[Phase.PUBLISHED] == moving[PollState.PUBLISHED] == []
    (left,) = of_motion("m", PollState.PUBLISHED, seats_left=True)
    assert [way.act for way in left.ways] == ["motion/elect-again"]
