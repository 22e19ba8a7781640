"""Motions and judgements end by themselves as rounds do; all three are put off in one way."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.bundle import differences
from tickbox_core.desk.keeping import verifying
from tickbox_core.desk.motions import CastPaper
from tickbox_core.errors import NotPossible, TickingEnded
from tickbox_core.rules.judgement import Mark, Vote
from tickbox_core.rules.motions import Paper
from tickbox_core.testing import desks
from tickbox_core.text import Text
from tickbox_core.workflow import log
from tickbox_core.workflow.deadlines import Announced

from . import annual_house, motion_house
from .test_deadlines import HOUR, R1, SECOND, Clock, opened, tick

LIN, WANG = Actor("小林", Role.STAFF), Actor("老王", Role.STAFF)
WHY = Text("暴雨，居民出不了门", "a rainstorm kept people at home")


def kinds(desk, id_):
    """The kinds of entries of a log."""
    return [one["kind"] for one in log.entries(desk.context.store, id_)]


# -- motions -----------------------------------------------------------------------------------


def asking(days=7, law=None, **more):
    """An open motion that ends so many days from now, at 18:00; its clock and hour."""
    clock = motion_house.Clock()
    at = motion_house.desk(clock, **(law or {}))
    at.motions.prepare(motion_house.poll(at))
    at.motions.register("m1", motion_house.roll())
    last = at.today() + timedelta(days=days)
    at.motions.open("m1", Announced(last, "18:00", **more))
    hour = clock.at.replace(hour=18) + timedelta(days=days)
    return at, clock, hour


def paper(at, number, channel):
    """A paper of that flat."""
    cast = CastPaper(Paper(f"u{number}", "yes", by=f"p{number}"), f"{number}", channel)
    return at.motions.cast("m1", cast)


def test_a_motion_ends_and_paper_is_entered_after():
    """Online is refused with the hour; paper counts; it closes, and recounts."""
    at, clock, hour = asking()
    clock.at = hour - SECOND
    paper(at, 0, "online")
    clock.at = hour
    with pytest.raises(TickingEnded, match="18:00 on 13 March 2026"):
        paper(at, 1, "online")
    assert paper(at, 0, "online")  # the same key: the same receipt
    paper(at, 2, "paper")
    at.motions.close("m1")
    at.motions.publish("m1")
    assert kinds(at, "m1")[-4:] == ["ticking-ended", "cast", "closed", "result"]
    assert differences(at.motions.bundle("m1")).status == 0
    assert not verifying.verify(at.context).faults


def test_a_motion_is_not_closed_before_and_not_opened_with_an_end_that_has_passed():
    """Not by a second, and not a day too late."""
    at, clock, hour = asking()
    clock.at = hour - SECOND
    with pytest.raises(NotPossible, match="announced to end"):
        at.motions.close("m1")
    with pytest.raises(NotPossible, match="has passed"):
        asking(days=-1)


@pytest.mark.parametrize("days, fits", [(14, False), (15, True), (60, True), (61, False)])
def test_the_end_of_a_motion_is_within_the_days_that_the_law_leaves(days, fits):
    """Between the fewest and the most days of voting, both included."""
    law = {"window__min_days": 15, "window__max_days": 60}
    if fits:
        assert asking(days, law)[0].deadline("m1")
        return
    with pytest.raises(NotPossible, match="voting takes"):
        asking(days, law)


def prepared(**law):
    """A motion that is ready, and its clock."""
    clock = motion_house.Clock()
    at = motion_house.desk(clock, **law)
    at.motions.prepare(motion_house.poll(at))
    return at, clock


def announce(at, opens, closes, **more):
    """It is to open and to end by itself at 8:00 and at 18:00, so many days from now."""
    first, last = (at.today() + timedelta(days=days) for days in (opens, closes))
    given = {"id": "m1", "opens": first.isoformat(), "closes": last.isoformat()}
    hours = {"opens_at": "08:00", "closes_at": "18:00"}
    return perform(ACTS["motion/open"], at, {**given, **hours, **more}, LIN)


@pytest.mark.parametrize("late, state", [(-SECOND, "prepared"), (0 * SECOND, "open")])
def test_a_motion_opens_by_itself_on_the_hour(late, state):
    """Not a second before; whoever comes first finds it open, until the hour that goes with it."""
    at, clock = prepared()
    at.motions.register("m1", motion_house.roll())
    assert announce(at, 1, 7)["state"] == "prepared"
    assert "opens by itself at 08:00 on 7 March 2026, until 18:00 on 13" in at.ending("m1").en
    assert [one.kind for one in at.timeline()] == ["motion-opening-due"]
    clock.at = clock.at.replace(day=7, hour=8, minute=0) + late
    perform(ACTS["motion/list"], at, {}, LIN)
    assert at.motions.poll("m1").state == state
    if state == "open":
        assert at.deadline("m1").hour.en == "18:00 on 13 March 2026"
        assert at.jobs.waiting() == ()
        clock.at = clock.at.replace(day=13, hour=18)
        at.motions.close("m1")
        at.motions.publish("m1")
        assert differences(at.motions.bundle("m1")).status == 0
        assert not verifying.verify(at.context).faults


@pytest.mark.parametrize("days, fits", [(6, False), (7, True), (8, True)])
@pytest.mark.parametrize("posted_first", [True, False])
def test_a_motion_does_not_open_before_its_days_of_notice_are_over(days, fits, posted_first):
    """An hour that even a posting of today makes too early is not announced, naming the day."""
    at, _ = prepared(notice__days=7)
    at.motions.register("m1", motion_house.roll())
    if posted_first:
        at.motions.post("m1")
    if fits:
        announce(at, days, 20)
        at.motions.post("m1")
        assert at.motions.poll("m1").posted and at.motions.poll("m1").opens
        return
    with pytest.raises(NotPossible, match="posted for 7 days only on 2026-03-13") as refused:
        announce(at, days, 20)
    assert ("not posted yet" in refused.value.text.en) is not posted_first
    assert "(motion/open)" in refused.value.text.en
    poll = at.motions.poll("m1")
    assert bool(poll.posted) is posted_first and not poll.opens


@pytest.mark.parametrize("waited, fits", [(0, True), (1, False)])
def test_an_agenda_that_is_posted_too_late_for_the_announced_hour(waited, fits):
    """The checklist says it while it is not posted, the posting is refused in its words."""
    at, clock = prepared(notice__days=7)
    at.motions.register("m1", motion_house.roll())
    announce(at, 7, 20)
    clock.at += timedelta(days=waited)
    (reason,) = [one.en for one in at.motions.checklist("m1").reasons if "agenda" in one.en]
    assert ("Have it open on" in reason) is not fits
    assert ("opens by itself" in at.ending("m1").en) is fits
    assert ("which is no longer possible: its agenda is not" in at.ending("m1").en) is not fits
    if fits:
        assert at.motions.post("m1").posted
        return
    with pytest.raises(NotPossible, match="posted for 7 days only on 2026-03-14"):
        at.motions.post("m1")
    announce(at, 7, 20)
    assert at.motions.post("m1").posted


@pytest.mark.parametrize(
    "question, days, why",
    [
        ("notice.days", 8, "posted for 8 days only on 2026-03-14"),
        ("notice.days", 7, ""),
        ("window.min_days", 15, "voting takes 15 days at least"),
        ("window.min_days", 13, ""),
        ("window.max_days", 12, "voting takes 12 days at most"),
    ],
)
def test_a_rule_that_makes_the_announced_hour_impossible_is_refused(question, days, why):
    """Just within it is taken; refused it changes nothing, and after announcing anew it is taken.

    Of something that was impossible already, whatever may mend it is taken.
    """
    at, _ = prepared()
    at.motions.post("m1")
    announce(at, 7, 20)
    given = {"id": "m1", "question": question, "answer": str(days), "source": "业主大会议事规则"}
    before = at.motions.poll("m1")
    if not why:
        perform(ACTS["motion/answer"], at, given, LIN)
        return
    with pytest.raises(NotPossible, match=why) as refused:
        perform(ACTS["motion/answer"], at, given, LIN)
    assert "Announce other hours first (motion/open)" in refused.value.text.en
    assert at.motions.poll("m1") == before
    announce(at, 8, 8 + (days if question == "window.min_days" else 12))
    perform(ACTS["motion/answer"], at, given, LIN)


def test_a_question_that_has_to_be_posted_anew_keeps_no_impossible_hour():
    """Asked differently its agenda is to be posted again: a later hour is announced first."""
    at, clock = prepared(notice__days=7)
    at.motions.post("m1")
    announce(at, 7, 20)
    clock.at += timedelta(days=1)
    given = {"id": "m1", "question": "改用别家物业？/Another firm?"}
    with pytest.raises(NotPossible, match="not posted yet: posted today"):
        perform(ACTS["motion/prepare"], at, given, LIN)
    assert at.motions.poll("m1").posted
    perform(ACTS["motion/prepare"], at, {"id": "m1", "because": "屋顶漏水/It leaks"}, LIN)
    announce(at, 7, 20)
    perform(ACTS["motion/prepare"], at, given, LIN)
    assert at.motions.poll("m1").posted is None


def test_a_motion_that_is_not_ready_at_its_hour_stays_and_says_why():
    """Without a roll; with one it opens a little later; a question changed meanwhile stays so."""
    at, clock = prepared()
    announce(at, 1, 7)
    clock.at = clock.at.replace(day=7, hour=8, minute=0)
    at.catch_up()
    assert at.motions.poll("m1").state == "prepared"
    assert "did not: 'm1' cannot open yet" in at.ending("m1").en
    at.motions.register("m1", motion_house.roll())
    clock.at += timedelta(minutes=2)
    at.catch_up()
    assert at.motions.poll("m1").state == "open"
    assert "left, until 18:00 on 13 March" in at.ending("m1").en


def test_an_announced_opening_is_replaced_by_another_or_by_opening_it():
    """The later word holds; opened by hand it opens no second time, with the end then named."""
    at, clock = prepared()
    at.motions.register("m1", motion_house.roll())
    announce(at, 1, 7)
    announce(at, 2, 8, extensions=1, extension_days=1)
    clock.at = clock.at.replace(day=7, hour=9)
    at.catch_up()
    assert at.motions.poll("m1").state == "prepared"
    at.motions.open("m1")
    assert at.jobs.waiting() == () and at.deadline("m1") is None
    assert at.motions.poll("m1").ends == ""
    clock.at = clock.at.replace(day=9)
    at.catch_up()
    assert kinds(at, "m1").count("opened") == 1


@pytest.mark.parametrize("opens, closes", [(-1, 7), (7, 7), (8, 7)])
def test_a_motion_is_announced_for_hours_to_come_in_their_order(opens, closes):
    """Not in the past, and not behind its end; the same day has its hours in order."""
    at, _ = prepared()
    if opens == closes:
        assert announce(at, opens, closes)
        return
    with pytest.raises(NotPossible, match="past, or not before the end"):
        announce(at, opens, closes)


@pytest.mark.parametrize("closes, fits", [(15, False), (16, True), (61, True), (62, False)])
def test_an_announced_motion_is_within_the_days_of_the_law(closes, fits):
    """Counted from the day on which it is to open."""
    at, _ = prepared(window__min_days=15, window__max_days=60)
    if fits:
        assert announce(at, 1, closes)
        return
    with pytest.raises(NotPossible, match="voting takes"):
        announce(at, 1, closes)


# -- judgements --------------------------------------------------------------------------------


def judging(**more):
    """An open judgement that ends tomorrow at noon; its desk, clock, hour and slots."""
    from ..components.test_projects import begun

    clock = annual_house.Clock()
    desk = annual_house.listed(clock)
    begun(desk, "gate")
    desk.projects.deliver("gate", left_out=WHY)
    last = desk.today() + timedelta(days=1)
    desk.judging.open(
        "j1", R1, ["gate"], Text("评议", "the year"), Announced(last, "12:00", **more)
    )
    hour = desk.deadline("j1").announced
    return desk, clock, hour, [slot.slot for slot in desk.slots(R1)]


def test_a_judgement_ends_by_itself_and_recounts():
    """The last second counts; then it is refused with the hour, closed, published."""
    desk, clock, hour, slots = judging()
    good = {"gate": Vote(Mark.SATISFIED, True)}
    clock.now = hour - SECOND
    desk.judging.judge("j1", slots[0], good, "k0")
    with pytest.raises(NotPossible, match="announced to end"):
        desk.judging.close("j1")
    clock.now = hour
    with pytest.raises(TickingEnded, match="12:00"):
        desk.judging.judge("j1", slots[1], good, "k1")
    desk.judging.close("j1")
    desk.judging.publish("j1")
    assert kinds(desk, "j1")[-4:] == ["mark", "ticking-ended", "closed", "result"]
    assert differences(desk.judging.bundle("j1")).status == 0
    assert not verifying.verify(desk.context).faults


def test_a_judgement_that_is_voided_has_no_hour_any_more():
    """Nothing is written into a log that has ended."""
    desk, clock, hour, _ = judging()
    desk.judging.void("j1", Text("弄错了", "a mistake"), by="甲", second="乙")
    clock.now = hour
    assert desk.catch_up() == ()


def to_be_judged(day=7, **more):
    """A delivered project, announced to be judged from 8:00 of 7 March; desk and clock."""
    from ..components.test_projects import begun

    clock = annual_house.Clock()
    desk = annual_house.listed(clock)
    begun(desk, "gate")
    desk.projects.deliver("gate", left_out=WHY)
    opens = desk.today() + timedelta(days=1)
    given = {"judgement": "j1", "round": R1, "projects": ["gate"], "title": "评议"}
    hours = {"opens": opens.isoformat(), "opens_at": "08:00"}
    ends = {"closes": (opens + timedelta(days=1)).isoformat(), "closes_at": "12:00"}
    said = perform(ACTS["judgement/announce"], desk, {**given, **hours, **ends, **more}, LIN)
    return desk, clock, datetime.fromisoformat(said["opens"]), given


@pytest.mark.parametrize("late, opened", [(-SECOND, False), (0 * SECOND, True)])
def test_a_judgement_opens_by_itself_on_the_hour(late, opened):
    """Not a second before; then it is judged, ends and closes at its own hour, and recounts."""
    desk, clock, hour, _ = to_be_judged()
    assert "judgement-opening-due" in [one.kind for one in desk.timeline()]
    clock.now = hour + late
    perform(ACTS["round/list"], desk, {}, LIN)
    assert bool(desk.judging.judgements()) is opened
    if opened:
        assert desk.judging.announced() == ()
        slot = desk.slots(R1)[0].slot
        desk.judging.judge("j1", slot, {"gate": Vote(Mark.SATISFIED, True)}, "k")
        clock.now = desk.deadline("j1").announced
        desk.catch_up()
        desk.judging.publish("j1")
        assert kinds(desk, "j1")[-3:] == ["ticking-ended", "closed", "result"]
        assert differences(desk.judging.bundle("j1")).status == 0
        assert not verifying.verify(desk.context).faults


def test_an_announced_judgement_is_called_off_changed_or_says_why_it_did_not_open():
    """Called off it opens nothing; announced anew the later hour holds; too late for all: it says.

    Its projects are not put to another one meanwhile: that would make its hour impossible.
    """
    desk, clock, hour, given = to_be_judged()
    off = {"judgement": "j1", "reason": "改期"}
    perform(ACTS["judgement/call-off"], desk, off, LIN)
    (told,) = [one for one in desk.timeline() if one.about == "j1"]
    assert (told.kind, told.day, told.title.zh) == ("judgement-called-off", desk.today(), "评议")
    assert told.what == Text("评议取消：改期", "the judgement is called off: 改期")
    clock.now = hour
    assert desk.catch_up() == () and desk.judging.judgements() == ()
    desk, clock, hour, given = to_be_judged()
    later = (hour + timedelta(days=3)).date().isoformat()
    perform(ACTS["judgement/announce"], desk, {**given, "opens": later}, LIN)
    clock.now = hour
    assert desk.catch_up() == ()
    with pytest.raises(NotPossible, match="judgement/call-off"):
        desk.judging.open("j0", R1, ["gate"], WHY)
    clock.now = hour + timedelta(days=3)
    desk.catch_up()
    assert [one.id for one in desk.judging.judgements()] == ["j1"]
    desk, clock, hour, _ = to_be_judged()
    clock.now = hour + timedelta(days=2)
    desk.catch_up()
    assert "has passed" in desk.why_not_open("j1").en


def test_a_project_is_announced_for_one_judgement():
    """Not for a second one; again for its own, and for another once that is called off."""
    desk, _, hour, given = to_be_judged()
    later = {"opens": (hour + timedelta(days=2)).date().isoformat(), "opens_at": "08:00"}
    with pytest.raises(NotPossible, match="announced to be judged by 'j1' already"):
        perform(ACTS["judgement/announce"], desk, {**given, **later, "judgement": "j2"}, LIN)
    perform(ACTS["judgement/announce"], desk, {**given, **later}, LIN)
    perform(ACTS["judgement/call-off"], desk, {"judgement": "j1", "reason": "改期"}, LIN)
    perform(ACTS["judgement/announce"], desk, {**given, **later, "judgement": "j2"}, LIN)
    assert [one.id for one in desk.judging.announced()] == ["j2"]


def test_a_judgement_is_announced_for_hours_to_come_in_their_order():
    """Not in the past, and not behind its end."""
    with pytest.raises(NotPossible, match="past, or not before the end"):
        to_be_judged(opens="2020-01-01")
    with pytest.raises(NotPossible, match="past, or not before the end"):
        to_be_judged(opens="2030-01-01")


# -- putting off -------------------------------------------------------------------------------


@pytest.fixture
def clock() -> Clock:
    """Noon of 6 March."""
    return Clock()


def put_off(desk, act="round/extend", name="round", id_=R1, day=10, hour="18:00"):
    """Two people put it off until that day of March."""
    given = {name: id_, "closes": f"2026-03-{day:02}", "reason": WHY.zh}
    given |= {"closes_at": hour} if hour else {}
    return perform(ACTS[act], desk, given, LIN, WANG)


def test_a_round_is_put_off_with_a_reason_that_is_posted_and_recounts(clock):
    """Ticking goes on over the first hour and ends at the second; the log says both."""
    desk = opened(clock, extensions=1, extension_days=2)
    assert put_off(desk) == {"ends": "2026-03-10T18:00:00+08:00", "extensions": 1}
    clock.now = HOUR
    tick(desk)
    clock.now = HOUR + timedelta(days=2)
    with pytest.raises(TickingEnded, match="18:00 on 10 March"):
        tick(desk, 1)
    desk.close(R1)
    desk.publish(R1)
    (moved,) = desk.deadline(R1).extensions
    assert moved.sentence.zh.endswith("理由：暴雨，居民出不了门")
    assert differences(desk.bundle(R1)).status == 0
    assert not verifying.verify(desk.context).faults


@pytest.mark.parametrize(
    "plan, ends",
    [
        ({}, "2026-03-10T18:00:00+08:00"),
        ({"closes_at": ""}, "2026-03-11T00:00:00+08:00"),
        ({"closes_at": "24:00"}, "2026-03-11T00:00:00+08:00"),
        ({"closes_at": "00:30"}, "2026-03-10T00:30:00+08:00"),
    ],
)
def test_put_off_to_a_day_alone_it_keeps_its_hour(clock, plan, ends):
    """That of the announced end; the furthest day that was fixed fits as well."""
    desk = opened(clock, extensions=1, extension_days=2, **plan)
    assert put_off(desk, hour="")["ends"] == ends


@pytest.mark.parametrize("day, fits", [(7, False), (8, False), (9, True), (10, True), (11, False)])
def test_it_is_put_off_as_far_as_was_fixed_and_never_earlier(clock, day, fits):
    """Earlier, the same hour, within, just at the most, beyond."""
    desk = opened(clock, extensions=1, extension_days=2)
    if fits:
        put_off(desk, day=day)
        return
    with pytest.raises(NotPossible, match="only put off, by 2 days at most"):
        put_off(desk, day=day)


def test_it_is_put_off_as_often_as_was_fixed_and_only_before_it_has_ended(clock):
    """None where nothing was fixed; not a third time; not after the hour."""
    with pytest.raises(NotPossible, match="put off 0 times at most"):
        put_off(opened(clock))
    desk = opened(clock, extensions=2, extension_days=1)
    put_off(desk, day=9)
    put_off(desk, day=10)
    with pytest.raises(NotPossible, match="it was 2 times"):
        put_off(desk, day=11)
    desk = opened(clock, extensions=1, extension_days=1)
    clock.now = HOUR
    with pytest.raises(NotPossible, match="not put off now"):
        put_off(desk, day=9)


@pytest.mark.parametrize(
    "change",
    [
        lambda one: one.update(until="2026-03-10T18:00:01+08:00"),
        lambda one: one.update(at="2026-03-08T18:00:00+08:00"),
        lambda one: one.update(until="2026-03-08T18:00:00+08:00"),
    ],
)
def test_the_recount_finds_one_that_was_put_off_too_far_or_too_late(clock, change):
    """A second too far, on the hour itself, not at all."""
    desk = opened(clock, extensions=1, extension_days=2)
    put_off(desk)
    clock.now = HOUR + timedelta(days=2)
    desk.close(R1)
    desk.publish(R1)
    forged = differences(desks.forge_bundle(desk.bundle(R1), "ticking-extended", change))
    assert any("put off further" in one for one in map(str, forged.sentences))


def test_motions_and_judgements_are_put_off_alike():
    """The same act of each, within what was fixed, and a motion within its law."""
    law = {"window__min_days": 1, "window__max_days": 8}
    at, clock, _ = asking(7, law, extensions=2, extension_days=5)
    put_off(at, "motion/extend", "id", "m1", day=14)
    with pytest.raises(NotPossible, match="8 days at most"):
        put_off(at, "motion/extend", "id", "m1", day=15)
    clock.at = datetime(2026, 3, 14, 18, tzinfo=clock.at.tzinfo)
    at.motions.close("m1")
    at.motions.publish("m1")
    assert differences(at.motions.bundle("m1")).status == 0
    desk, clock, hour, _ = judging(extensions=1, extension_days=1)
    later = hour + timedelta(days=1)
    given = {"judgement": "j1", "closes": later.date().isoformat(), "closes_at": "12:00"}
    perform(ACTS["judgement/extend"], desk, {**given, "reason": WHY.zh}, LIN, WANG)
    clock.now = later
    desk.judging.close("j1")
    assert kinds(desk, "j1")[-3:] == ["ticking-extended", "ticking-ended", "closed"]
