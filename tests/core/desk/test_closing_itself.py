"""Behind the announced hour a round closes by itself, as soon as nothing can come any more."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from tickbox_core.acts import ACTS, perform
from tickbox_core.bundle import differences
from tickbox_core.desk import Cast
from tickbox_core.desk.diary import history
from tickbox_core.desk.keeping import verifying
from tickbox_core.errors import NotPossible, TickingEnded, WrongState
from tickbox_core.model import State
from tickbox_core.rules.judgement import Mark, Vote
from tickbox_core.testing import desks
from tickbox_core.text import Text

from .test_deadlines import HOUR, LIN, R1, SECOND, Clock, kinds, opened, played, tick
from .test_deadlines_alike import asking, judging

MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock() -> Clock:
    """Noon of 6 March."""
    return Clock()


def printed(desk, *numbers, batch="b1"):
    """Sheets of some places, handed out."""
    slots = [desk.slots(R1)[at].slot for at in numbers]
    return desk.paper.print_batch(R1, batch, "甲", slots)


def keyed(desk, sheet, ticks=("garden",)):
    """Two people key every place of a sheet."""
    for slot in sheet.slots:
        for by in ("甲", "乙"):
            desk.paper.key(R1, sheet.number, slot, list(ticks), by)


def missing(desk):
    """What closing waits for, in English."""
    return " ".join(one.en for one in desk.closing_waits_for(R1))


@pytest.mark.parametrize("late, state", [(-SECOND, State.TICKING), (0 * SECOND, State.COUNTING)])
def test_without_paper_the_hour_itself_closes_it(clock, late, state):
    """Not a second before; ended and closed by whoever comes first, and it recounts."""
    desk = opened(clock)
    tick(desk)
    clock.now = HOUR + late
    perform(ACTS["round/list"], desk, {}, LIN)
    assert desk.round(R1).state is state
    if state is State.COUNTING:
        assert kinds(desk)[-2:] == ["ticking-ended", "closed"]
        assert desk.jobs.waiting() == ()
        desk.publish(R1)
        assert differences(desk.bundle(R1)).status == 0
        assert not verifying.verify(desk.context).faults


def test_a_late_ballot_is_told_the_hour_also_once_it_is_closed(clock):
    """Before, by and after the closing: the hour; by then the state says nothing else."""
    desk = opened(clock)
    clock.now = HOUR
    for _ in range(2):
        with pytest.raises(TickingEnded, match="18:00 on 8 March 2026"):
            tick(desk)
        desk.catch_up()
    assert desk.round(R1).state is State.COUNTING
    desk.publish(R1)
    with pytest.raises(TickingEnded):
        tick(desk)


def test_whoever_closes_what_has_closed_by_itself_is_given_it(clock):
    """The act and the clock may come at the same second; one entry stands."""
    desk = opened(clock)
    clock.now = HOUR
    assert perform(ACTS["round/close"], desk, {"round": R1}, LIN)["state"] == "counting"
    desk.close(R1)
    assert kinds(desk).count("closed") == 1
    by_hand = opened(clock, closes=None, closes_at="")
    by_hand.close(R1)
    with pytest.raises(WrongState):
        by_hand.close(R1)


def test_it_closes_once_all_that_was_handed_out_is_back_keyed_and_counted(clock):
    """Ended with a sheet out, one not keyed, one batch not counted: each in its turn."""
    desk = opened(clock)
    one, two = printed(desk, 0, 4)
    desk.paper.take_back(R1, [one.number], "甲")
    clock.now = HOUR
    desk.catch_up()
    assert desk.round(R1).state is State.TICKING and desk.has_ended(R1)
    assert "not keyed to the end: 1" in missing(desk) and "not reconciled: b1" in missing(desk)
    keyed(desk, one)
    desk.paper.take_back(R1, [two.number], "甲", in_time=True)
    keyed(desk, two)
    desk.catch_up()
    assert missing(desk).endswith("counts them together. batches are not reconciled: b1.")
    desk.paper.reconcile(R1, "b1", 2, 0, "甲")
    assert desk.catch_up() == (R1,)
    assert kinds(desk)[-1] == "closed" and missing(desk) == ""
    desk.publish(R1)
    assert differences(desk.bundle(R1)).status == 0


def test_a_sheet_that_never_came_back_keeps_it_open_until_somebody_counts_after_the_hour(clock):
    """Counted before the hour says nothing of what came in its last minutes."""
    desk = opened(clock)
    printed(desk, 0)
    desk.paper.reconcile(R1, "b1", 0, 0, "甲")
    clock.now = HOUR
    desk.catch_up()
    assert "batch 'b1' has 1 sheets out" in missing(desk)
    desk.catch_up()
    assert desk.round(R1).state is State.TICKING
    desk.paper.reconcile(R1, "b1", 0, 0, "甲")
    desk.catch_up()
    assert desk.round(R1).state is State.COUNTING


def test_a_sheet_that_is_spoiled_is_accounted_for(clock):
    """Back, spoiled: nothing is out."""
    desk = opened(clock)
    (sheet,) = printed(desk, 0)
    desk.paper.spoil(R1, [sheet.number], "甲")
    desk.paper.reconcile(R1, "b1", 0, 1, "甲")
    clock.now = HOUR
    desk.catch_up()
    assert desk.round(R1).state is State.COUNTING


def test_two_who_differ_wait_for_a_third(clock):
    """A third look, then the batch adds up."""
    desk = played(clock)
    desk.catch_up()
    (sheet,) = printed_before = desk.paper.sheets(R1)
    assert len(printed_before) == 1 and "not reconciled" in missing(desk)
    desk.paper.reconcile(R1, sheet.batch, 1, 0, "甲")
    desk.catch_up()
    assert desk.round(R1).state is State.COUNTING


def test_a_mismatch_stands_in_the_way_until_a_third_has_looked(clock):
    """Read differently: no closing; read by a third: closed."""
    desk = opened(clock)
    (sheet,) = printed(desk, 0)
    desk.paper.take_back(R1, [sheet.number], "甲")
    desk.paper.reconcile(R1, "b1", 1, 0, "甲")
    clock.now = HOUR
    for slot in sheet.slots:
        desk.paper.key(R1, sheet.number, slot, ["garden"], "甲")
        desk.paper.key(R1, sheet.number, slot, ["gate"], "乙")
    desk.catch_up()
    assert "where two readings differ a third person looks" in missing(desk)
    desk.paper.reconcile(R1, "b1", 1, 0, "甲")
    desk.catch_up()
    assert desk.round(R1).state is State.TICKING
    for slot in sheet.slots:
        desk.paper.key(R1, sheet.number, slot, ["gate"], "丙")
    desk.catch_up()
    assert desk.round(R1).state is State.TICKING  # it is counted with its batch
    desk.paper.reconcile(R1, "b1", 1, 0, "甲")
    desk.catch_up()
    assert desk.round(R1).state is State.COUNTING


def test_nobody_learns_by_the_closing_or_its_words_whether_two_readings_agree(clock):
    """Counted by hand before it was keyed: read alike or not, the same words, and still open."""
    said = set()
    for second in ("garden", "gate"):
        clock.now = desks.NOON
        desk = opened(clock)
        (sheet,) = printed(desk, 0)
        desk.paper.take_back(R1, [sheet.number], "甲")
        clock.now = HOUR
        desk.paper.reconcile(R1, "b1", 1, 0, "甲")
        for slot in sheet.slots:
            desk.paper.key(R1, sheet.number, slot, ["garden"], "甲")
            desk.paper.key(R1, sheet.number, slot, [second], "乙")
        desk.catch_up()
        (job,) = desk.jobs.waiting()
        said.add((desk.round(R1).state, missing(desk), desk.ending(R1), job.fault))
    assert len(said) == 1 and desk.round(R1).state is State.TICKING


def sheet_of_totals(desk, at=0, **said):
    """A stairwell's count sheet under two signatures."""
    slot = desk.slots(R1)[at].slot
    return desk.paper.take_count(R1, [slot], {"gate": 1}, by="甲", second="乙", **said)


