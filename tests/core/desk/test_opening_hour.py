"""A posted list opens by itself at its announced hour, or stays posted and says why."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tickbox_core.acts import ACTS, perform
from tickbox_core.errors import NotReady, WrongState
from tickbox_core.model import State
from tickbox_core.testing import desks
from tickbox_core.text import Text

from .test_deadlines import HOUR, LAST, LIN, R1, SECOND, SHANGHAI, Clock, kinds, tick

OPENS = datetime(2026, 3, 7, 8, tzinfo=SHANGHAI)


@pytest.fixture
def clock() -> Clock:
    """Noon of 6 March."""
    return Clock()


def posted(clock, *, roll=True, **plan):
    """A list that is posted and opens on 7 March at 8:00."""
    desk = desks.desk(clock=clock, zone=SHANGHAI)
    days = {"opens": date(2026, 3, 7), "opens_at": "08:00", "closes": LAST, "closes_at": "18:00"}
    desk.prepare(desks.plan(**{**days, **plan}))
    if roll:
        desk.register(R1, desks.roll())
    desks.make_ready(desk, R1)
    desk.posting.post(R1, whole=True)
    return desk


@pytest.mark.parametrize("late, state", [(-SECOND, State.POSTED), (0 * SECOND, State.TICKING)])
def test_it_opens_on_the_hour_whoever_comes_first(clock, late, state):
    """Not a second before; anybody's act opens it, and then it takes ballots."""
    desk = posted(clock)
    clock.now = OPENS + late
    perform(ACTS["round/list"], desk, {}, LIN)
    assert desk.round(R1).state is state
    if state is State.TICKING:
        assert tick(desk)
        assert desk.jobs.waiting() == ()


def test_a_list_whose_checklist_fails_stays_posted_and_says_why(clock):
    """Without a roll it is not opened; it says so; once the roll is in it opens, later."""
    desk = posted(clock, roll=False)
    clock.now = OPENS
    desk.catch_up()
    assert desk.round(R1).state is State.POSTED
    said = desk.why_not_open(R1)
    assert "08:00 on 7 March 2026" in said.en and "there is no roll" in said.en
    assert "还没有名册" in said.zh
    desk.register(R1, desks.roll())
    desk.catch_up()
    assert desk.round(R1).state is State.POSTED  # it is not asked again at every step
    clock.now = OPENS + timedelta(minutes=5)
    desk.catch_up()
    assert desk.round(R1).state is State.TICKING
    assert desk.why_not_open(R1).zh == ""


def test_a_list_that_was_taken_down_or_opened_by_hand_is_left_alone(clock):
    """The hour of what is not posted any more opens nothing."""
    desk = posted(clock)
    desk.posting.withdraw(R1, Text("要改", "to be changed"), "甲")
    clock.now = OPENS
    desk.catch_up()
    assert desk.round(R1).state is State.LISTING
    clock.now = desks.NOON
    desk = posted(clock)
    desk.open(R1, whole=True)
    clock.now = OPENS
    desk.catch_up()
    assert kinds(desk).count("opened") == 1


def test_a_server_that_was_down_over_both_hours_opens_nothing_late(clock):
    """The last day has passed: the list stays posted, and says so."""
    desk = posted(clock)
    clock.now = HOUR + SECOND
    desk.catch_up()
    assert desk.round(R1).state is State.POSTED
    assert "has passed" in desk.why_not_open(R1).en


def test_a_round_goes_from_hour_to_hour(clock):
    """Posted, opened, ended and closed by the clock alone; nobody but a nudge comes by."""
    desk = posted(clock)
    clock.now = OPENS
    desk.catch_up()
    tick(desk)
    clock.now = HOUR
    with pytest.raises(WrongState):
        desk.count(R1)
    desk.catch_up()
    assert desk.publish(R1)
    assert kinds(desk)[-3:] == ["ticking-ended", "closed", "result"]


@pytest.mark.parametrize("day, fits", [(12, False), (13, True), (14, True)])
@pytest.mark.parametrize("whole", [True, False])
def test_a_list_is_not_posted_with_an_hour_before_its_days_are_over(clock, day, fits, whole):
    """Seven days from 6 March: not the 12th, the 13th, later; the checklist said so before."""
    desk = desks.desk(clock=clock, zone=SHANGHAI)
    days = {"opens": date(2026, 3, day), "opens_at": "00:00", "closes": date(2026, 3, 20)}
    desk.prepare(desks.plan(**days, notice_days=7))
    desk.register(R1, desks.roll())
    desks.make_ready(desk, R1)
    (line,) = [one for one in desk.posting.checklist(R1) if one.key == "opens"]
    assert line.met is fits
    if not fits:
        with pytest.raises(NotReady) as refused:
            desk.posting.post(R1, whole=whole)
        assert "posted long enough only on 2026-03-13 (7 days)" in refused.value.text.en
        assert "到2026-03-13才满7天" in refused.value.text.zh
        assert desk.round(R1).state is State.LISTING and desk.jobs.waiting() == ()
        return
    desk.posting.post(R1, whole=whole)
    assert "opens" not in [one.key for one in desk.posting.checklist(R1)]
    clock.now = datetime(2026, 3, day, tzinfo=SHANGHAI)
    desk.catch_up()
    assert desk.round(R1).state is State.TICKING
