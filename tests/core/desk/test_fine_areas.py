"""Areas surveyed to more than two decimals: counted exactly, and shown as they were surveyed."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core import Ownership, Person, Residence, Roll, Unit
from tickbox_core.bundle import differences
from tickbox_core.desk import Desk
from tickbox_core.errors import BadValue
from tickbox_core.model import AreaTree
from tickbox_core.rules.motions import Bar, Bars, Base, Motion, Paper, asked, decide
from tickbox_core.testing import desks

from .motion_house import cast, desk, opened, roll

SURVEYED = (171223, 90100, 98625)
"""m² with three decimals: 171.223, 90.1, 98.625."""


def fine(*areas: int | None, decimals: int = 3) -> Roll:
    """A flat for each area, of an owner of its own."""
    return attrs.evolve(roll(areas), decimals=decimals)


def published(at: Desk, marks: dict[int, str]) -> Any:
    """What came of the motion when these flats have said so."""
    for number, mark in marks.items():
        cast(at, number, mark)
    at.motions.close("m1")
    return at.motions.publish("m1")


def test_a_motion_counts_and_says_areas_as_they_were_surveyed():
    """Two of three owners, 261.323 of 359.948 m²: never ten times as much, and recounted."""
    at = opened(desk(), fine(*SURVEYED))
    decision = published(at, {0: "yes", 1: "yes"})
    area = decision.tallies[1]
    assert (area.total, area.marks["yes"], area.decimals) == (359948, 261323, 3)
    said = decision.sentence.zh
    assert "261.323平方米／总面积359.948平方米（72.60%）" in said
    plain = at.motions.published("m1")
    assert plain["tallies"][1]["decimals"] == 3 and "decimals" not in plain["tallies"][0]
    assert plain["verdicts"]["yes"]["checks"][1]["whole"] == "359.948"
    for data in (at.motions.bundle("m1"), at.motions.sealed("m1")):
        assert differences(data).status == 0
        manifest = zipfile.ZipFile(io.BytesIO(data)).read("manifest.json")
        assert json.loads(manifest)["format"] == "tickbox-motion/2"
    assert at.keeping.verify().faults == ()


def test_a_file_of_two_decimals_is_as_it_was():
    """Its format, totals and checks say nothing of decimals, so that an older recount reads it."""
    at = opened(desk(), roll(SURVEYED))
    published(at, {0: "yes", 1: "yes"})
    inside = zipfile.ZipFile(io.BytesIO(at.motions.sealed("m1")))
    assert json.loads(inside.read("manifest.json"))["format"] == "tickbox-motion/1"
    assert not [name for name in inside.namelist() if b"decimals" in inside.read(name)]


def test_what_is_missing_is_said_to_the_last_decimal():
    """Two thirds of 3.001 m² are 2.000 and two thirds of a thousandth: 2.001."""
    at = opened(desk(), fine(2000, 1001))
    decision = published(at, {0: "yes"})
    (check,) = (c for c in decision.verdicts["yes"].checks if c.base is Base.AREA and c.missing)
    assert check.missing == 1 and "还差0.001平方米" in check.text.zh
    assert type(check).of_plain(check.plain()) == check
    assert differences(at.motions.bundle("m1")).status == 0


def test_who_holds_a_code_is_told_their_own_area():
    """In the decimals of the roll."""
    at = opened(desk(), fine(*SURVEYED))
    codes = {slip.places[0]: slip.code for slip in at.motions.issue_codes("m1", None).slips}
    mine = at.motions.mine("m1", at.motions.elector_of_code("m1", codes["u0"]))
    assert Base.AREA.said(mine.area, mine.decimals).zh == "171.223平方米"


@pytest.mark.parametrize("part", ["tallies", "checks"])
def test_a_bundle_that_gives_areas_in_another_unit_is_found_out(part):
    """A total without its decimals would be read as ten times as much."""
    at = opened(desk(), fine(*SURVEYED))
    published(at, {0: "yes", 1: "yes"})
    inside = zipfile.ZipFile(io.BytesIO(at.motions.bundle("m1")))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as changed:
        for name in inside.namelist():
            held = inside.read(name)
            if name == "decision.json":
                decision = json.loads(held)
                rows = (
                    decision["verdicts"]["yes"]["checks"]
                    if part == "checks"
                    else (decision["tallies"])
                )
                for row in rows:
                    row.pop("decimals", None)
                held = json.dumps(decision, ensure_ascii=False).encode()
            changed.writestr(name, held)
    assert differences(out.getvalue()).status != 0


def test_a_round_keeps_the_decimals_of_its_roll():
    """Units come back in the unit they went in with; weights and log say which."""
    here = desks.desk()
    here.prepare(desks.plan())
    whole = attrs.evolve(desks.roll(), decimals=3)
    summary = here.register(desks.ROUND, whole)
    assert summary.weights.decimals == 3 and summary.weights.plain()["decimals"] == 3
    units = here.units(desks.ROUND)
    assert {unit.decimals for unit in units} == {3}
    assert {unit.in_hundredths for unit in units} == {500}
    assert here.importing.changed_roll(desks.ROUND, whole) == [
        attrs.evolve(one, what="same") for one in here.importing.changed_roll(desks.ROUND, whole)
    ]


def test_a_finer_survey_is_read_in_over_a_coarser_one_and_undone():
    """Only what was measured anew has changed; undoing brings back the old one to the digit."""
    here = desks.desk()
    here.prepare(desks.plan())
    old = desks.roll(homes=2)
    here.importing.roll(desks.ROUND, old, "d" * 64, "小林")
    finer = old.to_decimals(4)
    first, *others = finer.units
    measured = attrs.evolve(finer, units=(attrs.evolve(first, floor_area=500001), *others))
    changes = {one.id: one for one in here.importing.changed_roll(desks.ROUND, measured)}
    assert changes[f"unit {first.id}"].parts == ("floor_area",)
    assert {c.what for id_, c in changes.items() if id_ != f"unit {first.id}"} == {"same"}
    here.importing.roll(desks.ROUND, measured, "e" * 64, "小林")
    assert here.round(desks.ROUND).roll.decimals == 4
    here.importing.undo("小林")
    assert here.round(desks.ROUND).roll.decimals == 2
    assert {unit.floor_area for unit in here.units(desks.ROUND)} == {5000}


def test_a_unit_that_says_other_decimals_than_its_roll_is_refused():
    """Of the two one is wrong by a factor of ten."""
    unit = Unit("u", "b8", floor_area=1, decimals=4)
    with pytest.raises(BadValue, match="4 decimals, the roll 3"):
        Roll(date(2026, 1, 1), (unit,), decimals=3)


def test_a_coarser_unit_is_refused_where_it_would_lose_a_digit():
    """171.223 has no whole number of 0.01 m²; 90.100 has."""
    assert fine(90100).to_decimals(2).units[0].floor_area == 9010
    with pytest.raises(BadValue, match="unit u0"):
        fine(*SURVEYED).to_decimals(2)


homes = st.lists(st.none() | st.integers(0, 10**7), min_size=1, max_size=7)


@given(homes, st.data(), st.integers(2, 4), st.integers(0, 2))
def test_the_unit_changes_no_verdict(areas, data, decimals, more):
    """Verdict, shares and amounts in m² stay what they are, some areas unknown."""
    flats = range(len(areas))
    whole = Roll(
        date(2026, 1, 1),
        tuple(Unit(f"u{n}", "b8", floor_area=areas[n]) for n in flats),
        tuple(Person(f"p{n}") for n in flats),
        tuple(Residence(f"p{n}", f"u{n}") for n in flats),
        tuple(Ownership(f"p{n}", f"u{n}") for n in flats),
        decimals=decimals,
    )
    bar = data.draw(st.sampled_from(["at_least 2/3", "more_than 1/2", "at_least 3/4"]))
    motion = Motion("m", "换电梯", (Bars(Base.AREA, Bar.of("at_least 2/3"), Bar.of(bar)),))
    marks = data.draw(
        st.dictionaries(st.sampled_from([*flats]), st.sampled_from(["yes", "no", "abstain"]))
    )
    papers = [Paper(f"u{n}", mark) for n, mark in marks.items()]
    found = [
        decide(motion, asked(motion, one, AreaTree(())), papers)
        for one in (whole, whole.to_decimals(decimals + more))
    ]
    one, other = (decision.verdicts["yes"] for decision in found)
    assert one.result is other.result
    assert [c.share for c in one.checks] == [c.share for c in other.checks]
    assert [c.amounts for c in one.checks] == [c.amounts for c in other.checks]
    for before, after in zip(one.checks, other.checks, strict=True):
        if before.missing is not None and after.missing is not None:
            least = after.missing / Fraction(10) ** (decimals + more)
            assert least <= before.missing / Fraction(10) ** decimals
