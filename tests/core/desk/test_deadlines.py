"""The announced hour: ticking ends by itself, once, whoever comes first; only paper follows."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.bundle import differences
from tickbox_core.desk import Cast
from tickbox_core.desk.keeping import verifying
from tickbox_core.errors import NotPossible, NotReady, TickingEnded, WrongState
from tickbox_core.testing import desks
from tickbox_core.text import Text
from tickbox_core.workflow import log

R1 = desks.ROUND
SHANGHAI = ZoneInfo("Asia/Shanghai")
LIN = Actor("小林", Role.STAFF)
LAST = date(2026, 3, 8)
HOUR = datetime(2026, 3, 8, 18, tzinfo=SHANGHAI)
SECOND = timedelta(seconds=1)


class Clock:
    """A clock in UTC, as a container has it, that is set by hand."""

    def __init__(self) -> None:
        self.now = desks.NOON

    def __call__(self) -> datetime:
        return self.now.astimezone(UTC)


@pytest.fixture
def clock() -> Clock:
    """Noon of 6 March."""
    return Clock()


def opened(clock, **plan):
    """An open list that ends on 8 March at 18:00 in Shanghai."""
    desk = desks.desk(clock=clock, zone=SHANGHAI)
    desk.prepare(desks.plan(**{"closes": LAST, "closes_at": "18:00", **plan}))
    desk.register(R1, desks.roll())
    desks.open_list(desk, R1)
    return desk


def tick(desk, at=0, key=""):
    """Somebody ticks online."""
    return desk.cast(R1, Cast(desk.slots(R1)[at].slot, ("gate",), key or f"online-{at}"))


def kinds(desk):
    """The kinds of entries of the log."""
    return [one["kind"] for one in log.entries(desk.context.store, R1)]


def ending(desk):
    """The entry that says that the hour has come."""
    (found,) = [
        one for one in log.entries(desk.context.store, R1) if one["kind"] == "ticking-ended"
    ]
    return found


def test_the_hour_is_frozen_as_an_instant_of_the_place(clock):
    """18:00 in Shanghai is 10:00 UTC; it stands in the plan that everybody recounts by."""
    desk = opened(clock)
    assert desk.round(R1).ends == "2026-03-08T18:00:00+08:00"
    assert desk.deadline(R1).announced == HOUR


@pytest.mark.parametrize("minute, day", [(59, 28), (60, 1)])
def test_a_desk_that_is_told_no_zone_has_the_days_of_the_place(clock, minute, day):
    """Its server's clock is in UTC: at 15:59 there it is the last of February here."""
    clock.now = datetime(2026, 2, 28, 15, tzinfo=UTC) + timedelta(minutes=minute)
    desk = desks.desk(clock=clock)
    assert desk.context.today().day == day
    desk.prepare(desks.plan(closes=date(2026, 2, 28)))
    desk.register(R1, desks.roll())
    if day == 28:
        desk.open(R1)
    else:
        with pytest.raises(NotReady, match="2026-02-28, has passed"):
            desk.open(R1)


def test_a_day_alone_ends_with_it(clock):
    """24:00 of the place, and it is said so."""
    desk = opened(clock, closes_at="")
    assert desk.round(R1).ends == "2026-03-09T00:00:00+08:00"
    assert desk.deadline(R1).hour.zh == "2026年3月8日24:00"
    assert desk.deadline(R1).hour.en == "24:00 on 8 March 2026"


@pytest.mark.parametrize("late, taken", [(-SECOND, True), (timedelta(), False), (SECOND, False)])
def test_just_before_on_and_just_after_the_hour(clock, late, taken):
    """The last second counts, the hour itself does not; the answer names the hour."""
    desk = opened(clock)
    clock.now = HOUR + late
    if taken:
        assert tick(desk)
        assert "ticking-ended" not in kinds(desk)
        return
    with pytest.raises(TickingEnded) as refused:
        tick(desk)
    assert "2026年3月8日18:00" in refused.value.text.zh
    assert "18:00 on 8 March 2026" in str(refused.value)
    assert kinds(desk)[-1] == "ticking-ended"


def test_both_times_are_written_where_the_server_was_down(clock):
    """The announced hour, and when somebody came first behind it."""
    desk = opened(clock)
    clock.now = HOUR + timedelta(hours=14)
    desk.catch_up()
    assert ending(desk)["announced"] == "2026-03-08T18:00:00+08:00"
    assert ending(desk)["at"] == "2026-03-09T08:00:00+08:00"


def test_a_clock_that_is_set_back_ends_nothing_twice_and_reopens_nothing(clock):
    """What has ended stays so."""
    desk = opened(clock)
    clock.now = HOUR
    assert desk.catch_up() == (R1,)
    clock.now = HOUR - timedelta(days=1)
    with pytest.raises(TickingEnded):
        tick(desk)
    clock.now = HOUR + SECOND
    assert desk.catch_up() == ()
    assert kinds(desk).count("ticking-ended") == 1


def test_a_receipt_is_given_again_after_the_hour(clock):
    """Whoever did not get the answer asks again with the same key."""
    desk = opened(clock)
    before = tick(desk, 0, "same")
    clock.now = HOUR
    assert tick(desk, 0, "same") == before


def test_an_act_writes_it_first(clock):
    """Also one that only reads, and one that is refused."""
    desk = opened(clock)
    clock.now = HOUR
    perform(ACTS["round/list"], desk, {}, LIN)
    assert kinds(desk)[-2:] == ["ticking-ended", "closed"]


def test_it_is_not_closed_before_the_hour_and_closed_after_it(clock):
    """Residents count on the hour that was announced."""
    desk = opened(clock)
    clock.now = HOUR - SECOND
    with pytest.raises(NotPossible, match="announced to end at 18:00 on 8 March 2026"):
        desk.close(R1)
    clock.now = HOUR
    desk.close(R1)
    assert kinds(desk)[-2:] == ["ticking-ended", "closed"]


