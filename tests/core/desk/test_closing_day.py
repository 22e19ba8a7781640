"""The last day of ticking: announced with the plan, frozen with it, said wherever one ticks."""

from __future__ import annotations

from datetime import date, timedelta

import attrs
import pytest

from tickbox_core import Area, AreaTree, Text
from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.bundle import differences
from tickbox_core.desk import Cast, notices
from tickbox_core.errors import NotPossible, NotReady
from tickbox_core.ledger import configuration, read_configuration
from tickbox_core.model import Limits, PluginVersion, TierLimits
from tickbox_core.testing import desks, towns
from tickbox_core.workflow.notices import day, plain

TODAY = desks.NOON.date()
R1 = desks.ROUND
LIN = Actor("小林", Role.STAFF)


def opened(closes: date | None, clock=lambda: desks.NOON):
    """An open round that says so."""
    desk = desks.desk(clock=clock, tree=AreaTree((Area("n1", "neighbourhood", "一村"),)))
    desk.prepare(desks.plan(closes=closes))
    desk.register(R1, desks.roll())
    desks.open_list(desk, R1)
    return desk


def test_it_is_part_of_the_frozen_plan():
    """Written and read back; a plan without one is written as it always was."""
    for last in (date(2026, 3, 9), None):
        plan = desks.plan(closes=last)
        entry = configuration(plan, "1", PluginVersion("tickbox-core", "0"))
        assert ("closes" in entry) is (last is not None)
        assert read_configuration(entry).closes == last


@pytest.mark.parametrize("days, ready", [(-1, False), (0, True), (1, True)])
def test_a_day_that_has_passed_blocks_opening(days, ready):
    """The day before today, today, and tomorrow."""
    if ready:
        assert opened(TODAY + timedelta(days)).round(R1).opened_at
        return
    with pytest.raises(NotReady, match="has passed; set a later one"):
        opened(TODAY + timedelta(days))


def test_closing_stays_a_step_that_somebody_takes():
    """The announced hour ends ticking; that all paper is in, somebody says; and it recounts."""
    clock = towns.SteppedClock()
    desk = opened(TODAY, clock)
    desk.cast(R1, Cast(desk.slots(R1)[0].slot, ("gate",), "k"))
    assert [one.kind for one in desk.timeline()] == ["opened", "closing-due"]
    with pytest.raises(NotPossible, match="24:00 on 6 March 2026"):
        desk.close(R1)
    clock.now += timedelta(days=1)
    assert desk.catch_up() == (R1,)
    assert "ticking-ended" in [one.kind for one in desk.timeline()]
    desk.close(R1)
    assert "closing-due" not in [one.kind for one in desk.timeline()]
    desk.publish(R1)
    assert differences(desk.bundle(R1)).status == 0


def test_it_stands_on_call_and_sheet():
    """The call to tick names it where no other day is given; so does every sheet."""
    desk = opened(TODAY + timedelta(20))
    sender = notices.Sender(Text("居委会", "the committee"))
    last = day((TODAY + timedelta(20)).isoformat())
    assert last.zh in str(plain(notices.call_notice(desk, R1, sender), "zh"))
    desk.paper.print_batch(R1, "一", LIN.name, [desk.slots(R1)[0].slot])
    made = notices.sheets(desk, R1, desk.paper.sheets(R1), sender)
    assert made.terms[0] == Text(
        f"打钩最后一天是{last.zh}。", f"The last day of ticking is {last.en}."
    )


def test_a_clone_has_everything_but_the_day():
    """Last year's day is no day of this year; limits by tier go along."""
    desk = opened(TODAY)
    limits = attrs.evolve(Limits.at_most(2), tiers=(TierLimits("neighbourhood", 0, 1),))
    desk.prepare(desks.plan(id="r0", closes=TODAY, limits=limits))
    made = desk.posting.clone("r0", "r9", Text("明年", "next year"))
    assert made.closes is None
    assert made.limits == limits


def test_the_act_takes_it():
    """As a day in the plan of a round."""
    desk = desks.desk()
    given = {"id": "r7", "title": "春", "closes": "2026-03-09"}
    perform(ACTS["round/plan"], desk, given, LIN)
    assert desk.round("r7").closes == date(2026, 3, 9)
