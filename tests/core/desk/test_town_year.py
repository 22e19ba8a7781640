"""A town's year over its neighbourhoods' files: figures, and cases that others take over."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tickbox_core import Category, Text
from tickbox_core.cli import main
from tickbox_core.counting.cells import PeopleCell, breakdown
from tickbox_core.desk import Town
from tickbox_core.desk.diary import LOG
from tickbox_core.desk.drilled import sum_breakdowns
from tickbox_core.desk.reading import TurnoutByArea
from tickbox_core.errors import NotListed, WrongState
from tickbox_core.testing import desks
from tickbox_core.testing.towns import R1, delivered_town
from tickbox_core.workflow.log import entries
from tickbox_core.workflow.participation import Turnout

WHY = Text("涨价了", "prices rose")


@pytest.fixture
def town(tmp_path: Path) -> Any:
    """Three neighbourhoods with a delivered project each, and the town's own file."""
    held = delivered_town(tmp_path / "d")
    yield held
    held.close()


class TestTakingOver:
    """A case becomes an item of another neighbourhood's list."""

    def test_it_brings_what_and_leaves_where(self, town: Town) -> None:
        """Title and category; no cost, no money, no place, no scope of the other's."""
        there = town.desk("n3")
        there.prepare(desks.plan(id="r2", area="n3", items=()))
        item = town.take_over("n1", "gate", to="n3", round="r2", id_="exit")
        listed = there.round("r2").item("exit")
        assert listed == item
        assert (listed.title.zh, listed.cost, listed.scope) == ("n1的边门", None, None)
        entry = entries(there._hand.store, LOG)[-1]
        assert (entry["kind"], entry["facts"]["area"]) == ("taken-over", "n1")

    def test_it_keeps_to_the_list_it_goes_to(self, town: Town) -> None:
        """Its categories, its ids, its state."""
        there = town.desk("n3")
        with pytest.raises(WrongState):
            town.take_over("n1", "gate", to="n3", round=R1, id_="exit")
        categories = (Category("green", "绿化"),)
        there.prepare(desks.plan(id="r2", area="n3", items=(), categories=categories))
        with pytest.raises(Exception, match="plain"):
            town.take_over("n1", "gate", to="n3", round="r2")
        town.take_over("n1", "gate", to="n3", round="r2", category="green")
        with pytest.raises(NotListed):
            town.take_over("n1", "x", to="n3", round="r2")


class TestFigures:
    """The town's year, from its files, down to the building."""

    def test_figures_add_up_over_the_files(self, town: Town) -> None:
        """Items, participations, projects; problems solved by whichever way they came."""
        town.desk("n1").solving.raise_problem(WHY)
        total = town.figures().total
        assert (total.items, total.participations, total.projects) == (6, 60, 3)
        assert total.problems_solved == 0

    def test_no_cell_is_small(self, town: Town) -> None:
        """Twenty random slots of thirty-six in three buildings: whatever is shown is safe."""
        over, parts = town.drill()
        assert over.total == PeopleCell(60, 108)
        assert set(parts) == {"n1", "n2", "n3"}
        for one in (over, *parts.values()):
            for names, cell in one.breakdown.rows:
                assert cell.safe(), names


buildings = st.dictionaries(
    st.sampled_from("abcd"),
    st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda one: PeopleCell(one[0], sum(one))),
    min_size=1,
)


@given(st.lists(buildings, max_size=4))
@settings(max_examples=200)
def test_the_sum_tells_nothing_the_rounds_do_not(rounds: list[dict[str, PeopleCell]]) -> None:
    """What is shown is the sum of cells that are shown in every round the building is in."""
    shown = []
    for cells in rounds:
        total = PeopleCell(
            sum(c.part for c in cells.values()), sum(c.whole for c in cells.values())
        )
        turnout = Turnout(total.part, total.whole)
        shown.append(TurnoutByArea(turnout, breakdown(cells), dict.fromkeys(cells, WHY)))
    found = sum_breakdowns(shown)
    for name, cell in found.breakdown.shown.items():
        told = [
            one.breakdown.shown.get(name) for one, c in zip(shown, rounds, strict=True) if name in c
        ]
        assert None not in told
        assert cell.part == sum(one.part for one in told if one)
    rest = found.breakdown.rest
    if rest is not None:
        told = [*found.breakdown.shown.values(), rest]
        assert PeopleCell(sum(c.part for c in told), sum(c.whole for c in told)) == found.total


def test_the_town_on_the_command_line(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    """Figures with their buildings; taking over."""
    data = str(town._folder.path)
    town.desk("n3").prepare(desks.plan(id="r2", area="n3", items=()))
    assert main(["town", "--data", data, "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "60" in out
    assert "3村" in out
    assert main(["town", "--data", data, "--json"]) == 0
    plain = json.loads(capsys.readouterr().out)
    assert plain["total"]["participations"] == 60
    assert plain["participations"]["total"] == [60, 108]
    words = ["--take-over", "n1.gate", "--at", "n3", "--list", "r2", "--id", "exit"]
    assert main(["town", "--data", data, *words]) == 0
    assert main(["town", "--data", data, *words]) == 2
    assert main(["town", "--data", data + "x"]) == 2