def test_a_round_without_a_last_day_is_closed_by_hand(clock):
    """As it always was."""
    desk = opened(clock, closes=None, closes_at="")
    assert desk.deadline(R1) is None
    desk.close(R1)
    assert "ticking-ended" not in kinds(desk)


def played(clock):
    """Online before the hour, paper returned before and keyed after it; closed and published."""
    desk = opened(clock)
    tick(desk, 0)
    slot = desk.slots(R1)[5].slot
    (sheet,) = desk.paper.print_batch(R1, "b1", "甲", [slot])
    desk.paper.take_back(R1, [sheet.number], "甲")
    clock.now = HOUR + timedelta(minutes=5)
    for by in ("甲", "乙"):
        keyed = desk.paper.key(R1, sheet.number, slot, ["garden"], by)
    assert keyed.waits_for == "batch"
    return desk


def test_paper_returned_before_is_keyed_after_and_it_recounts(clock):
    """Ended, then the cast from paper, then closed: the recount agrees, and so do the tables."""
    desk = played(clock)
    desk.paper.reconcile(R1, "b1", 1, 0, "甲")
    desk.close(R1)
    desk.publish(R1)
    assert kinds(desk)[-4:] == ["ticking-ended", "cast", "closed", "result"]
    found = differences(desk.bundle(R1))
    assert (found.status, list(found.sentences)) == (0, [])
    assert not verifying.verify(desk.context).faults


def test_it_is_not_closed_before_the_batches_add_up(clock):
    """The hour ends ticking; closing waits for the paper."""
    from tickbox_core.errors import NotReady

    desk = played(clock)
    with pytest.raises(NotReady):
        desk.close(R1)


def test_paper_is_printed_and_helped_with_only_before(clock):
    """Nobody votes at the door after the hour."""
    desk = opened(clock)
    clock.now = HOUR
    slot = desk.slots(R1)[0].slot
    with pytest.raises((TickingEnded, WrongState)):
        desk.paper.print_batch(R1, "b1", "甲")
    with pytest.raises(TickingEnded):
        desk.paper.assist(R1, slot, ["gate"], channel="door", helper="甲", witness="乙")


def test_a_sheet_registered_after_the_hour_is_said_to_have_come_before(clock):
    """Without the word it is refused, naming the hour; with it the diary keeps that it was said."""
    desk = opened(clock)
    (sheet,) = desk.paper.print_batch(R1, "b1", "甲", [desk.slots(R1)[0].slot])
    clock.now = HOUR
    given = {"round": R1, "numbers": [sheet.number]}
    with pytest.raises(NotPossible, match="18:00 on 8 March 2026"):
        perform(ACTS["paper/return"], desk, given, LIN)
    perform(ACTS["paper/return"], desk, {**given, "in_time": True}, LIN)
    (facts,) = [one.facts for one in desk.diary.entries() if one.kind == "sheet-returned"]
    assert facts["in_time"] is True


@pytest.mark.parametrize(
    "change, where",
    [
        (lambda one: one.update(announced="2026-03-08T17:00:00+08:00"), "announced"),
        (lambda one: one.update(at="2026-03-08T17:59:59+08:00"), "before the hour"),
        (lambda one: one.update(at="never"), "before the hour"),
    ],
)
def test_the_recount_finds_an_ending_that_is_not_as_announced(clock, change, where):
    """Another hour, or one that had not come."""
    desk = played(clock)
    desk.paper.reconcile(R1, "b1", 1, 0, "甲")
    desk.close(R1)
    desk.publish(R1)
    found = differences(desks.forge_bundle(desk.bundle(R1), "ticking-ended", change))
    assert found.status == 1
    assert any(where in one for one in map(str, found.sentences))


def test_the_recount_finds_an_online_ballot_after_the_ending(clock):
    """Only what was on paper is entered then."""
    desk = played(clock)
    desk.paper.reconcile(R1, "b1", 1, 0, "甲")
    desk.close(R1)
    desk.publish(R1)
    forged = desks.forge_bundle(desk.bundle(R1), "cast", lambda one: one.update(channel="online"))
    assert any("after closing" in one for one in map(str, differences(forged).sentences))


def test_a_round_that_is_voided_before_its_hour_has_none(clock):
    """Nothing is written into a log that has ended."""
    desk = opened(clock)
    desk.void(R1, Text("清单有误", "a mistake"), by="甲", second="乙")
    clock.now = HOUR
    assert desk.catch_up() == ()
    assert kinds(desk)[-1] == "voided"
    assert not verifying.verify(desk.context).faults


def test_two_at_once_write_it_once(clock, tmp_path):
    """Threads over one file: one entry."""
    from tickbox_core.desk import Town
    from tickbox_core.model import Area, AreaTree

    town = Town(tmp_path / "t", clock=clock)
    town.plant(AreaTree((Area("n1", "neighbourhood", "一村"),)))
    desk = town.found("n1")
    desk.prepare(desks.plan(closes=LAST, closes_at="18:00"))
    desk.register(R1, desks.roll())
    desks.open_list(desk, R1)
    clock.now = HOUR
    slots = [slot.slot for slot in desk.slots(R1)]
    start = threading.Barrier(6)

    def come(at: int) -> None:
        start.wait()
        desk.cast_many(R1, [Cast(slots[at], ("gate",), f"k{at}")]) if at % 2 else desk.catch_up()

    threads = [threading.Thread(target=come, args=(at,)) for at in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert kinds(desk).count("ticking-ended") == 1
    assert "cast" not in kinds(desk)
    town.close()