def test_where_count_sheets_are_used_a_person_closes(clock):
    """Nobody registers them when they are handed out; taken back, nothing is waited for."""
    desk = opened(clock)
    number = sheet_of_totals(desk)
    clock.now = HOUR
    desk.catch_up()
    assert "not all of its paper is registered here" in missing(desk)
    assert desk.jobs.waiting() == ()  # nothing is tried in vain
    desk.paper.uncount(R1, number, Text("弄错了", "a mistake"), by="甲", second="乙")
    desk.catch_up()
    assert desk.round(R1).state is State.COUNTING


def test_what_is_announced_to_wait_for_people_does(clock):
    """The plan says so, it is frozen, and a count sheet is taken after the hour."""
    desk = opened(clock, by_hand=True)
    clock.now = HOUR
    desk.catch_up()
    assert desk.round(R1).state is State.TICKING
    with pytest.raises(NotPossible, match="in_time"):
        sheet_of_totals(desk)  # of whom nobody says that they answered before the hour
    assert desk.paper.taken_counts(R1) == ()
    sheet_of_totals(desk, in_time=True)
    (noted,) = [one for one in history(desk._hand.store) if one.kind == "count-sheet"]
    assert noted.facts["in_time"] is True
    desk.catch_up()
    desk.close(R1)
    desk.publish(R1)
    assert desk.round(R1).by_hand
    assert differences(desk.bundle(R1)).status == 0


