"""Law by date at the desk: the opening day's law is frozen, and none changes while it is open."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest

from tickbox_core import Text, hookimpl, open_registry
from tickbox_core.desk import Desk
from tickbox_core.desk.motions import Poll
from tickbox_core.errors import NotPossible, NotReady
from tickbox_core.rules.motions import Layer, Motion
from tickbox_core.store import MemoryStore
from tickbox_core.workflow.deadlines import Announced

from . import motion_house
from .motion_house import HERE, VALUES, Clock, Law, bars, roll

NEW_LAW = date(2026, 6, 1)
BARS = {"old": "more_than 1/2", "new": "at_least 3/4"}


def layers(**same: Any) -> tuple[Layer, ...]:
    """What always holds, and the bars of before and since the first of June."""
    always = {name: value for name, value in VALUES.items() if name != "bars.ordinary"}
    made = [motion_house.layer({**always, **same})]
    for name, first, last in (("old", None, NEW_LAW - timedelta(days=1)), ("new", NEW_LAW, None)):
        row = {"name": "bars.ordinary", "value": bars(BARS[name]), "source": name, "mark": "law"}
        made.append(Layer.of_plain(name, Text(f"{name}法", f"{name} law"), [row], first, last))
    return tuple(made)


def house(clock: Clock, **same: Any) -> Desk:
    """A desk with a motion that is prepared, posted in time, and has its roll."""

    class Plugin:
        @hookimpl
        def tickbox_jurisdictions(self) -> tuple[Law, ...]:
            return (Law("here", layers(**same)),)

    made = Desk(
        MemoryStore(),
        open_registry(discover=False, plugins={"here": Plugin()}),
        area="n1",
        tree=motion_house.TREE,
        clock=clock,
    )
    motion = Motion.under(made.motions.law("here"), "m1", HERE, "other")
    made.motions.prepare(Poll(motion, "other", "here"))
    made.motions.register("m1", roll())
    return made


@pytest.fixture
def clock() -> Clock:
    """A clock that is set by hand."""
    return Clock()


def test_it_freezes_the_law_of_its_opening_day(clock: Clock) -> None:
    """And says by which layer it is decided, since when that holds, and why."""
    desk = house(clock)
    desk.motions.open("m1", Announced(date(2026, 3, 20)))
    poll = desk.motions.poll("m1")
    assert poll.practice is not None
    assert [one.key for one in poll.practice.layers] == ["here", "old"]
    layer, why = desk.motions.law_words("m1")
    assert layer.en == "Decided by old law (in force until 2026-05-31): old (article of law)."
    assert "on which voting began (2026-03-06), frozen then" in why.en
    clock.at = datetime(2026, 7, 1, 12, tzinfo=UTC)
    assert desk.motions.law_words("m1") == (layer, why)


@pytest.mark.parametrize(("last", "opens"), [(31, True), (None, False), (32, False)])
def test_a_law_that_changes_while_it_may_be_open_keeps_it_from_opening(
    clock: Clock, last: int | None, opens: bool
) -> None:
    """On the last day of the old law it may end; a day later, or without an end, it may not."""
    desk = house(clock)
    clock.at = datetime(2026, 5, 20, 12, tzinfo=UTC)
    end = None if last is None else date(2026, 5, 1) + timedelta(days=last - 1)
    if opens:
        assert str(desk.motions.open("m1", Announced(end)).state) == "open"
        return
    with pytest.raises(NotReady) as refused:
        desk.motions.open("m1", Announced(end))
    assert "old law on 2026-05-20, new law from 2026-06-01 on" in refused.value.text.en
    assert "undetermined" in refused.value.text.en and "2026-05-31" in refused.value.text.en
    if last is None:
        assert any("old law" in one.en for one in desk.motions.checklist("m1").reasons)


def test_the_longest_time_of_the_law_is_a_last_day_too(clock: Clock) -> None:
    """Where no end is announced, but voting takes so many days at most."""
    desk = house(clock, **{"window.max_days": 60})
    clock.at = datetime(2026, 4, 1, 12, tzinfo=UTC)
    assert str(desk.motions.open("m1").state) == "open"
    late = house(clock, **{"window.max_days": 60})
    clock.at = datetime(2026, 4, 2, 12, tzinfo=UTC)
    with pytest.raises(NotReady, match="undetermined"):
        late.motions.open("m1")


def test_what_is_announced_is_held_to_the_law_of_the_announced_day(clock: Clock) -> None:
    """A motion that opens under the new law has to have its bars; across the change it cannot."""
    desk = house(clock)
    opens = datetime(2026, 5, 25, 9, tzinfo=UTC)
    with pytest.raises(NotReady, match="undetermined"):
        desk.motions.announce("m1", opens, Announced(date(2026, 6, 10)))
    assert desk.motions.poll("m1").opens == ""
    desk.motions.announce("m1", opens + timedelta(days=14), Announced(date(2026, 6, 20)))
    found = desk.motions.checklist("m1").reasons
    assert any("its bars are not those of 'other'" in one.en for one in found)
    layer, why = desk.motions.law_words("m1")
    assert layer.en.startswith("Decided by new law (in force since 2026-06-01)")
    assert "on which voting begins, frozen then (as for 2026-06-08)" in why.en
    poll = desk.motions.poll("m1")
    law = desk.motions.law("here", (), desk.motions.opening_day("m1"))
    again = attrs.evolve(poll, motion=Motion.under(law, "m1", HERE, "other"))
    desk.motions.prepare(again)
    assert desk.motions.checklist("m1").reasons == ()


def test_an_end_is_not_put_off_into_another_law(clock: Clock) -> None:
    """Also where the law left it longer."""
    desk = house(clock)
    clock.at = datetime(2026, 5, 20, 12, tzinfo=UTC)
    desk.motions.open("m1", Announced(date(2026, 5, 25), extensions=2, extension_days=20))
    with pytest.raises(NotPossible, match="new law from 2026-06-01"):
        desk.motions.extend("m1", datetime(2026, 6, 2, tzinfo=UTC), HERE)
    desk.motions.extend("m1", datetime(2026, 5, 30, tzinfo=UTC), HERE)


def test_a_change_that_decides_nothing_of_it_is_none(clock: Clock) -> None:
    """The bars of another kind, or a source, may change while it is open."""
    desk = house(clock)
    poll = desk.motions.poll("m1")
    law = desk.motions.law("here")
    special = Motion.under(law, "m1", HERE, "rebuild")
    desk.motions.prepare(attrs.evolve(poll, motion=special, matter="rebuild", reelection=False))
    clock.at = datetime(2026, 5, 20, 12, tzinfo=UTC)
    assert str(desk.motions.open("m1").state) == "open"


# -- the days that a matter asks for ---------------------------------------------------------------


@pytest.mark.parametrize("name", ["notice.days.other", "notice.days"])
@pytest.mark.parametrize(("days", "ready"), [(29, False), (30, True), (31, True)])
def test_a_layer_names_the_days_of_notice_of_a_matter(
    clock: Clock, name: str, days: int, ready: bool
) -> None:
    """Just under, on and over; the longest that any layer asks for."""
    desk = house(clock, **{"notice.days": 15, name: 30})
    assert desk.motions.notice_days("m1") == 30
    desk.motions.post("m1", clock.at.date())
    clock.at += timedelta(days=days)
    end = clock.at.date() + timedelta(days=7)
    if ready:
        assert str(desk.motions.open("m1", Announced(end)).state) == "open"
    else:
        with pytest.raises(NotReady, match="for 30 days"):
            desk.motions.open("m1", Announced(end))


def test_another_matter_has_its_own_days(clock: Clock) -> None:
    """What is named for one matter holds for no other."""
    desk = house(clock, **{"notice.days": 15, "notice.days.rebuild": 30})
    assert desk.motions.notice_days("m1") == 15


def test_an_older_layer_says_it_by_the_older_name(clock: Clock) -> None:
    """The days that a fee plan is posted, as layers named them before."""
    older = {"matter.property-fee": "ordinary", "fee.plan_posted_days": 30}
    desk = house(clock, **older)
    poll = desk.motions.poll("m1")
    desk.motions.prepare(attrs.evolve(poll, matter="property-fee"))
    assert desk.motions.notice_days("m1") == 30
