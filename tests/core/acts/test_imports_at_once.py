"""Tables read in at the same moment: both stand, or one is refused; no row is lost in silence.

As of acts (``test_at_once``): both have looked at what their table would change when the first
begins.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import attrs
import pytest

from tickbox_core.acts.tables.every import TABLES
from tickbox_core.acts.tables.kind import Asked, Looked
from tickbox_core.acts.tables.taking import take_table, undo_table
from tickbox_core.components.wishes import NewWish
from tickbox_core.desk import Desk, Town
from tickbox_core.desk.importing import ITEMS, ROLL, WISHES
from tickbox_core.errors import ChangedMeanwhile
from tickbox_core.model import Item, Roll
from tickbox_core.model.channels import Channel
from tickbox_core.playing.stage import LIN, Clock, do
from tickbox_core.text import Text
from tickbox_core.workflow import Actor

from . import remaining_acts
from .at_once import ONE, TWO, Doing, Given, Moment, check
from .remaining_acts import HOME, R1

NO_TOWN = cast("Town", None)
"""None of these tables brings anything that a town keeps."""
Read = Callable[[Desk, Given, Actor], object]
LISTED, READ, ROLLED, WISHED = "listed", "items read", "roll read", "wishes read"


def items(*ids: str, title: str = "表里的") -> tuple[Item, ...]:
    """Rows of a table of items."""
    return tuple(Item(id_, Text.of(f"{title}{id_}"), "plain") for id_ in ids)


def small_roll() -> Roll:
    """Another roll: six homes of the eight."""
    whole = remaining_acts.roll()
    homes = {unit.id for unit in whole.units[:6]}
    lived = tuple(one for one in whole.residences if one.unit in homes)
    people = {one.person for one in lived}
    persons = tuple(one for one in whole.persons if one.id in people)
    return Roll(whole.as_of, whole.units[:6], persons, lived)


WISH = NewWish(text="想要一盏灯", channel=Channel.PAPER, taken_by="小林")


def _take(kind: str, held: Any, to: str = "") -> Read:
    """Look at what a table would change, then take it, as console and command line do."""

    def does(desk: Desk, given: Given, actor: Actor) -> object:
        asked = Asked(to)
        stood = TABLES[kind].stands(desk, asked, held)
        looked = Looked(kind, asked, held, 1, (), stood)
        return take_table(NO_TOWN, desk, looked, "d" * 64, actor)

    return does


def read_items(*rows: Item) -> Read:
    """Read a table of items in."""
    return _named(read_items, _take(ITEMS, rows, R1))


def read_roll(roll: Roll) -> Read:
    """Read a roll in."""
    return _named(read_roll, _take(ROLL, SimpleNamespace(roll=roll, new_areas=()), R1))


def read_wishes(*rows: NewWish) -> Read:
    """Read a table of wishes in."""
    return _named(read_wishes, _take(WISHES, rows))


def _named(after: Callable[..., Any], does: Read) -> Read:
    does.__qualname__ = after.__qualname__  # for the test's name
    return does


def undo(desk: Desk, given: Given, actor: Actor) -> object:
    """Undo what is the last import now."""
    return undo_table(NO_TOWN, desk, desk.importing.last(), actor)


@attrs.frozen
class Pair:
    """Two things done at a moment: tables, or acts with what is given."""

    at: str
    one: Any
    two: Any
    both: bool = False

    def __str__(self) -> str:
        """For the test's name."""
        return f"{self.at}: {self._name(self.one)} {self._name(self.two)}"

    def doings(self) -> list[Doing]:
        """Who does what."""
        return [self._doing(who, what) for who, what in ((ONE, self.one), (TWO, self.two))]

    def _doing(self, who: str, what: Any) -> Doing:
        if isinstance(what, tuple):
            return Doing(who, what[0], what[1], LIN)
        return Doing(who, "", {}, None, what)

    def _name(self, what: Any) -> str:
        return str(what[0]) if isinstance(what, tuple) else what.__qualname__.split(".")[0]


def change(id_: str, **given: Any) -> tuple[str, Given]:
    """Change an item by hand."""
    return "item/change", {"round": R1, "id": id_, **given}


