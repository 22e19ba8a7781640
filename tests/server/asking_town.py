"""A neighbourhood that decides: an owners' motion with figures, a choice, a residents' motion."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import attrs
from litestar.testing import TestClient

import tickbox_console
from tickbox_core import (
    Area,
    AreaTree,
    Category,
    Item,
    Limits,
    Option,
    Ownership,
    Person,
    Residence,
    Roll,
    Round,
    Text,
    Unit,
    hookimpl,
    open_registry,
)
from tickbox_core.builtin.plain import PlainPolicy
from tickbox_core.categories import Disclosure
from tickbox_core.desk import Desk, Town
from tickbox_core.desk.motions import CastPaper, Poll
from tickbox_core.model import Question
from tickbox_core.rules.motions import USUAL, Bars, Layer, Motion, Paper, ways_of
from tickbox_core.workflow.context import system_time
from tickbox_core.workflow.deadlines import NOTHING_ANNOUNCED, Announced

from ..installed import RESIDENTS_PAGES

HERE, ROUND = "n1", "r"
ENGLISH = {"Accept-Language": "en"}
HOMES = 6
Client = TestClient[Any]


def bars(*bases: str, approval: str = "more_than 1/2") -> tuple[Bars, ...]:
    """Two thirds take part on each base, and so many of those agree."""
    plain = ({"base": one, "quorum": "at_least 2/3", "approval": approval} for one in bases)
    return tuple(Bars.of_plain(one) for one in plain)


@attrs.frozen(hash=False)
class Law:
    """A place's law."""

    layers: tuple[Layer, ...]
    title: Text
    key: str = "here"
    version: str = "1"


@attrs.frozen
class Shared(PlainPolicy):
    """What costs each home a fen for each 0.01 m²."""

    key: str = "shared"

    def disclose(self, item: Item, unit: Unit, setting: Any = None) -> tuple[Disclosure, ...]:
        """The home's share."""
        share = Text(f"{unit.floor_area}分", f"{unit.floor_area} fen")
        return (Disclosure(Text("您家分摊", "Your share of the cost"), share),)


class Plugin:
    """Brings law and policy; ``double`` is which paper stands."""

    def __init__(self, **values: Any) -> None:
        said = {
            **dict.fromkeys(USUAL),
            "silence": "not_participating",
            "abstention": "takes_part",
            "spoiled": "takes_part",
            "parking": "not_counted",
            "channel.double": "first_valid_stands",
            "proxy.written": True,
            "results.posted_days": 7,
            "bars.ordinary": [one.plain() for one in bars("heads", "area")],
            "matter.other": "ordinary",
            **{name.replace("__", "."): value for name, value in values.items()},
        }
        rows = [
            {"name": name, "value": value, "source": "本地规则/local rules", "mark": "law"}
            for name, value in said.items()
        ]
        self._law = Law((Layer.of_plain("here", Text("此地", "here"), rows),), Text("此地", "here"))

    @hookimpl
    def tickbox_jurisdictions(self) -> tuple[Law, ...]:
        return (self._law,)

    @hookimpl
    def tickbox_categories(self) -> tuple[Shared, ...]:
        return (Shared(),)


def roll(areas: tuple[int | None, ...] = (100, 250, 300, 410, 520, 630)) -> Roll:
    """A home for each area; the first owner has the first two."""
    homes = range(len(areas))
    return Roll(
        date(2026, 1, 1),
        tuple(Unit(f"u{n}", "b8", f"8号楼{n}01", floor_area=areas[n]) for n in homes),
        tuple(Person(f"p{n}", f"王小{n}", date(1980, 1, 1)) for n in homes),
        tuple(Residence(f"p{n}", f"u{n}") for n in homes),
        tuple(Ownership(f"p{max(n, 1)}", f"u{n}") for n in homes),
    )


def town(folder: Path, clock: Callable[[], datetime] = system_time, **values: Any) -> Town:
    """A town whose one neighbourhood has a round, so that motions can come from it."""
    plugins = {"here": Plugin(**values), "console": tickbox_console, **RESIDENTS_PAGES}
    registry = open_registry(discover=False, plugins=plugins)
    made = Town(folder, registry, clock=clock)
    made.plant(
        AreaTree(
            (
                Area("town", "town", Text("淞新镇", "Songxin")),
                Area(HERE, "neighbourhood", Text("竹园居民区", "Bamboo Garden"), "town"),
                Area("b8", "building", Text("8号楼", "building 8"), HERE),
            )
        )
    )
    desk = made.found(HERE)
    desk.prepare(
        Round(
            id=ROUND,
            area=HERE,
            title=Text("打钩", "ticking"),
            items=(Item("lift", Text("换电梯", "Replace the lift"), "shared"),),
            categories=(Category("shared", Text("电梯", "lifts"), "shared"),),
            limits=Limits(1, 1),
            places=1,
            tie_break="listed-first",
            jurisdiction="here",
        )
    )
    return made


