"""Two at once: of every changing act both stand, or one is refused; nothing is lost in silence.

The exam takes each act where the played year (or ``remaining_acts``) does it, and has two people do
it at the same moment.  All is to be as if they had come one after the other.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import tickbox_awards
from tickbox_awards import Award, AwardService, Nomination
from tickbox_core.acts import perform
from tickbox_core.desk import Desk, Town
from tickbox_core.desk.diary import audit
from tickbox_core.errors import ChangedMeanwhile
from tickbox_core.model import Area, AreaTree
from tickbox_core.playing.stage import LIN
from tickbox_core.playing.year import played
from tickbox_core.registry import open_registry
from tickbox_core.text import Text

from ...installed import ACTS
from . import remaining_acts
from .at_once import ONE, PATIENCE, TWO, Doing, Moment, asked_while_locked, check, watched
from .pairs_at_once import PAIRS, Pair

WITH_AWARDS = open_registry(discover=False, plugins={"awards": tickbox_awards})
CHANGING = tuple(key for key, act in ACTS.items() if not act.reads)
Moments = dict[str, Moment]


@pytest.fixture(scope="module")
def moments(tmp_path_factory: pytest.TempPathFactory) -> Moments:
    """Where each changing act is done, by its key."""
    folder, found = tmp_path_factory.mktemp("at-once"), Moments()
    (folder / "kept").mkdir()
    plays: tuple[tuple[str, Any, Callable[[Path], object]], ...] = (
        ("year", WITH_AWARDS, lambda path: list(played(path, registry=WITH_AWARDS))),
        ("rest", remaining_acts.registry(), remaining_acts.played),
    )
    for name, registry, play in plays:
        with watched(folder / name, registry, folder / "kept", found):
            play(folder / name)
    return found


def moment(moments: Moments, key: str) -> Moment:
    """Where an act is done; words say what to do where it is not."""
    if key not in moments:
        pytest.fail(f"nobody does {key!r} in the exam: have remaining_acts.py do it once")
    return moments[key]


@pytest.mark.parametrize("desks", [1, 2], ids=["one desk", "two processes"])
@pytest.mark.parametrize("key", CHANGING)
def test_the_same_twice(moments: Moments, tmp_path: Path, key: str, desks: int) -> None:
    """By two people, with the same given."""
    where = moment(moments, key)
    check(where, tmp_path, [Doing(who, key, where.given) for who in (ONE, TWO)], desks=desks)


@pytest.mark.parametrize("desks", [1, 2], ids=["one desk", "two processes"])
@pytest.mark.parametrize("first", [ONE, TWO])
@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_two_different_things(
    moments: Moments, tmp_path: Path, pair: Pair, first: str, desks: int
) -> None:
    """Of which one may decide the other; whoever comes second has looked before the first."""
    where = moment(moments, pair.at)
    after = check(where, tmp_path, pair.doings(where.given), desks=desks, first=first)
    if pair.both:
        assert after.refused == {}


def test_who_comes_second_is_told_that_it_was_changed(moments: Moments, tmp_path: Path) -> None:
    """And by which error a program knows it."""
    where = moment(moments, "item/change")
    other = {**where.given, "title": "别的名字"}
    doings = [Doing(ONE, "item/change", where.given), Doing(TWO, "item/change", other)]
    after = check(where, tmp_path, doings, desks=2)
    (refusal,) = after.refused.values()
    assert isinstance(refusal, ChangedMeanwhile) and refusal.code == "changed-meanwhile"


@pytest.mark.parametrize("desks", [1, 2], ids=["one desk", "two processes"])
def test_what_nobody_has_seen_is_not_undone(moments: Moments, tmp_path: Path, desks: int) -> None:
    """A place that a colleague closes meanwhile is not opened again with its new name."""
    where = moment(moments, "place/close")
    renamed = Doing(ONE, "place/set", {"id": where.given["id"], "name": "甲"}, LIN)
    closed = Doing(TWO, "place/close", where.given)
    after = check(where, tmp_path, [renamed, closed], desks=desks, first=TWO)
    assert isinstance(after.refused[ONE], ChangedMeanwhile) and TWO not in after.refused


@pytest.mark.parametrize("key", CHANGING)
def test_no_plugin_is_asked_while_anything_is_locked(
    moments: Moments, tmp_path: Path, key: str
) -> None:
    """One that hangs would keep everybody waiting, other lists too; so do slow hashes."""
    assert asked_while_locked(moment(moments, key), tmp_path) == []


class TestTwoAreas:
    """Each does something at the other's desk at the same moment."""

    @pytest.fixture
    def town(self, tmp_path: Path) -> Iterator[Town]:
        """Two towns in one folder, each with an award that both have won."""
        held = Town(tmp_path / "d", WITH_AWARDS)
        held.plant(AreaTree(tuple(Area(one, "town", one) for one in ("c1", "c2"))))
        for one in ("c1", "c2"):
            self._decided(held.found(one))
        yield held
        held.close()

    def _decided(self, desk: Desk) -> None:
        award = f"a{desk.area}"
        desk.service(AwardService).declare(
            award, Text.of("优秀"), 2, {"jury": Fraction(1)}, by=LIN.name, jurors=["评委"]
        )
        desk.service(AwardService).enter(
            [
                Nomination(award, area, "p", Text.of("灯"), Text.of("灯"), {})
                for area in ("c1", "c2")
            ]
        )
        for case in desk.service(AwardService).award(award).cases:
            desk.service(AwardService).score(award, case, 1, 7, LIN.name)
        desk.service(AwardService).decide(award)

    def _at_once(self, monkeypatch: pytest.MonkeyPatch, *runs: Callable[[], Any]) -> None:
        """Each goes to its own desk once both have been at the other's."""
        barrier, real, faults = threading.Barrier(2), AwardService.win, list[BaseException]()

        def win(self: AwardService, award: Award, project: str) -> None:
            real(self, award, project)
            if not getattr(met, "yet", False):
                met.yet = True
                barrier.wait(PATIENCE)

        def begin(run: Callable[[], Any]) -> None:
            try:
                run()
            except BaseException as fault:  # noqa: BLE001 - it is shown below
                faults.append(fault)

        met = threading.local()
        monkeypatch.setattr(AwardService, "win", win)
        threads = [threading.Thread(target=begin, args=(run,)) for run in runs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
        assert faults == [] and not any(thread.is_alive() for thread in threads)

    def _check(self, town: Town) -> None:
        for here, there in (("c1", "c2"), ("c2", "c1")):
            desk = town.desk(here)
            assert sorted(one.award for one in desk.service(AwardService).won()) == ["ac1", "ac2"]
            noted = [one for one in desk.diary.entries() if one.kind == "act"]
            said = {(one.secret("name"), *one.facts["about"]["award"]) for one in noted}
            assert said == {(LIN.name, f"a{here}"), (LIN.name, f"a{there}")}
            assert {one.facts["act"] for one in noted} == {"award/commend"}
            assert audit(desk._hand.store) == []

    def test_both_commend(self, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
        """Nobody waits for ever, and both diaries name both who did it."""
        runs = (
            lambda area=area: perform(  # type: ignore[misc]
                ACTS["award/commend"], town.desk(area), {"award": f"a{area}"}, LIN
            )
            for area in ("c1", "c2")
        )
        self._at_once(monkeypatch, *runs)
        self._check(town)

    def test_a_host_says_who_does_it(self, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
        """In a transaction of its own, as a host has the service do it."""

        def commend(area: str) -> None:
            desk, award = town.desk(area), f"a{area}"
            with desk.transaction(LIN, "award/commend", about={"award": [award]}):
                desk.service(AwardService).commend(award)

        runs = (partial(commend, area) for area in ("c1", "c2"))
        self._at_once(monkeypatch, *runs)
        self._check(town)
