"""Two at once: of every changing act both stand, or one is refused; nothing is lost in silence.

The exam takes each act where the played year (or ``remaining_acts``) does it, and has two people do
it at the same moment.  All is to be as if they had come one after the other.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tickbox_core.acts import ACTS
from tickbox_core.errors import ChangedMeanwhile
from tickbox_core.playing.year import played
from tickbox_core.registry import open_registry

from . import remaining_acts
from .at_once import ONE, TWO, Doing, Moment, check, watched
from .pairs_at_once import PAIRS, Pair

CHANGING = tuple(key for key, act in ACTS.items() if not act.reads)
Moments = dict[str, Moment]


@pytest.fixture(scope="module")
def moments(tmp_path_factory: pytest.TempPathFactory) -> Moments:
    """Where each changing act is done, by its key."""
    folder, found = tmp_path_factory.mktemp("at-once"), Moments()
    (folder / "kept").mkdir()
    plays: tuple[tuple[str, Any, Callable[[Path], object]], ...] = (
        ("year", open_registry(discover=False), lambda path: list(played(path))),
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
@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_two_different_things(moments: Moments, tmp_path: Path, pair: Pair, desks: int) -> None:
    """Of which one may decide the other."""
    where = moment(moments, pair.at)
    after = check(where, tmp_path, pair.doings(where.given), desks=desks)
    assert not after.refused if pair.both else True


def test_who_comes_second_is_told_that_it_was_changed(moments: Moments, tmp_path: Path) -> None:
    """And by which error a program knows it."""
    where, pair = moment(moments, "item/change"), PAIRS[0]
    after = check(where, tmp_path, pair.doings(where.given), desks=2)
    (refusal,) = after.refused.values()
    assert isinstance(refusal, ChangedMeanwhile) and refusal.code == "changed-meanwhile"
