"""Awards take the exam that every component takes, and are left out without a trace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from litestar.testing import TestClient

import tickbox_awards
from tickbox_awards import COMPONENT, AwardService
from tickbox_core import open_registry
from tickbox_core.acts import catalogue_of
from tickbox_core.acts.matters import matters
from tickbox_core.cli import main
from tickbox_core.declarations import Season
from tickbox_core.desk import Desk, Town
from tickbox_core.playing import played
from tickbox_core.testing import component_contract, plugin_contract
from tickbox_core.testing.components import PerformByKey
from tickbox_core.testing.towns import delivered
from tickbox_server import create_app

LATER = "2100-01-01"
A = "a2026"


def play(desk: Desk, do: PerformByKey) -> None:
    """One case: taken out, entered again, scored, chosen, commended."""
    delivered(desk, 12, 20)
    do(
        "award/declare",
        award=A,
        title="优秀案例",
        places=1,
        weights=[["ticks", "1/2"], ["jury", "1/2"]],
        jurors=["评委甲"],
    )
    do("award/nominate", award=A, project="gate", text="居民打钩选出")
    do("award/gather", award=A)
    case = f"{desk.area}.gate"
    do("award/withdraw", award=A, case=case, reason="材料不全")
    do("award/gather", award=A)
    do("award/score", award=A, case=case, seat=1, points=8)
    do("award/decide", award=A)
    do("award/commend", award=A)
    do("award/declare", award="none", title="最美楼道", places=1, weights=[["ticks", "1"]])
    do("award/call-off", award="none", reason="没有申报")
    do("award/show", award=A)
    do("award/certificates", award=A)
    do("award/won")


TestComponent = component_contract(tickbox_awards, "awards", play)
TestPlugin = plugin_contract(tickbox_awards, entry="awards")


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year that was played with awards."""
    folder = tmp_path_factory.mktemp("year") / "data"
    told = [step.text.en for step in played(folder)]
    assert any("cases are put forward" in one for one in told)
    assert any(one.endswith("4 projects, 3 awards.") for one in told)
    return folder


PAGES = ("/", "/n/n1", "/n/n1/projects/light", "/n/n1/feed.atom", "/staff/sign-in")
WORDS = ("优秀案例", "获表彰", "commended", "Awards", "awards")


def texts(town: Town, language: str) -> dict[str, str]:
    """The pages, as anybody reads them."""
    with TestClient(create_app(town)) as client:
        found = {path: client.get(path, headers={"Accept-Language": language}) for path in PAGES}
        assert {path: one.status_code for path, one in found.items()} == dict.fromkeys(PAGES, 200)
        return {path: one.text for path, one in found.items()}


class TestWithoutIt:
    """A folder that holds awards, where the plugin is not installed (any more)."""

    @pytest.fixture
    def town(self, year: Path) -> Iterator[Town]:
        """The played year."""
        held = Town(year, without=["awards"])
        yield held
        held.close()

    @pytest.mark.parametrize("language", ["zh", "en"])
    def test_no_page_says_anything_of_it(self, town: Town, year: Path, language: str) -> None:
        """With it the town's page and the winner's do; its own page is not there."""
        said = texts(town, language)
        assert [(path, word) for path, text in said.items() for word in WORDS if word in text] == []
        with_it = Town(year)
        told = texts(with_it, language)
        with_it.close()
        assert [path for path in PAGES if told[path] != said[path]] == ["/", "/n/n1"]

    def test_its_addresses_are_not_there(self, town: Town) -> None:
        """Page, twin, description, acts; the figures have no such key."""
        with TestClient(create_app(town)) as client:
            show = f"/api/v1/areas/t/acts/award/show?award={A}"
            for path in ("/awards", "/api/v1/awards", show):
                assert client.get(path).status_code == 404
            described = client.get("/api/v1/openapi.json").json()
            figures = client.get("/api/v1/figures").json()
        assert not [path for path in described["paths"] if "award" in path and "take" not in path]
        assert "awards" not in described["components"]["schemas"]["FiguresPaper"]["properties"]
        assert figures["total"] == town.figures().total.plain() and "awards" not in figures["total"]

    def test_everything_verifies_and_comes_due(self, town: Town, year: Path) -> None:
        """As many sealed parts go as with it, by what the entries say of themselves."""
        with_it = Town(year)
        for area in town.areas():
            assert town.desk(area).keeping.verify().faults == ()
            sums = [
                (sum(one.goes for one in lines), sum(one.stays for one in lines))
                for lines in (town.desk(area).keeping.due(), with_it.desk(area).keeping.due())
            ]
            assert sums[0] == sums[1]
        lines = {str(one.what): one for one in with_it.desk("t").keeping.due()}
        assert lines["awards"].what.words.en == "awards: the jurors' names"
        assert lines["awards"].goes > 0 and lines["awards"].stays == 0
        without = {str(one.what): one for one in town.desk("t").keeping.due()}
        assert "awards" not in without and without["other"].goes == lines["awards"].goes
        with_it.close()

    def test_no_step_names_an_act_that_is_not_there(self, town: Town) -> None:
        """The console draws every step."""
        for area in town.areas():
            desk = town.desk(area)
            acts = catalogue_of(desk.components).acts
            ways = [way.act for one in matters(desk) for step in one.steps for way in step.ways]
            assert ways and all(act in acts for act in ways)
            assert "award/take-over" in acts and "award/show" not in acts

    def test_the_year_is_played_without_it(self, tmp_path: Path) -> None:
        """And tells nothing of it."""
        registry = open_registry(discover=False)
        told = [step.text for step in played(tmp_path / "data", registry=registry)]
        assert not [one for one in told if "award" in one.en or "荣誉" in one.zh]
        assert any(one.en.endswith("1 problem solved, 4 projects.") for one in told)

    def test_the_command_line_says_what_to_install(
        self, year: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """What is asked of it names the plugin; the year's figures go on without it."""
        base = ["town", "--data", str(year), "--lang", "en", "--without-plugin", "awards"]
        assert main([*base, "--award", A, "--at", "t", "--gather"]) == 2
        assert "tickbox-awards" in capsys.readouterr().err
        assert main(base) == 0
        assert "awards" not in capsys.readouterr().out


def test_a_purpose_that_cannot_be_told_of_stays(year: Path) -> None:
    """A component that fails when it is asked erases nothing by that, and harms no other line."""
    town = Town(year)
    desk = town.desk("t")
    before = {str(one.what): one for one in desk.keeping.due()}
    rules = desk.diary.rules

    def fail(*_: Any) -> Any:
        raise ZeroDivisionError

    desk.diary.rules = attrs.evolve(rules, purposes={**rules.purposes, "award": fail})
    after = {str(one.what): one for one in desk.keeping.due()}
    town.close()
    assert after["awards"].goes == 0 and after["awards"].stays == before["awards"].goes
    assert after["awards"].why[0].en == f"it is not known whether '{A}' is over"


def test_what_it_plays_it_declares() -> None:
    """The part of the year that awards bring comes from the component."""
    assert set(COMPONENT.examples) == {Season.WINTER}
    assert COMPONENT.service is AwardService