def test_paper_that_a_host_enters_waits_for_people(clock):
    """On no sheet of ours: who knows what else lies in the host's house."""
    desk = opened(clock)
    desk.cast(R1, Cast(desk.slots(R1)[0].slot, ("gate",), "p", "paper"))
    clock.now = HOUR
    desk.catch_up()
    assert "not all of its paper is registered here" in missing(desk)
    desk.cast(R1, Cast(desk.slots(R1)[3].slot, ("gate",), "p3", "paper"))
    desk.close(R1)
    assert desk.round(R1).state is State.COUNTING


def test_a_round_that_is_voided_is_not_closed(clock):
    """Nothing is written behind a void."""
    desk = opened(clock, by_hand=True)
    clock.now = HOUR
    desk.catch_up()
    desk.void(R1, Text("弄错了", "a mistake"), by="甲", second="乙")
    clock.now += MINUTE
    assert desk.catch_up() == ()
    assert kinds(desk)[-1] == "voided"


def test_a_clock_that_is_set_back_closes_nothing_twice(clock):
    """And reopens nothing."""
    desk = opened(clock)
    clock.now = HOUR
    desk.catch_up()
    clock.now = HOUR - timedelta(days=1)
    desk.catch_up()
    clock.now = HOUR + MINUTE
    desk.catch_up()
    assert kinds(desk)[-2:] == ["ticking-ended", "closed"]


def test_a_judgement_closes_at_its_hour():
    """No paper comes of one: ended, closed; a late voice is told the hour."""
    desk, clock, hour, slots = judging()
    clock.now = hour
    desk.catch_up()
    assert str(desk.judging.judgement("j1").phase) == "closed"
    assert desk.judging.close("j1").closed_at
    with pytest.raises(TickingEnded):
        desk.judging.judge("j1", slots[0], {"gate": Vote(Mark.SATISFIED, True)}, "k")
    with pytest.raises(NotPossible, match="it is not put off now"):
        desk.judging.extend("j1", hour + MINUTE, Text("晚了", "late"))


def test_a_motion_is_closed_by_a_person_and_says_so():
    """Its papers are not registered when they go out, and silence may count."""
    at, clock, hour = asking()
    clock.at = hour
    at.catch_up()
    assert str(at.motions.poll("m1").state) == "open"
    (said,) = at.closing_waits_for("m1")
    assert "papers of a motion are not registered" in said.en
    assert at.jobs.waiting() == ()
    at.motions.close("m1")
    assert at.closing_waits_for("m1") == ()


def test_two_at_once_close_it_once(clock, tmp_path):
    """Threads over one file: ended once, closed once."""
    from tickbox_core.desk import Town
    from tickbox_core.model import Area, AreaTree

    from .test_deadlines import LAST

    town = Town(tmp_path / "t", clock=clock)
    town.plant(AreaTree((Area("n1", "neighbourhood", "一村"),)))
    desk = town.found("n1")
    desk.prepare(desks.plan(closes=LAST, closes_at="18:00"))
    desk.register(R1, desks.roll())
    desks.open_list(desk, R1)
    clock.now = HOUR
    start = threading.Barrier(6)

    def come(at: int) -> None:
        start.wait()
        desk.close(R1) if at % 2 else desk.catch_up()

    threads = [threading.Thread(target=come, args=(at,)) for at in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert kinds(desk)[2:] == ["opened", "ticking-ended", "closed"]
    town.close()
