"""A bar can be a share of all owners, as until the end of 2020; and law holds for its days."""

from __future__ import annotations

import io
import json
import random
import zipfile
from datetime import date
from typing import Any

import attrs
import pytest

from tickbox_core import open_registry
from tickbox_core.bundle import differences
from tickbox_core.desk import Desk
from tickbox_core.errors import BadValue, UnknownName
from tickbox_core.rules.motions import Bars, Layer, Practice
from tickbox_core.rules.motions.verdict import Check
from tickbox_core.store import MemoryStore

from .motion_house import HERE, TREE, VALUES, Clock, LawPlugin, cast, desk, layer, opened, roll

OF_ALL = [
    {"base": base, "quorum": None, "approval": "more_than 1/2", "of": "all"}
    for base in ("heads", "area")
]


def published(flats: int, **law: Any) -> Any:
    """A desk, and what came of a motion that so many of six flats agreed to, alone."""
    at = opened(desk(bars__ordinary=OF_ALL, **law))
    for number in range(flats):
        cast(at, number, "yes")
    at.motions.close("m1")
    return at, at.motions.publish("m1")


@pytest.mark.parametrize(("flats", "passed"), [(0, False), (3, False), (4, True), (6, True)])
def test_half_of_all_is_not_more_than_half(flats: int, passed: bool) -> None:
    """With nobody, on the bar, over it and with all; all who took part agreed each time."""
    at, decision = published(flats)
    assert (decision.result == "passed") is passed
    assert [check.kind for check in decision.verdicts["yes"].checks] == ["approval", "approval"]
    for check in decision.verdicts["yes"].checks:
        assert "of all" in check.text.en and "／总" in check.text.zh
        assert Check.of_plain(check.plain()) == check
    for data in (at.motions.bundle("m1"), at.motions.sealed("m1")):
        assert differences(data).status == 0
        manifest = zipfile.ZipFile(io.BytesIO(data)).read("manifest.json")
        assert json.loads(manifest)["format"] == "tickbox-motion/3"
    assert at.keeping.verify().faults == ()


def test_a_published_share_of_those_taking_part_is_found_out() -> None:
    """Three of three is no answer where three of six was asked."""
    at, _ = published(3)
    inside, out = zipfile.ZipFile(io.BytesIO(at.motions.bundle("m1"))), io.BytesIO()
    with zipfile.ZipFile(out, "w") as changed:
        for name in inside.namelist():
            held = inside.read(name)
            if name == "decision.json":
                decision = json.loads(held)
                for row in decision["verdicts"]["yes"]["checks"]:
                    row.pop("of")
                held = json.dumps(decision, ensure_ascii=False).encode()
            changed.writestr(name, held)
    assert differences(out.getvalue()).status != 0


def test_what_a_bar_is_of_is_read_back_and_nothing_else_is() -> None:
    """Absent it is of those taking part, and then it is not written either."""
    for plain in (*OF_ALL, {"base": "heads", "quorum": "at_least 2/3", "approval": "at_least 3/4"}):
        assert Bars.of_plain(plain).plain() == plain
    with pytest.raises(UnknownName, match="participating, all"):
        Bars.of_plain({**OF_ALL[0], "of": "owners"})


def dated(key: str, value: int, first: date | None, last: date | None) -> Layer:
    """A layer of one fixed value that holds for a while."""
    name = "results.posted_days"
    row = {"name": name, "value": value, "source": "某法", "mark": "law", "binding": "fixed"}
    return Layer.of_plain(key, HERE, [row], first, last)


DAY, NEXT = date(2025, 12, 31), date(2026, 1, 1)


def test_layers_are_chosen_by_day_before_they_are_laid_upon_each_other() -> None:
    """The last day of one and the first of the next; on a day of both they contradict."""
    laws = Practice((dated("old", 7, None, DAY), dated("new", 15, NEXT, None)))
    assert [laws.on(day).value("results.posted_days") for day in (DAY, NEXT, None)] == [7, 15, 15]
    assert Practice.of_plain(laws.plain()) == laws
    with pytest.raises(BadValue):
        Practice((dated("old", 7, None, NEXT), dated("new", 15, NEXT, None)))


def test_a_motion_freezes_what_holds_on_the_day_it_opens() -> None:
    """The layer that ended is not in it, whichever day it is recounted."""
    plugin = LawPlugin()
    base = layer({**VALUES, "results.posted_days": None})
    plugin.law = attrs.evolve(
        plugin.law, layers=(base, dated("old", 0, None, DAY), dated("new", 1, NEXT, None))
    )
    registry = open_registry(discover=False, plugins={"here": plugin})
    assert [one.key for one in registry.practice("here", DAY).layers] == ["here", "old"]
    clock = Clock()
    clock.at = clock.at.replace(year=2025, month=12, day=20)
    at = Desk(
        MemoryStore(), registry, area="n1", clock=clock, pepper=b"p", tree=TREE,
        entropy=random.Random(7).randbytes,
    )  # fmt: skip
    opened(at, roll())
    poll = at.motions.poll("m1")
    assert poll.practice is not None
    assert [one.key for one in poll.practice.layers] == ["here", "old"]
    clock.at = clock.at.replace(year=2026, month=2)
    cast(at, 0, "yes")
    at.motions.close("m1")
    at.motions.publish("m1")
    assert differences(at.motions.sealed("m1")).status == 0
