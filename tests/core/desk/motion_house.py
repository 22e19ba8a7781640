"""A house with a law of its own: eight flats, a desk that knows bars and answers, and papers."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from typing import Any

import attrs

from tickbox_core import (
    NOWHERE,
    Area,
    AreaTree,
    Category,
    Item,
    Option,
    Ownership,
    Person,
    Proposal,
    Residence,
    Roll,
    Setting,
    Text,
    Unit,
    hookimpl,
    open_registry,
)
from tickbox_core.builtin.plain import PlainPolicy
from tickbox_core.categories import Objection
from tickbox_core.desk import Desk
from tickbox_core.desk.motions import CastPaper, Poll
from tickbox_core.model.scope import Within
from tickbox_core.rules.motions import USUAL, Layer, Motion, Paper
from tickbox_core.store import MemoryStore
from tickbox_core.testing import desks

HERE = Text("此地", "here")
PLACE = timezone(timedelta(hours=8))
"""The place's time, which its clock tells."""
LIFT = Text("更换电梯", "Replace the lift")
TREE = AreaTree(
    (
        Area("n1", "neighbourhood", "一居"),
        Area("b8", "building", {"zh": "8号楼", "en": "building 8"}, "n1"),
        Area("b9", "building", {"zh": "9号楼", "en": "building 9"}, "n1"),
    )
)


def bars(approval: str) -> list[dict[str, str]]:
    """Two thirds take part by heads and area, and so many of those agree."""
    return [
        {"base": base, "quorum": "at_least 2/3", "approval": approval} for base in ("heads", "area")
    ]


VALUES: dict[str, Any] = {
    **dict.fromkeys(USUAL),
    "bars.ordinary": bars("more_than 1/2"),
    "bars.special": bars("at_least 3/4"),
    "matter.other": "ordinary",
    "matter.rebuild": "special",
    "silence": "not_participating",
    "abstention": "takes_part",
    "spoiled": "takes_part",
    "parking": "not_counted",
    "channel.double": "first_valid_stands",
    "proxy.written": True,
    "lame_duck": ["rebuild"],
}


def layer(values: dict[str, Any]) -> Layer:
    """Values, all from one source."""
    rows = [
        {"name": name, "value": value, "source": "本地规则", "mark": "law"}
        for name, value in values.items()
    ]
    return Layer.of_plain("here", HERE, rows)


@attrs.frozen(hash=False)
class Law:
    """A place's law."""

    key: str
    layers: tuple[Layer, ...]
    version: str = "1"
    title: Text = HERE


@attrs.frozen
class LiftPolicy(PlainPolicy):
    """An item that needs two motions, unless it is a quarrel."""

    key: str = "lift"

    def motions(self, item: Item, setting: Setting = NOWHERE) -> tuple[Proposal, ...]:
        """One in the building by special bars, one in the estate by ordinary ones."""
        because = Text("加装电梯", "a lift is added")
        return (
            Proposal("building", LIFT, "rebuild", because, scope=Within(("b8",))),
            Proposal("estate", LIFT, "other", because, options=item.options),
        )

    def objections(self, item: Item, setting: Setting = NOWHERE) -> tuple[Objection, ...]:
        """A quarrel is never listed."""
        final = Objection(
            Text("是纠纷。", "is a quarrel."), Text("请调解。", "Mediate."), final=True
        )
        return (final,) if item.id == "quarrel" else ()


class LawPlugin:
    """Brings the place and the policy."""

    def __init__(self, **values: Any) -> None:
        self.law = Law("here", (layer({**VALUES, **values}),))

    @hookimpl
    def tickbox_jurisdictions(self) -> tuple[Law, ...]:
        return (self.law,)

    @hookimpl
    def tickbox_categories(self) -> tuple[LiftPolicy, ...]:
        return (LiftPolicy(),)


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 6, 12, tzinfo=PLACE)

    def __call__(self) -> datetime:
        return self.at


def roll(areas: Sequence[int | None] = (100,) * 6, **more: Any) -> Roll:
    """A flat for each area, each of an owner of its own, alternately in buildings 8 and 9."""
    flats = range(len(areas))
    return Roll(
        date(2026, 1, 1),
        tuple(Unit(f"u{n}", ("b8", "b9")[n % 2], floor_area=areas[n]) for n in flats),
        tuple(Person(f"p{n}", f"王{n}") for n in flats),
        tuple(Residence(f"p{n}", f"u{n}") for n in flats),
        **{"ownerships": tuple(Ownership(f"p{n}", f"u{n}") for n in flats), **more},
    )


def desk(clock: Clock | None = None, seed: int = 7, **values: Any) -> Desk:
    """A desk of the house; ``values`` replace those of its law."""
    plugin = {"here": LawPlugin(**{name.replace("__", "."): v for name, v in values.items()})}
    return Desk(
        MemoryStore(),
        open_registry(discover=False, plugins=plugin),
        area="n1",
        clock=clock or Clock(),
        entropy=random.Random(seed).randbytes,
        pepper=b"p",
        tree=TREE,
    )


def poll(at: Desk, id_: str = "m1", matter: str = "other", **choices: Any) -> Poll:
    """A poll under the law of the house."""
    law = at._hand.registry.practice("here")
    return Poll(Motion.under(law, id_, LIFT, matter, **choices), matter, "here")


def opened(at: Desk, the_roll: Roll | None = None, id_: str = "m1", **choices: Any) -> Desk:
    """The desk with that poll open."""
    at.motions.prepare(poll(at, id_, **choices))
    at.motions.register(id_, the_roll or roll())
    at.motions.open(id_)
    return at


def cast(at: Desk, number: int, mark: str, id_: str = "m1", key: str = "", **more: Any) -> Any:
    """The paper of the flat with that number, marked by its owner unless told otherwise."""
    paper = Paper(f"u{number}", mark, **{"by": f"p{number}", **more})
    return at.motions.cast(id_, CastPaper(paper, key or f"{number}-{mark}-{more}"))


def listed(at: Desk, *items: Item) -> Desk:
    """The desk with a round of lift items."""
    at.prepare(
        desks.plan(
            items=items or (Item("lift", "电梯", "lift"),),
            categories=(Category("lift", "电梯", "lift"),),
            jurisdiction="here",
        )
    )
    return at


def options() -> tuple[Option, ...]:
    """Two ways to carry it out."""
    return (Option("a", "甲"), Option("b", "乙"))
