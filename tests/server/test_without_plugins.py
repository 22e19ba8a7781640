"""A plugin that is gone takes no page with it: everything linked is still served."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import attrs
import pytest
from litestar.testing import TestClient

from tickbox_core import (
    Area,
    AreaTree,
    Category,
    Item,
    Limits,
    Person,
    Policy,
    Residence,
    Roll,
    Round,
    Text,
    Unit,
    hookimpl,
    open_registry,
)
from tickbox_core.bundle import differences
from tickbox_core.categories import Disclosure, Proposal, a_count
from tickbox_core.desk import Cast, Town
from tickbox_core.testing import desks
from tickbox_server import Settings, create_app

Client = TestClient[Any]
ENGLISH = {"Accept-Language": "en"}
HERE, DECIDED, OPEN = "bamboo", "decided-1", "open-1"


@attrs.frozen
class Seats:
    """How many seats."""

    seats: int = a_count("座位数", "seats")


class Benches(Policy[Seats]):
    """A category with a motion and figures of its own."""

    key = "benches"
    title = Text("长椅", "benches")
    fields = Seats

    def motions(self, item: Item, setting: Any = None) -> tuple[Proposal, ...]:
        """The owners decide."""
        return (Proposal("use", item.title, "use", Text("法", "law")),)

    def disclose(self, item: Item, unit: Unit, setting: Any = None) -> tuple[Disclosure, ...]:
        """A figure."""
        return (Disclosure(Text("您家的份", "Your part"), Text("一座", "one seat")),)


@hookimpl
def tickbox_categories() -> tuple[Benches, ...]:
    """The policy."""
    return (Benches(),)


def plan(id_: str) -> Round:
    """A round whose items are of the plugin's category."""
    titles = [Text("东门长椅", "East bench"), Text("西门长椅", "West bench")]
    return Round(
        id=id_,
        area=HERE,
        title=Text(f"{id_}打钩", f"{id_} ticking"),
        items=tuple(
            Item(f"i{at}", title, "green", fields={"seats": 2}) for at, title in enumerate(titles)
        ),
        categories=(Category("green", Text("绿化", "green"), "benches"),),
        limits=Limits(1, 1),
        places=1,
        tie_break="listed-first",
    )


@pytest.fixture
def folder(tmp_path: Path) -> Any:
    """A town made with the plugin: one round decided, one open, and a code for that."""
    plugin = SimpleNamespace(tickbox_categories=tickbox_categories)
    town = Town(tmp_path / "data", open_registry(discover=False, plugins={"tickbox-b": plugin}))
    areas = (
        Area("town", "town", Text("淞新镇", "Songxin")),
        Area(HERE, "neighbourhood", Text("竹园居民区", "Bamboo Garden"), "town"),
    )
    town.plant(AreaTree(areas))
    desk = town.found(HERE)
    for id_ in (DECIDED, OPEN):
        desk.prepare(plan(id_))
        home = Residence("p", "u")
        desk.register(id_, Roll(date(2026, 1, 1), (Unit("u", HERE),), (Person("p"),), (home,)))
        desks.open_list(desk, id_)
    slot = desk.slots(DECIDED)[0].slot
    desk.cast(DECIDED, Cast(slot, ("i1",), "key"))
    desk.close(DECIDED)
    desk.publish(DECIDED)
    codes = desk.issue_codes(OPEN, [desk.slots(OPEN)[0].slot])
    town.close()
    return tmp_path / "data", next(iter(codes.values()))


@pytest.fixture
def bare(folder: Any) -> Iterator[Client]:
    """A visitor of the same town, started without the plugin."""
    town = Town(folder[0], open_registry(discover=False))
    app = create_app(town, settings=Settings(figures_seconds=0, turnout_seconds=0))
    with TestClient(app) as visiting:
        yield visiting
    town.close()


def linked(page: str) -> set[str]:
    """The addresses of this site that a page links to."""
    found = re.findall(r'(?:href|src)="(?:http://testserver\.local)?(/[^"#]*)', page)
    return {address.replace("&amp;", "&") for address in found}


def test_who_ticks_is_told_that_something_is_missing(folder: Any, bare: Client) -> None:
    """The open round is ticked to the receipt; where figures stood, the list says why not."""
    page = f"/n/{HERE}/{OPEN}"
    assert (
        "The plugin that explained this category (benches)" in bare.get(page, headers=ENGLISH).text
    )
    form = {"tick": ["i0"], "key": "long-enough", "code": folder[1]}
    assert "one seat" not in bare.post(f"{page}/confirm", data=form, headers=ENGLISH).text
    assert "receipt-code" in bare.post(f"{page}/cast", data=form, headers=ENGLISH).text


def test_the_result_and_its_bundle_are_still_handed_out(bare: Client) -> None:
    """Over the API too; the bundle recounts, and the round names the version it was held with."""
    api = f"/api/v1/areas/{HERE}/rounds/{DECIDED}"
    for path in ("", "/list", "/turnout", "/outcome", "/checkpoint"):
        assert bare.get(api + path).status_code == 200, path
    assert bare.get(f"{api}/outcome").json()["ranking"][0]["item"] == "i1"
    assert differences(bare.get(f"{api}/bundle").content).status == 0


def test_every_page_is_served_without_the_plugin(bare: Client) -> None:
    """From the front page every link is followed, to the last: none fails."""
    waiting, seen, failed = {"/"}, set[str](), []
    while waiting:
        address = waiting.pop()
        seen.add(address)
        answer = bare.get(address)
        if answer.status_code >= 400:
            failed.append((address, answer.status_code))
        if answer.headers.get("content-type", "").startswith("text/html"):
            waiting |= linked(answer.text) - seen
    assert failed == []
    assert {a for a in seen if DECIDED in a} and {a for a in seen if OPEN in a}
