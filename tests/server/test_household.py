"""A policy's words on the pages: the decision still needed, and each household's own figures."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import attrs
import pytest
from litestar.testing import TestClient

from tickbox_core import (
    NOWHERE,
    Area,
    AreaTree,
    Category,
    Disclosure,
    Item,
    Person,
    Proposal,
    Residence,
    Roll,
    Round,
    Setting,
    Text,
    Unit,
    hookimpl,
    open_registry,
)
from tickbox_core.builtin.plain import PlainPolicy
from tickbox_core.desk import Town
from tickbox_core.testing import desks
from tickbox_server import create_app

Client = TestClient[Any]
ENGLISH = {"Accept-Language": "en"}
LIST = "/n/n/lift"
API = "/api/v1/areas/n/rounds/lift"


@attrs.frozen
class LiftPolicy(PlainPolicy):
    """Tells each household its floor, and needs an owners' motion."""

    key: str = "lift"

    def motions(self, item: Item, setting: Setting = NOWHERE) -> tuple[Proposal, ...]:
        """Owners decide."""
        why = Text("业主共同决定", "owners decide")
        return (Proposal("lift", item.title, "replace-lift", why),)

    def disclose(
        self, item: Item, unit: Unit, setting: Setting = NOWHERE
    ) -> tuple[Disclosure, ...]:
        """One figure that differs from household to household."""
        share = Text(f"{unit.floor}00元<b>", f"{unit.floor}00 yuan<b>")
        return (Disclosure(Text("您家分摊", "your share"), share),)

    def notice(self, item: Item, placed: object) -> Text:
        """Beside each item."""
        return Text("电梯须另行表决", "A lift is decided separately")


class Plugin:
    """Brings the policy."""

    @hookimpl
    def tickbox_categories(self) -> tuple[LiftPolicy, ...]:
        """The one policy."""
        return (LiftPolicy(),)


@pytest.fixture
def lift(tmp_path: Path) -> Iterator[Any]:
    """A round with one item of that policy; codes of the households on floors 3 and 7."""
    registry = open_registry(discover=False, plugins={"lift": Plugin()})
    town = Town(tmp_path / "data", registry)
    town.plant(AreaTree((Area("n", "neighbourhood", Text("竹园", "Bamboo")),)))
    desk = town.found("n")
    units = (Unit("u3", "n", floor=3), Unit("u7", "n", floor=7))
    people = (Person("p3"), Person("p7"))
    homes = (Residence("p3", "u3"), Residence("p7", "u7"))
    items = (
        Item("i1", Text("加装电梯", "A lift"), "lift"),
        Item("i2", Text("长椅", "A bench"), "plain"),
    )
    categories = (Category("lift", "lift", "lift"), Category("plain", "plain"))
    desk.prepare(Round("lift", "n", Text("打钩", "Ticking"), items, categories))
    desk.register("lift", Roll(date(2026, 1, 1), units, people, homes))
    desks.open_list(desk, "lift")
    by_unit = {slot.unit: slot.slot for slot in desk.slots("lift")}
    codes = desk.issue_codes("lift", by_unit.values())
    with TestClient(create_app(town)) as client:
        yield SimpleNamespace(
            client=client, desk=desk, three=codes[by_unit["u3"]], seven=codes[by_unit["u7"]]
        )
    town.close()


def confirm(lift: Any, code: str) -> str:
    """The page on which to confirm both items."""
    form = {"tick": ["i1", "i2"], "key": "long-enough", "code": code}
    return str(lift.client.post(f"{LIST}/confirm", data=form, headers=ENGLISH).text)


def test_the_list_tells_the_decision_and_no_households_figure(lift: Any) -> None:
    """Kind and need in words beside the item, before anybody says who they are."""
    page = lift.client.get(LIST, headers=ENGLISH).text
    assert page.count("also needs: owners&#39; motion") == 1
    assert page.count("preference tick (orders the work)") == 2
    assert "A lift is decided separately" in page
    assert "your share" not in page


def test_each_household_sees_its_own_figures_before_the_last_press(lift: Any) -> None:
    """Floor 3 and floor 7 see different amounts, as text; the receipt shows none."""
    assert "300 yuan&lt;b&gt;" in confirm(lift, lift.three)
    assert "700 yuan&lt;b&gt;" in confirm(lift, lift.seven)
    assert "300 yuan" not in confirm(lift, lift.seven)
    form = {"tick": ["i1"], "key": "long-enough", "code": lift.three}
    receipt = lift.client.post(f"{LIST}/cast", data=form, headers=ENGLISH).text
    assert "receipt-code" in receipt
    assert "yuan" not in receipt


def test_a_wrong_code_shows_no_figures(lift: Any) -> None:
    """Figures are for the household alone."""
    assert "your share" not in confirm(lift, lift.three[:-1] + "?")


def test_the_api_tells_figures_to_whom_they_belong(lift: Any) -> None:
    """With a code the household's, without one none."""
    nobody = lift.client.get(f"{API}/list").json()[0]
    assert nobody["disclosures"] == []
    assert nobody["needs"] == "owners-motion"
    told = lift.client.get(f"{API}/list", headers={"Tickbox-Code": lift.seven}).json()[0]
    assert told["disclosures"][0]["value"]["en"] == "700 yuan<b>"
    again = lift.client.get(f"{API}/list").json()[0]
    assert again["disclosures"] == [], "one household's list is nobody else's"


def test_the_wall_keeps_saying_what_is_still_needed(lift: Any) -> None:
    """A high rank is no authority to build: the badge stands in the ranking too."""
    form = {"tick": ["i1"], "key": "long-enough", "code": lift.three}
    lift.client.post(f"{LIST}/cast", data=form)
    assert "also needs" in lift.client.get(f"{LIST}/wall", headers=ENGLISH).text
    lift.desk.close("lift")
    lift.desk.publish("lift")
    wall = lift.client.get(f"{LIST}/wall", headers=ENGLISH).text
    assert "The whole ranking" in wall
    assert "also needs: owners&#39; motion" in wall
    assert "The projects to be" not in wall, "this round only ranks"


def test_a_policy_that_fails_leaves_the_ballot_alone(lift: Any) -> None:
    """The page goes without its figures; everybody can still tick."""

    def broken(*_: object) -> Any:
        sys.exit("broken")

    LiftPolicy.disclose, kept = broken, LiftPolicy.disclose  # type: ignore[method-assign]
    try:
        page = confirm(lift, lift.three)
    finally:
        LiftPolicy.disclose = kept  # type: ignore[method-assign]
    assert "Is this your ballot?" in page
    assert "your share" not in page