def ask(
    desk: Desk,
    id_: str = "m1",
    the_roll: Roll | None = None,
    comes: bool = True,
    announced: Announced = NOTHING_ANNOUNCED,
    own: tuple[Layer, ...] = (),
    **choices: Any,
) -> dict[str, str]:
    """Open a motion; its codes by unit."""
    fields = {
        "bars": bars("heads", "area"),
        "question": Text("更换电梯", "Replace the lift?"),
        **choices,
    }
    motion = Motion(id_, **fields)
    law = desk.motions.law("here")
    motion = attrs.evolve(motion, **ways_of(law))
    came = {"round": ROUND, "item": "lift"} if comes else {}
    asked = Poll(motion, jurisdiction="here", own=own, posted=date(2026, 1, 1), **came)
    desk.motions.prepare(asked)
    desk.motions.register(id_, the_roll or roll())
    desk.motions.open(id_, announced)
    return codes(desk, id_)


def preliminary_first(days: int) -> tuple[Layer, ...]:
    """The estate's rule that a result is preliminary first, for so many days."""
    row = {"name": "results.preliminary_days", "value": days, "mark": "law"}
    source = Text("议事规则第九条", "rules of the assembly, art. 9").plain()
    title = Text("本小区规则", "the estate's rules")
    return (Layer.of_plain("estate", title, [{**row, "source": source}]),)


def heard(desk: Desk, id_: str, days: int = 7) -> dict[str, str]:
    """A motion whose result is posted as preliminary, its papers read from paper; its codes."""
    found = ask(desk, id_, comes=False, own=preliminary_first(days))
    for home in range(1, HOMES):
        said = "yes" if home < 4 else "no"
        paper = Paper(f"u{home}", said, f"p{home}")
        desk.motions.cast(id_, CastPaper(paper, f"heard-{home}", "paper"))
    desk.motions.close(id_)
    where = Text("居委会办公室，工作日9时至17时", "the committee's office, on weekdays 9 to 17")
    desk.motions.preliminary.post(id_, where, by="小林", second="小周")
    return found


def codes(desk: Desk, id_: str = "m1", places: Iterable[str] | None = None) -> dict[str, str]:
    """New codes by the first unit of each head: of those who have none, or of some anew."""
    return {slip.places[0]: slip.code for slip in desk.motions.issue_codes(id_, places).slips}


def residents(desk: Desk, id_: str = "m2") -> dict[str, str]:
    """A residents' motion by heads; codes by person."""
    return ask(desk, id_, comes=False, kind=Question.RESIDENTS_MOTION, bars=bars("heads"),
               question=Text("楼道公约", "A covenant for the stairwell?"))  # fmt: skip


def choice(desk: Desk, id_: str = "m3") -> dict[str, str]:
    """One of two, or none of these."""
    options = (Option("red", Text("红漆", "red paint")), Option("green", Text("绿漆", "green")))
    return ask(desk, id_, comes=False, options=options, question=Text("颜色", "Which colour?"))


# -- forms -------------------------------------------------------------------------------------


def post(
    client: Client, path: str, ticks: list[str] | str, language: str = "en", **fields: str
) -> Any:
    """Post a form of these pages."""
    ticked = [ticks] if isinstance(ticks, str) else ticks
    headers = {"Accept-Language": language}
    return client.post(path, data={"tick": ticked, **fields}, headers=headers)


def hidden(html: str, name: str) -> list[str]:
    """The values that a page's form carries along under a name."""
    return re.findall(rf'<input type="hidden" name="{name}" value="([^"]*)">', html)


def carried(html: str) -> dict[str, str]:
    """Key and code that a page's form carries along."""
    found = {name: hidden(html, name) for name in ("key", "code")}
    return {name: values[0] for name, values in found.items() if values}


def receipt_code(html: str) -> str:
    """The first code on a receipt."""
    found = re.search(r'receipt-code">([0-9A-Z-]+)<', html)
    assert found is not None, html
    return found.group(1)


def to_confirm(client: Client, page: str, mark: str, code: str) -> Any:
    """Question, check, code: the page on which to confirm."""
    review = post(client, f"{page}/review", mark)
    return post(client, f"{page}/confirm", mark, **carried(review.text), code=code)


def answer(client: Client, page: str, mark: str, code: str) -> Any:
    """All the way to the receipt."""
    return post(client, f"{page}/cast", mark, **carried(to_confirm(client, page, mark, code).text))
