"""Last year's roll is offered to a clone with the differences, taken over, and given back."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

from tickbox_core import Area, AreaTree, Person, Residence, Roll, Unit
from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.desk import Desk
from tickbox_core.errors import NotListed, NotPossible, WrongState
from tickbox_core.model import Eligible
from tickbox_core.testing import desks

R1, NEW = desks.ROUND, "r2"
LIN = Actor("小林", Role.STAFF)
ALL = {"added": 0, "changed": 0, "removed": 0, "same": 0}


def do(desk: Desk, act: str, **given: Any) -> Any:
    """An act of staff."""
    return perform(ACTS[act], desk, given, LIN)


def roll(homes: int = 4, **people: str) -> Roll:
    """Homes with one person each, born in 1950 where ``people`` does not say otherwise."""
    units = tuple(Unit(f"u{at}", "n1", label=f"{at}室") for at in range(homes))
    held = tuple(
        Person(f"p{at}", f"居民{at}", date.fromisoformat(people.get(f"p{at}", "1950-01-01")))
        for at in range(homes)
    )
    return Roll(date(2026, 1, 1), units, held, tuple(
        Residence(f"p{at}", f"u{at}") for at in range(homes)))  # fmt: skip


@pytest.fixture
def desk() -> Desk:
    """Last year's round with its roll, and a clone of it."""
    desk = desks.desk()
    desk.prepare(desks.plan())
    desk.register(R1, roll())
    desks.make_ready(desk, R1)
    desk.open(R1)
    do(desk, "round/clone", round=R1, id=NEW, title="明年")
    return desk


class TestOffered:
    def test_the_newest_with_everybody_on_it(self, desk: Desk) -> None:
        """In counts, and row by row; nothing is written by looking."""
        said = do(desk, "round/roll-offered", round=NEW)
        assert (said["source"], said["homes"], said["people"]) == (R1, 4, 4)
        assert said["stands"] is False and said["as_of"] == "2026-01-01"
        assert said["homes_changed"] == said["people_changed"] == ALL | {"added": 4}
        assert len(said["rows"]) == 8 and desk.round(NEW).roll is None

    def test_beside_the_roll_that_there_is(self, desk: Desk) -> None:
        """Who would come, change and go, by home and by name."""
        now = roll(5, p1="1960-05-05")
        now = attrs.evolve(
            now,
            units=now.units[1:],
            persons=now.persons[1:],
            residences=now.residences[1:],
        )
        desk.importing.roll(NEW, now, "0" * 64, "小林")
        said = do(desk, "round/roll-offered", round=NEW, source=R1)
        assert said["stands"] is True
        assert said["homes_changed"] == {"added": 1, "changed": 0, "removed": 1, "same": 3}
        assert said["people_changed"] == {"added": 1, "changed": 1, "removed": 1, "same": 2}
        shown = {(one["what"], one["called"]) for one in said["rows"]}
        assert shown == {
            ("added", "u0"), ("removed", "u4"), ("added", "居民0 u0"),
            ("changed", "居民1 u1"), ("removed", "居民4 u4"),
        }  # fmt: skip
        (changed,) = [one for one in said["rows"] if one["what"] == "changed"]
        assert [one["en"] for one in changed["parts"]] == ["born"]

    def test_who_may_not_tick_here_is_counted(self, desk: Desk) -> None:
        """A round that asks the grown-up alone leaves the young of last year out."""
        other = "young"
        desk.prepare(desks.plan(id=other))
        desk.register(other, roll(p0="2015-01-01", p1="2008-03-06", p2="2008-03-07"))
        plan = attrs.evolve(desk.round(NEW), eligible=Eligible(least_age=18))
        desk.prepare(plan)
        said = do(desk, "round/roll-offered", round=NEW, source=other)
        assert (said["people"], said["barred"]) == (2, 2)  # one is 18 today, one tomorrow

    def test_nothing_is_offered_where_there_is_none(self, desk: Desk) -> None:
        """Nor its own, nor that of a trial, nor one that is erased."""
        with pytest.raises(NotPossible, match="own roll"):
            do(desk, "round/roll-offered", round=NEW, source=NEW)
        with desk.context.transaction():
            desk.context.store.remove("person", cycle=R1)
        with pytest.raises(NotListed, match="roll"):
            do(desk, "round/roll-offered", round=NEW, source=R1)
        with pytest.raises(NotPossible, match="no other round holds a roll"):
            do(desk, "round/roll-offered", round=NEW)


class TestTaken:
    def test_it_is_taken_given_back_and_opens(self, desk: Desk) -> None:
        """Fresh slots for the same people; the loop is closed by what stood before."""
        told = do(desk, "round/take-roll", round=NEW)
        assert (told["homes"], told["slots"]) == (4, 4)
        old, new = ({one.slot for one in desk.slots(id_)} for id_ in (R1, NEW))
        assert not old & new
        assert {one.person for one in desk.slots(NEW)} == {f"p{at}" for at in range(4)}
        going = do(desk, "round/roll-going", round=NEW)
        assert [one["what"] for one in going] == ["removed"] * 8
        back = do(desk, "round/give-back-roll", round=NEW)
        assert (back["homes"], back["slots"]) == (0, 0) and desk.round(NEW).roll is None
        with pytest.raises(NotPossible):
            do(desk, "round/give-back-roll", round=NEW)
        do(desk, "round/take-roll", round=NEW, source=R1)
        desks.make_ready(desk, NEW)
        do(desk, "round/open", round=NEW)
        assert desk.turnout(NEW).registered == 4
        for act in ("round/take-roll", "round/give-back-roll"):
            with pytest.raises(WrongState):
                do(desk, act, round=NEW)

    def test_what_it_replaces_comes_back(self, desk: Desk) -> None:
        """Taken over one that stands, and undone, that one stands again."""
        desk.importing.roll(NEW, roll(2), "0" * 64, "小林")
        do(desk, "round/take-roll", round=NEW)
        assert len(desk.slots(NEW)) == 4
        assert do(desk, "round/give-back-roll", round=NEW)["homes"] == 2
        assert len(desk.slots(NEW)) == 2

    def test_a_home_of_no_building_is_not_taken(self) -> None:
        """It is counted while one looks, and refused."""
        houses = (Area("n1", "neighbourhood", "一村"), Area("b1", "building", "1号楼", "n1"))
        desk = desks.desk(tree=AreaTree(houses))
        desk.prepare(desks.plan())
        lost = attrs.evolve(roll(), units=(*roll().units, Unit("far", "b2")))
        desk.register(R1, lost)
        do(desk, "round/clone", round=R1, id=NEW, title="明年")
        assert do(desk, "round/roll-offered", round=NEW)["gone"] == 1
        with pytest.raises(NotPossible, match="no longer among the areas: 1"):
            do(desk, "round/take-roll", round=NEW)
