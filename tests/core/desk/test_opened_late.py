"""What opened by itself says both times: the announced hour, and when it really was."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tickbox_core.acts import ACTS, perform
from tickbox_core.bundle import differences
from tickbox_core.desk.keeping import verifying
from tickbox_core.testing import desks
from tickbox_core.workflow import log

from . import motion_house
from .test_deadlines import HOUR, LIN, R1, SECOND, Clock, tick
from .test_deadlines_alike import announce, prepared, to_be_judged
from .test_opening_hour import OPENS, posted

LATE = [(timedelta(0), False), (59 * SECOND, False), (60 * SECOND, True), (72 * 60 * SECOND, True)]


def begun(desk, id_):
    """The entry of its opening."""
    (found,) = [one for one in log.entries(desk.context.store, id_) if one["kind"] == "opened"]
    return found


def sentence(at):
    """Both times, in English."""
    return f"announced for 08:00 on 7 March 2026, opened at {at:%H:%M} on 7 March 2026"


@pytest.fixture
def clock() -> Clock:
    """Noon of 6 March."""
    return Clock()


@pytest.mark.parametrize("late, said", LATE)
def test_a_list_that_opened_late_says_both_times(clock, late, said):
    """In its log however late, on its page and among the days from a minute on; it recounts."""
    desk = posted(clock)
    clock.now = OPENS + late
    desk.catch_up()
    entry = begun(desk, R1)
    assert entry["announced"] == "2026-03-07T08:00:00+08:00"
    assert entry["at"] == (OPENS + late).isoformat()
    both = sentence(OPENS + late)
    assert (both in desk.ending(R1).en) is said
    (told,) = [one.what for one in desk.timeline() if one.kind == "opened"]
    assert told.en == (f"ticking opens: {both}" if said else "ticking opens")
    tick(desk)
    clock.now = HOUR
    desk.catch_up()
    assert (both in desk.ending(R1).en) is said
    desk.publish(R1)
    assert differences(desk.bundle(R1)).status == 0
    assert not verifying.verify(desk.context).faults


@pytest.mark.parametrize("early", [OPENS - SECOND, OPENS + SECOND])
def test_a_list_that_somebody_opened_was_not_opened_by_its_hour(clock, early):
    """Before it or behind it: the log has the one time at which they did."""
    desk = posted(clock)
    clock.now = early
    desk.open(R1, whole=True)
    assert "announced" not in begun(desk, R1)
    assert "announced for" not in desk.ending(R1).en


@pytest.mark.parametrize("late, said", LATE)
def test_a_motion_that_opened_late_says_both_times(late, said):
    """As a list does."""
    at, clock = prepared()
    at.motions.register("m1", motion_house.roll())
    announce(at, 1, 7)
    hour = clock.at.replace(day=7, hour=8, minute=0)
    clock.at = hour + late
    at.catch_up()
    assert begun(at, "m1")["announced"] == at.motions.poll("m1").opens
    assert (sentence(clock.at) in at.ending("m1").en) is said
    (told,) = [one.what.en for one in at.timeline() if one.kind == "motion-opened"]
    assert (sentence(clock.at) in told) is said
    clock.at = clock.at.replace(day=13, hour=18)
    at.motions.close("m1")
    at.motions.publish("m1")
    assert differences(at.motions.bundle("m1")).status == 0
    assert not verifying.verify(at.context).faults


def test_a_motion_that_somebody_opened_was_not_opened_by_its_hour():
    """Though one was announced."""
    at, _ = prepared()
    at.motions.register("m1", motion_house.roll())
    announce(at, 1, 7)
    at.motions.open("m1")
    assert "announced" not in begun(at, "m1")


@pytest.mark.parametrize("late, said", LATE)
def test_a_judgement_that_opened_late_says_both_times(late, said):
    """As a list does; where no end was announced too."""
    desk, clock, hour, given = to_be_judged()
    day = {"opens": hour.date().isoformat(), "opens_at": "08:00"}
    perform(ACTS["judgement/announce"], desk, {**given, **day}, LIN)
    clock.now = hour + late
    desk.catch_up()
    assert begun(desk, "j1")["announced"] == hour.isoformat()
    assert (sentence(hour + late) in desk.ending("j1").en) is said
    desk.judging.close("j1")
    desk.judging.publish("j1", unjudged=True)
    assert differences(desk.judging.bundle("j1")).status == 0
    assert not verifying.verify(desk.context).faults


@pytest.mark.parametrize(
    "announced, fits",
    [
        ("2026-03-07T07:59:59+08:00", True),
        ("2026-03-07T08:00:00+08:00", True),
        ("2026-03-07T00:00:00+00:00", True),
        ("2026-03-07T08:00:01+08:00", False),
        ("at eight", False),
        (8, False),
    ],
)
def test_the_recount_finds_one_that_opened_before_its_hour(clock, announced, fits):
    """A second after it, on it, in another zone; not a second before, and not at no hour."""
    desk = posted(clock)
    clock.now = OPENS
    desk.catch_up()
    tick(desk)
    clock.now = HOUR
    desk.catch_up()
    desk.publish(R1)
    forged = desks.forge_bundle(
        desk.bundle(R1), "opened", lambda one: one.update(announced=announced)
    )
    found = any(
        "it opened before the hour" in one for one in map(str, differences(forged).sentences)
    )
    assert found is not fits
