"""The announced hour is said on paper, in the next steps, and among what a town finds late."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tickbox_core.acts import steps
from tickbox_core.acts.matters import matters
from tickbox_core.desk import notices
from tickbox_core.desk.town_tables import ANSWER_DAYS, late_at
from tickbox_core.text import Text
from tickbox_core.workflow.notices import plain

from .test_deadlines import HOUR, R1, Clock, opened
from .test_deadlines_alike import asking, judging
from .test_opening_hour import posted

SENDER = notices.Sender(Text("居委会", "the committee"))


@pytest.fixture
def clock() -> Clock:
    """Noon of 6 March."""
    return Clock()


def ways(desk, kind, id_):
    """The acts that the next steps of something offer, and what is noted there."""
    (found,) = [one for one in matters(desk) if (one.kind, one.id) == (kind, id_)]
    noted = " ".join(said.en for step in found.steps for said in (*step.blocks, *step.notes))
    return [way.act for step in found.steps for way in step.ways], noted


def late(desk):
    """What a neighbourhood is late at."""
    return {one.what.en: one.days for one in late_at(desk)}


def on_slips(desk):
    """What the slips with codes say of how many ticks, and until when."""
    codes = {desk.slots(R1)[0].slot: "CODE-0001"}
    sender = notices.Sender(Text("居委会", "the committee"), "https://ticks.example/")
    return notices.slips(desk, R1, codes, sender).limits.en


def test_list_call_and_sheet_name_the_hour(clock):
    """The posted list says from when until when, the call, the sheet and the slips until when."""
    desk = posted(clock)
    said = str(plain(notices.list_notice(desk, R1, SENDER), "zh"))
    assert "2026年3月7日08:00至2026年3月8日18:00" in said
    desk = opened(clock, extensions=1, extension_days=2)
    desk.paper.print_batch(R1, "b1", "甲", [desk.slots(R1)[0].slot])

    def on_paper():
        sheets = notices.sheets(desk, R1, desk.paper.sheets(R1), SENDER)
        return sheets.terms[0].en, str(plain(notices.call_notice(desk, R1, SENDER), "en"))

    sheet, call = on_paper()
    assert sheet == "Ticking goes on until 18:00 on 8 March 2026."
    assert "6 March 2026 to 18:00 on 8 March 2026" in call
    assert on_slips(desk).endswith("Ticking goes on until 18:00 on 8 March 2026.")
    desk.extend(R1, HOUR + timedelta(days=1), Text("暴雨", "rain"))
    assert on_slips(desk).endswith("Ticking goes on until 18:00 on 9 March 2026.")
    sheet, call = on_paper()
    assert "18:00 on 9 March" in sheet and "18:00 on 9 March" in call
    assert "until 18:00 on 9 March 2026" in " ".join(
        one.en for one in notices.chat(desk, R1, SENDER).lines
    )


def test_extending_is_offered_as_long_as_it_is_possible(clock):
    """Not where nothing was fixed, not a second time, not after the hour."""
    assert "round/extend" not in ways(opened(clock), "round", R1)[0]
    desk = opened(clock, extensions=1, extension_days=2)
    assert "round/extend" in ways(desk, "round", R1)[0]
    desk.extend(R1, HOUR + timedelta(days=1), Text("暴雨", "rain"))
    assert "round/extend" not in ways(desk, "round", R1)[0]
    desk = opened(clock, extensions=1, extension_days=2)
    clock.now = HOUR
    assert "round/extend" not in ways(desk, "round", R1)[0]
    assert "motion/extend" in ways(asking(extensions=1, extension_days=2)[0], "motion", "m1")[0]
    assert (
        "judgement/extend" in ways(judging(extensions=1, extension_days=2)[0], "judgement", "j1")[0]
    )


def test_after_the_hour_only_paper_is_offered_and_what_closing_waits_for_is_said(clock):
    """No help at the door, no code, no further sheet; what is missing stands beside closing."""
    desk = opened(clock, by_hand=True)
    assert {"ballot/assist", "round/codes", "paper/print"} <= set(ways(desk, "round", R1)[0])
    clock.now = HOUR
    desk.catch_up()
    acts, noted = ways(desk, "round", R1)
    assert not {"ballot/assist", "round/codes", "paper/print"} & set(acts)
    assert {"paper/key", "paper/return", "paper/reconcile", "round/close"} <= set(acts)
    assert "not all of its paper is registered here" in noted
    at, clock_, hour = asking()
    clock_.at = hour
    at.catch_up()
    acts, noted = ways(at, "motion", "m1")
    assert "motion/assist" not in acts and {"motion/key", "motion/deliver"} <= set(acts)
    assert "papers of a motion are not registered" in noted


@pytest.mark.parametrize("days, said", [(0, False), (1, True)])
def test_what_is_not_closed_on_its_day_is_late_on_the_next(clock, days, said):
    """A round that waits for people, and a motion: not on the day itself, but on the next."""
    desk = opened(clock, by_hand=True)
    clock.now = HOUR + timedelta(days=days)
    desk.catch_up()
    assert any(one.startswith("close the ticking") for one in late(desk)) is said
    at, clock_, hour = asking()
    clock_.at = hour + timedelta(days=days)
    at.catch_up()
    assert any(one.startswith("close the voting") for one in late(at)) is said


@pytest.mark.parametrize("more, said", [(0, False), (1, True)])
def test_what_is_closed_and_not_published_is_late(clock, more, said):
    """A round and a judgement, after as many days as an answer may take, and one more."""
    desk = opened(clock)
    clock.now = HOUR
    desk.catch_up()
    clock.now = HOUR + timedelta(days=ANSWER_DAYS + more)
    assert any(one.startswith("publish the result") for one in late(desk)) is said
    desk, clock_, hour, _ = judging()
    clock_.now = hour
    desk.catch_up()
    clock_.now = hour + timedelta(days=ANSWER_DAYS + more)
    assert any(one.startswith("publish the judgement") for one in late(desk)) is said


@pytest.mark.parametrize("more, said", [(0, False), (1, True)])
def test_an_objection_that_nobody_answers_is_late(clock, more, said):
    """So many days after it was raised; answered it is not."""
    desk = posted(clock, opens=None, opens_at="", closes=None, closes_at="", notice_days=3)
    raised = desk.posting.object(R1, "怕吵", item="gate")
    clock.now += timedelta(days=ANSWER_DAYS + more)
    assert any(one.startswith("answer objections") for one in late(desk)) is said
    desk.posting.answer(raised, Text("已改", "changed"), "甲")
    assert not any(one.startswith("answer objections") for one in late(desk))


def test_what_is_open_and_has_no_hour_is_closed_by_hand():
    """As it always was: the step is there, and nothing is noted beside it."""
    (step,) = steps.of_judgement("j", "open")[1:]
    assert [way.act for way in step.ways] == ["judgement/close"]
    assert step.notes == ()
