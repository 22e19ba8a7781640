"""Any second half of a year: archived, restored, erased, and every result as before."""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import attrs
from hypothesis import event, given, settings
from hypothesis import strategies as st

from tickbox_core.archive import AreaParts, Contents, Kind, read, write
from tickbox_core.desk import Cast, Desk
from tickbox_core.desk.keeping.restoring import check_backup
from tickbox_core.desk.keeping.taking import about, fill_store
from tickbox_core.rules.judgement import Mark, Vote
from tickbox_core.store import TOWN, MemoryStore
from tickbox_core.testing import desks
from tickbox_core.text import Text

from . import annual_house, kept_house, motion_house
from .kept_house import AREA, J1, LIFT, R1

MADE = datetime(2026, 11, 23, 16, tzinfo=UTC)
PAPERS = st.lists(st.sampled_from(["yes", "no", "abstain", None]), min_size=6, max_size=6)
TICKS = st.lists(
    st.tuples(st.integers(0, 9), st.sets(st.sampled_from(["doors", "garden", "gate"]))),
    max_size=14,
)
VOTES = st.lists(st.tuples(st.integers(0, 9), st.sampled_from(Mark), st.booleans()), max_size=12)
DAYS = st.none() | st.dates(date(2026, 3, 5), date(2026, 3, 12))


@attrs.frozen
class Plan:
    """What people do, and how far it gets (0: nothing is closed, 3: all is published)."""

    ticks: list[tuple[int, set[str]]]
    papers: list[str | None]
    votes: list[tuple[int, Mark, bool]]
    reached: tuple[int, int]


PLANS = st.builds(Plan, TICKS, PAPERS, VOTES, st.tuples(st.integers(0, 2), st.integers(0, 2)))


def played(plan: Plan) -> Desk:
    """A round to its annual list, then a motion and a judgement, as far as they get."""
    desk = kept_house.desk_over(MemoryStore())
    desk.prepare(kept_house.desks.plan(
        items=annual_house.ITEMS, places=3, limits=kept_house.desks.Limits(), revisable=True,
    ))  # fmt: skip
    desk.register(R1, annual_house.roll())
    desks.open_list(desk, R1)
    slots = [slot.slot for slot in desk.slots(R1)]
    desk.cast(R1, Cast(slots[10], ("gate",), "first"))
    for at, (slot, ticks) in enumerate(plan.ticks):
        desk.cast(R1, Cast(slots[slot], tuple(sorted(ticks)), f"k{at}"))
    desk.close(R1)
    desk.publish(R1)
    desk._hand.clock.pass_days(1)  # type: ignore[attr-defined]
    desk.concluding.finalise(R1)
    kept_house.project(desk)
    motion(desk, plan)
    judgement(desk, plan, slots)
    return desk


def motion(desk: Desk, plan: Plan) -> None:
    """Papers come in; it is closed and published where the plan gets so far."""
    motion_house.opened(desk, motion_house.roll(), LIFT)
    for flat, mark in enumerate(plan.papers):
        if mark is not None:
            motion_house.cast(desk, flat, mark, LIFT)
    for step in (desk.motions.close, desk.motions.publish)[: plan.reached[0]]:
        step(LIFT)


def judgement(desk: Desk, plan: Plan, slots: list[str]) -> None:
    """Residents judge, some of them twice."""
    desk.judging.open(J1, R1, ["gate"], Text("评议", "judgement"))
    for at, (slot, mark, knew) in enumerate(plan.votes):
        desk.judging.judge(J1, slots[slot], {"gate": Vote(mark, knew)}, f"v{at}")
    publish = partial(desk.judging.publish, unjudged=True)  # a year may have nobody judging
    for step in (desk.judging.close, publish)[: plan.reached[1]]:
        step(J1)


def archived(desk: Desk) -> Contents:
    """Its backup, written and read."""
    tables = desk._hand.store.snapshot()
    town: dict[str, Any] = {name: [] for name in TOWN.tables}
    town["file"] = [{"area": AREA, "name": f"{AREA}.sqlite"}]
    told = about(Kind.BACKUP, {AREA: tables}, MADE, "0")
    contents = read(write(Contents(told, town, {AREA: AreaParts(tables)})))
    assert contents.areas[AREA].tables == tables
    return contents


def bundles(desk: Desk, plan: Plan) -> list[bytes]:
    """What is published by then."""
    found = [desk.bundle(R1)]
    found += [desk.motions.bundle(LIFT)] if plan.reached[0] == 2 else []
    return found + ([desk.judging.bundle(J1)] if plan.reached[1] == 2 else [])


@given(PLANS, DAYS, st.sampled_from(["", R1]))
@settings(max_examples=40, deadline=None)
def test_any_year_is_archived_restored_and_cleaned_up(
    plan: Plan, before: date | None, round: str
) -> None:
    """In SQLite as in memory; what was published recounts to the same bytes after both."""
    desk = played(plan)
    said = bundles(desk, plan)
    with tempfile.TemporaryDirectory() as scratch:
        found = check_backup(archived(desk), Path(scratch), kept_house.registry())
    assert found.faults == ()
    assert len(found.recounted) == len(said)
    moved = kept_house.desk_over(fill_store(archived(desk).areas[AREA].tables), desk._hand.clock)  # type: ignore[arg-type]
    done = moved.keeping.erase(by="小林", round=round, before=before)
    event(f"erased {len({line.what for line in done.lines if line.goes})} kinds")
    assert moved.keeping.verify().faults == ()
    assert bundles(moved, plan) == said
    if plan.reached[0] < 2:
        assert len(moved.motions.seats(LIFT)) == 6
    if plan.reached[1] < 2:
        assert all(slot.person for slot in moved.slots(R1))