POST = ("round/post", {"round": R1})
PLAN = ("round/change", {"round": R1, "places": 2})
ENTER = ("item/add", {"round": R1, "id": "new", "title": "手填的"})
WHOLE = read_roll(remaining_acts.roll())
SAME = read_items(*items("gate", "new"))
PAIRS = (
    Pair(LISTED, SAME, SAME),
    Pair(LISTED, SAME, read_items(*items("gate", title="另一张"))),
    Pair(LISTED, SAME, read_items(*items("other"))),
    Pair(LISTED, SAME, change("gate", title="手改的")),
    Pair(LISTED, SAME, change("bench", title="手改的")),
    Pair(LISTED, SAME, ENTER),
    Pair(LISTED, SAME, PLAN),
    Pair(LISTED, SAME, WHOLE),
    Pair(LISTED, WHOLE, WHOLE),
    Pair(LISTED, WHOLE, read_roll(small_roll())),
    Pair(LISTED, WHOLE, PLAN),
    Pair(LISTED, WHOLE, change("gate", title="手改的"), both=True),
    Pair(LISTED, read_wishes(WISH), read_wishes(WISH)),
    Pair(LISTED, read_wishes(WISH), read_wishes(attrs.evolve(WISH, text="另一件")), both=True),
    Pair(READ, undo, undo),
    Pair(READ, undo, SAME),
    Pair(READ, undo, read_items(*items("other"))),
    Pair(READ, undo, WHOLE),
    Pair(READ, undo, read_wishes(WISH)),
    Pair(READ, undo, change("gate", title="手改的")),
    Pair(READ, undo, ENTER),
    Pair(READ, undo, POST),
    Pair(ROLLED, undo, undo),
    Pair(ROLLED, undo, read_roll(small_roll())),
    Pair(ROLLED, WHOLE, POST),
    Pair(ROLLED, undo, POST),
    Pair(ROLLED, undo, PLAN),
    Pair(WISHED, undo, undo),
    Pair(WISHED, undo, read_wishes(WISH)),
)


@pytest.fixture(scope="module")
def moments(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Moment]:
    """A list that is being formed, and the same after each kind of table was read in."""
    kept, found = tmp_path_factory.mktemp("imports"), dict[str, Moment]()
    reads = {READ: read_items(*items("gate", "more")), ROLLED: WHOLE, WISHED: read_wishes(WISH)}
    for name in (LISTED, *reads):
        folder = kept / name.replace(" ", "-")
        if name != LISTED:
            shutil.copytree(found[LISTED].folder, folder)
        now = _play(folder, reads.get(name))
        found[name] = Moment(folder, remaining_acts.registry(), now, HOME, "", {}, LIN, None)
    return found


def _play(folder: Path, read: Read | None) -> datetime:
    clock = Clock()
    town = Town(folder, remaining_acts.registry(), clock=clock)
    try:
        if read is not None:
            read(town.desk(HOME), {}, LIN)
            return clock.now
        town.plant(remaining_acts.tree())
        desk = town.found(HOME)
        do(desk, "round/plan", id=R1, title="春", maximum=2, places=1, jurisdiction="here",
            categories=[["plain", "plain"]])  # fmt: skip
        for item in ("gate", "bench"):
            do(desk, "item/add", round=R1, id=item, title=item, cost=50000, category="plain")
            do(desk, "item/assess", round=R1, item=item, feasible="yes", reason="看过")
    finally:
        town.close()
    return clock.now


@pytest.mark.parametrize("desks", [1, 2], ids=["one desk", "two processes"])
@pytest.mark.parametrize("first", [ONE, TWO])
@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_both_stand_or_one_is_refused(
    moments: dict[str, Moment], tmp_path: Path, pair: Pair, first: str, desks: int
) -> None:
    """Whoever comes second has looked before the first."""
    after = check(moments[pair.at], tmp_path, pair.doings(), desks=desks, first=first)
    if pair.both:
        assert after.refused == {}


@pytest.mark.parametrize(
    ("at", "one", "two"),
    [
        (LISTED, WHOLE, read_roll(small_roll())),
        (LISTED, SAME, read_items(*items("gate", title="另一张"))),
        (LISTED, read_wishes(WISH), read_wishes(WISH)),
        (LISTED, SAME, change("gate", title="手改的")),
        (READ, read_items(*items("other")), undo),
        (READ, read_wishes(WISH), undo),
        (ROLLED, read_roll(small_roll()), undo),
    ],
    ids=["rolls", "items", "wishes", "change", "items undone", "wishes undone", "roll undone"],
)
def test_nobodys_rows_are_lost_in_silence(
    moments: dict[str, Moment], tmp_path: Path, at: str, one: Any, two: Any
) -> None:
    """Whoever comes second would put theirs over the first's, or undo it: they are told."""
    after = check(moments[at], tmp_path, Pair(at, one, two).doings(), desks=2, first=ONE)
    assert isinstance(after.refused[TWO], ChangedMeanwhile) and ONE not in after.refused
