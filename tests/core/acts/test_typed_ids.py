"""Ids as a Chinese keyboard writes them, or in other capitals, mean the things that there are.

The exam has everybody in the small neighbourhood of ``remaining_acts`` type so, act by act: all is
to come out as where they type plainly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.acts import Act, Actor, perform
from tickbox_core.categories import fields_of
from tickbox_core.categories.kinds import plain_id
from tickbox_core.declarations import Reference
from tickbox_core.desk import NOBODY, Desk, Role, Town
from tickbox_core.errors import BadValue, ChangedMeanwhile, NotListed, TickboxError
from tickbox_core.model import Round
from tickbox_core.playing import stage
from tickbox_core.registry import open_registry
from tickbox_core.testing import desks
from tickbox_core.text import Text
from tickbox_core.workflow.entries import DiaryEntry
from tickbox_core.workflow.resolving import as_they_are

from ...installed import ACTS, THINGS
from . import remaining_acts
from .remaining_acts import HOME

IN_IDS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:/"
REFERRING = [
    (key, field)
    for key, act in ACTS.items()
    for field in fields_of(act.fields)
    if isinstance(field.refers, Reference)
]
Typing = Callable[[str], str]
Entries = list[tuple[str, Any]]


def wide(id_: str) -> str:
    """As it is typed in full width, with blanks around it."""
    return f" {''.join(chr(ord(c) + 0xFEE0) if c in IN_IDS else c for c in id_)}　"


def as_typed(act: Act, plain: Mapping[str, Any], typing: Typing, *, new: bool) -> dict[str, Any]:
    """What is given, with the references typed in some way; new ids too if ``new``."""
    typed = dict(plain)
    for field in fields_of(act.fields):
        refers = field.refers
        if isinstance(refers, Reference) and field.key in plain and (new or not refers.new):
            typed[field.key] = _each(plain[field.key], typing)
    return typed


def _each(value: Any, typing: Typing) -> Any:
    if isinstance(value, str):
        return typing(value)
    return [typing(one) if isinstance(one, str) else [typing(one[0]), *one[1:]] for one in value]


def entries(folder: Path, typing: Typing, *, new: bool) -> Entries:
    """What the diary says of the small neighbourhood where references are typed so."""

    def do(
        act: Act, desk: Desk, plain: Mapping[str, Any], actor: Actor, second: Actor | None = None
    ) -> Any:
        return perform(act, desk, as_typed(act, plain, typing, new=new), actor, second)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stage, "perform", do)
        remaining_acts.played(folder)
    town = Town(folder, remaining_acts.registry())
    try:
        return [(one.kind, _without_salts(one)) for one in town.desk(HOME).diary.entries()]
    finally:
        town.close()


def _without_salts(one: DiaryEntry) -> Mapping[str, Any]:
    """The facts, but for a digest over salts: an act that is tried twice draws more of them."""
    salted = {"digest"} if one.kind == "motion-evidence" else set()
    return {name: value for name, value in one.facts.items() if name not in salted}


@pytest.fixture(scope="module")
def plain_entries(tmp_path_factory: pytest.TempPathFactory) -> Entries:
    """What the diary says where they type plainly."""
    return entries(tmp_path_factory.mktemp("plain") / "d", str, new=True)


def test_full_width_is_as_typed_plainly(tmp_path: Path, plain_entries: Entries) -> None:
    """Every act, to the letter; ids of new things are plain as well."""
    assert entries(tmp_path / "d", wide, new=True) == plain_entries


def test_capitals_are_as_typed_plainly(tmp_path: Path, plain_entries: Entries) -> None:
    """Every act; but for references that were drawn anew where an act was tried twice."""
    found = entries(tmp_path / "d", str.swapcase, new=False)
    assert list(map(acts, found)) == list(map(acts, plain_entries))


def acts(entry: tuple[str, Any]) -> tuple[str, Any]:
    """Of the entry of an act what it is about, of another one its kind."""
    return (entry[0], entry[1] if entry[0] == "act" else None)


@given(id_=st.text(IN_IDS, min_size=1, max_size=12))
def test_every_field_of_ids_reads_full_width(id_: str) -> None:
    """Of every act, whatever the id."""
    for key, field in REFERRING:
        kind: Any = field.kind
        kind = getattr(kind, "each", getattr(kind, "first", kind))
        read = {kind.value(wide(id_)), kind.parse(wide(id_)), kind.value(id_)}
        assert read == {id_}, (key, field.key)


@given(name=st.text("王阿姨（），。“”、", min_size=1))
def test_signs_that_belong_to_names_stay(name: str) -> None:
    """Brackets of a supervisor or a batch are theirs."""
    assert plain_id(name) == name


class TestWhichIsMeant:
    """In a neighbourhood with a list."""

    @pytest.fixture
    def desk(self, tmp_path: Path) -> Iterator[Desk]:
        """Its desk."""
        town = Town(tmp_path / "d", open_registry(discover=False))
        town.plant(remaining_acts.tree())
        desk = town.found(HOME)
        stage.do(desk, "round/plan", id="r1", title="春", categories=[["a", "plain"]])
        stage.do(desk, "item/add", round="r1", id="gate", title="开门", category="a")
        yield desk
        town.close()

    def _cost(self, desk: Desk, cost: int, **typed: str) -> list[tuple[str, int | None]]:
        stage.do(desk, "item/change", cost=cost, **typed)
        return [(item.id, item.cost) for item in desk.round("r1").items]

    def test_as_it_is_typed_first(self, desk: Desk) -> None:
        """One that goes by just that name is meant, whatever looks like it."""
        stage.do(desk, "item/add", round="r1", id="Gate", title="别的门", category="a")
        assert self._cost(desk, 5, round="r1", id="Gate") == [("gate", None), ("Gate", 5)]

    def test_two_that_look_alike_are_not_chosen_between(self, desk: Desk) -> None:
        """Then nothing is found, and nothing is changed."""
        stage.do(desk, "item/add", round="r1", id="Gate", title="别的门", category="a")
        with pytest.raises(TickboxError):
            self._cost(desk, 5, round="r1", id="GATE")
        assert [item.cost for item in desk.round("r1").items] == [None, None]

    def test_the_only_one(self, desk: Desk) -> None:
        """In other capitals, in a round in other capitals."""
        assert self._cost(desk, 5, round="R1", id="ＧＡＴＥ") == [("gate", 5)]

    def test_what_goes_by_a_full_width_name_is_found(self, desk: Desk) -> None:
        """It may have been named before full width was read as plain."""
        desk.prepare(Round("ｒ９", HOME, Text.of("旧"), ()))
        stage.do(desk, "item/add", round="ｒ９", id="gate", title="门")
        assert desk.round("ｒ９").item_ids == ("gate",)

    def test_new_ids_are_plain(self, desk: Desk) -> None:
        """So that no two look the same."""
        stage.do(desk, "round/clone", round="r1", id="ｒ２", title="夏")
        assert {one.id for one in desk.rounds()} == {"r1", "r2"}

    def test_residents_are_not_told_what_may_tell_of_somebody(self, desk: Desk) -> None:
        """A guess at the name of what is private finds nothing for who has no role."""
        fields, typed = ACTS["volunteer/join"].fields, {"unit": "U0"}
        assert as_they_are(fields, desk, typed, NOBODY, THINGS) is None


def test_what_fails_after_the_commit_is_not_done_again() -> None:
    """Neither for a name that was typed otherwise, nor as if something beside had changed."""
    here, calls = desks.desk(), []

    def after(desk: Desk, answer: Any) -> Any:
        calls.append(answer)
        raise calls_for[len(calls) - 1]

    calls_for = [NotListed(Text("轮次", "round"), "x"), ChangedMeanwhile()]
    lin = Actor("小林", Role.STAFF)

    def raised(desk: Desk, given: Any, actor: Actor) -> str:
        return desk.solving.raise_problem(given.title).ref  # whatever area was given

    act = attrs.evolve(ACTS["problem/raise"], run=raised, after=after)
    with pytest.raises(NotListed):
        perform(act, here, {"title": "漏水", "area": "Ｎ１"}, lin)
    assert len(calls) == 1 and len(here.solving.all()) == 1

    place = {"id": "p1", "name": "东门", "area": "n1", "address": "1号", "tier": "corner"}
    perform(ACTS["place/set"], here, place, lin)
    act = attrs.evolve(ACTS["place/set"], after=after)
    with pytest.raises(ChangedMeanwhile):
        perform(act, here, place, lin)  # as it stands: nothing has changed in it
    assert len(calls) == 2


@pytest.mark.parametrize("rows", [[{"id": "lift"}], ["ab"], [5]])
def test_what_is_no_row_is_refused_and_not_taken_for_one(rows: list[object]) -> None:
    """Two letters are no pair, and an object has no first part."""
    given = {"id": "r9", "title": "打钩", "categories": rows}
    with pytest.raises(BadValue, match="categories"):
        perform(ACTS["round/plan"], desks.desk(), given, Actor("小林", Role.STAFF))
