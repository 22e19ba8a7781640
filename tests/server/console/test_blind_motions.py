"""Papers of motions: who reads second meets the same everywhere, whether they agree or not."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tickbox_core.desk import Town

from .. import asking_town
from .test_blind import FIRST, NOW, Copy

MOTION = "m1"
HOMES = ("u2", "u3", "u4")
READINGS: dict[str, dict[str, Any]] = {
    "alike": {"mark": "yes"},
    "different": {"mark": "no"},
    "spoiled": {"mark": "spoiled", "reason": "破"},
    "unreadable": {"unsure": True},
}


class Asked(Copy):
    """A copy of a town whose owners are asked, and somebody who reads their papers second."""

    def __init__(self, folder: Path, role: str, registry: Any) -> None:
        self.sit_down(Town(folder, registry, clock=lambda: NOW), asking_town.HERE, role)

    def starts(self) -> list[str]:
        """The page for keying, that of the motion, and of each home whose paper is read."""
        keying = f"/staff/motions/{MOTION}/keying"
        homes = [f"{keying}?place={home}" for home in HOMES]
        return ["/", "/staff", keying, f"/n/{asking_town.HERE}/motions/{MOTION}", *homes]

    def ids(self) -> dict[str, list[str]]:
        """What addresses of the API may name."""
        return {"area": [asking_town.HERE], "motion": [MOTION], "round": [asking_town.ROUND]}

    def given(self) -> dict[str, str]:
        """The motion."""
        return {"id": MOTION}


@pytest.fixture
def copies(tmp_path: Path, role: str) -> Iterator[dict[str, Asked]]:
    """For each way that the first may have read a paper, a town of its own."""
    town = asking_town.town(tmp_path / "built")
    asking_town.ask(town.desk(asking_town.HERE), MOTION)
    registry = town.registry
    town.close()
    found = {}
    for name in READINGS:
        shutil.copytree(tmp_path / "built", tmp_path / name)
        found[name] = Asked(tmp_path / name, role, registry)
    yield found
    for copy in found.values():
        copy.client.__exit__(None, None, None)
        copy.town.close()


def read_by(copy: Asked, first: dict[str, Any], homes: tuple[str, ...]) -> list[Any]:
    """Both read some papers, the second always a yes; what the second is answered."""
    told = []
    for home in homes:
        mark, why = first.get("mark"), first.get("reason", "")
        more = {"reason": asking_town.Text(why, "torn")} if why else {}
        copy.desk.motions.key(MOTION, home, mark, FIRST, **more)
        one = {"id": MOTION, "place": home}
        told += [
            copy.do("motion/key", **one, mark="yes"),
            copy.do("motion/key", **one, mark="no"),
            copy.do("motion/unkey", **one),
        ]
    return told


@pytest.mark.slow
@pytest.mark.parametrize("role", ["keyer", "staff"])
def test_whoever_reads_second_meets_the_same_everywhere(
    copies: dict[str, Asked], role: str
) -> None:
    """One paper, then two more: answers, pages, JSON, feeds, the diary, what is kept how long."""
    for some in (HOMES[:1], HOMES[1:]):
        told, reached = {}, {}
        for name, copy in copies.items():
            told[name] = read_by(copy, READINGS[name], some)
            reached[name] = copy.reached()
        assert len(reached["alike"]) > 20
        for name in copies:
            assert told[name] == told["alike"], name
            assert reached[name].keys() == reached["alike"].keys()
            differing = {
                address: (text, reached["alike"][address])
                for address, text in reached[name].items()
                if text != reached["alike"][address]
            }
            assert not differing, name
    waiting = [
        sum(one.differs for one in copy.desk.motions.keyed(MOTION)) for copy in copies.values()
    ]
    assert sorted(waiting) == [0, 3, 3, 3]


@pytest.mark.parametrize("role", ["staff"])
def test_all_of_it_counts_at_once(copies: dict[str, Asked], role: str) -> None:
    """By whoever has it counted; the comparison above does see a paper that counts."""
    copy = copies["alike"]
    read_by(copy, READINGS["alike"], HOMES)
    before = copy.reached()
    assert copy.do("motion/count", id=MOTION) == {"counted": 3, "void": 0}
    after = copy.reached()
    assert [address for address in before if before[address] != after.get(address)]
