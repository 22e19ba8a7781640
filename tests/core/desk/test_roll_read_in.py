"""A roll read in: all of it or nothing, people under ids that nobody can find out from names."""

from __future__ import annotations

import threading
import zipfile
from datetime import date
from pathlib import Path

import pytest

from tickbox_core import Area
from tickbox_core.cli import main
from tickbox_core.desk import Town, importing
from tickbox_core.errors import ChangedMeanwhile
from tickbox_core.interchange import read_roll
from tickbox_core.interchange.tables.persons import guessable_id
from tickbox_core.testing import desks
from tickbox_core.text import Text

GOLDEN = Path(__file__).parents[2] / "golden"
TABLE = "门牌地址,姓名,与户主关系\n8号楼101室,王小明,业主\n8号楼102室,李大海,业主\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A roll without ids, in a building that the town does not know."""
    path = tmp_path / "roll.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


@pytest.fixture
def at(tmp_path: Path) -> list[str]:
    """Two neighbourhoods with a planned round each, as options of a command."""
    data = str(tmp_path / "data")
    areas = ["n1:neighbourhood:一村", "n2:neighbourhood:二村"]
    assert main(["found", "--data", data, *areas]) == 0
    for area in ("n1", "n2"):
        here = ["--data", data, "--area", area, "--by", "小林"]
        assert main(["do", *here, "round/plan", "id=r", "title=春季", "places=1"]) == 0
    return ["--data", data, "--by", "小林"]


def read_in(at: list[str], table: Path, area: str = "n1") -> int:
    """By the command line, new buildings and all."""
    words = ["sheet", "import", "roll", str(table), "--area", area, "--round", "r", "--new-areas"]
    return main([*words, "--apply", *at])


def ids(at: list[str], area: str = "n1") -> dict[str, str]:
    """Everybody's id by home."""
    town = Town(at[1])
    try:
        return {str(one.unit): str(one.person) for one in town.desk(area).slots("r")}
    finally:
        town.close()


def test_a_roll_refused_because_somebody_was_quicker_adds_no_building(
    at: list[str], table: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Between the look and the word another clerk reads in another roll."""
    other = table.with_name("other.csv")
    other.write_text(TABLE.replace("8号楼", "9号楼"), encoding="utf-8")
    take, taken = importing.Importing.changed_roll, threading.Event()

    def quicker(self, round_id, roll):
        found = take(self, round_id, roll)
        if not taken.is_set():
            taken.set()
            assert read_in(at, other) == 0
        return found

    monkeypatch.setattr(importing.Importing, "changed_roll", quicker)
    assert read_in(at, table) != 0
    assert "the roll" in capsys.readouterr().err
    town = Town(at[1])
    try:
        names = {area.name.zh for area in town.tree()}
        assert "9号楼" in names and "8号楼" not in names
    finally:
        town.close()


def test_a_tree_that_cannot_take_the_buildings_refuses_the_roll_too(
    at: list[str], table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither is written."""

    def full(self: Town, areas: list[Area]) -> None:
        raise ChangedMeanwhile(Text("名册", "the roll"))

    monkeypatch.setattr(Town, "grow", full)
    assert read_in(at, table) != 0
    town = Town(at[1])
    try:
        assert town.desk("n1").round("r").roll is None
        assert not [one for one in town.desk("n1").diary.entries() if one.kind == "import"]
    finally:
        town.close()


def test_what_would_be_undone_is_said_first(
    at: list[str], table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A look writes nothing; then it is undone."""
    assert read_in(at, table) == 0
    undo = ["sheet", "undo", "--area", "n1", *at]
    capsys.readouterr()
    assert main([*undo, "--look"]) == 0
    assert "2" in capsys.readouterr().out and ids(at)
    assert main(undo) == 0 and not ids(at)
    assert main([*undo, "--look"]) != 0, "there is nothing more to undo"


def test_ids_made_of_names_stay_and_are_each_areas_own(at: list[str], table: Path) -> None:
    """The same on reading in again, others in another area, and none that names give away."""
    assert read_in(at, table) == 0
    first = ids(at)
    assert read_in(at, table) == 0 and ids(at) == first
    assert read_in(at, table, "n2") == 0
    assert not set(first.values()) & set(ids(at, "n2").values())
    roll = read_roll(table, as_of=date(2026, 1, 1)).roll  # what whoever has the list can make of it
    assert not {one.id for one in roll.persons} & set(first.values())


def test_ids_that_an_older_tickbox_made_of_names_stay(tmp_path: Path, table: Path) -> None:
    """In a folder of its time they go on to match, at rounds and at motions."""
    zipfile.ZipFile(GOLDEN / "folder-1.zip").extractall(tmp_path / "old")
    town = Town(tmp_path / "old")
    try:
        desk = town.desk("n1")
        desk.prepare(desks.plan(id="new", area="n1"))
        before = read_roll(table, as_of=date(2026, 1, 1), person_id=guessable_id)
        town.grow(before.new_areas)
        desk.importing.roll("new", before.roll, "d" * 64, "小林")
        table.write_text(f"{TABLE}8号楼103室,赵新来,业主\n", encoding="utf-8")
        again = read_roll(
            table,
            as_of=date(2026, 1, 1),
            tree=desk.tree,
            offers=True,
            person_id=desk.importing.person_id(),
        )
        changes = desk.importing.changed_roll("new", again.roll)
        people = [one.what for one in changes if one.id.startswith("person")]
        assert sorted(people) == ["added", "same", "same"]
    finally:
        town.close()


def test_buildings_that_came_with_a_roll_go_with_it(at: list[str], table: Path) -> None:
    """Undone, the tree is as it was; a building in which others live meanwhile stays."""
    before = tree_of(at)
    assert read_in(at, table) == 0
    assert len(tree_of(at)) > len(before)
    assert main(["sheet", "undo", "--area", "n1", *at]) == 0
    assert tree_of(at) == before
    assert read_in(at, table) == 0
    town = Town(at[1])
    try:
        here = town.desk("n1")
        here.prepare(desks.plan(id="other", area="n1"))
        here.register("other", read_roll(table, as_of=date(2026, 1, 1), tree=here.tree).roll)
    finally:
        town.close()
    assert main(["sheet", "undo", "--area", "n1", *at]) == 0
    assert len(tree_of(at)) > len(before) and not ids(at)


def tree_of(at: list[str]) -> set[str]:
    """The ids of all areas."""
    town = Town(at[1])
    try:
        return {area.id for area in town.tree()}
    finally:
        town.close()


def test_a_new_years_roll_is_looked_at_beside_the_last(at: list[str], table: Path) -> None:
    """Which homes came and went, and how many people; the round's own roll needs no other."""
    assert read_in(at, table) == 0
    town = Town(at[1])
    try:
        desk = town.desk("n1")

        def beside(round_id: str, rows: str) -> Text | None:
            table.write_text(rows, encoding="utf-8")
            again = read_roll(
                table, as_of=date(2027, 1, 1), tree=desk.tree, offers=True,
                person_id=desk.importing.person_id(),
            )  # fmt: skip
            return desk.importing.beside_last_roll(round_id, again.roll)

        changed = TABLE.replace("102室,李大海", "103室,赵新来") + "8号楼103室,钱小妹,家人\n"
        desk.prepare(desks.plan(id="next", area="n1"))
        same, other = beside("next", TABLE), beside("next", changed)
        assert same is not None and other is not None
        assert "new: 0; gone: 0; people who may tick: 0 more, 0 fewer" in same.en
        assert "“春季”" in same.zh and "多0户，少0户；可以参与的人多0人，少0人。" in same.zh
        assert "new: 1 (" in other.en and "gone: 1 (" in other.en
        assert "2 more, 1 fewer" in other.en
        two = TABLE + "9号楼101室,钱小妹,业主\n9号楼102室,钱小妹,业主\n"
        moved = beside("next", two)  # 101 of two buildings: by their ids, not 101 twice
        assert moved is not None and "（9-101、9-102）" in moved.zh, moved
        assert beside("r", changed) is None  # it has a roll: that is what it is compared with
        assert town.desk("n2").importing.beside_last_roll("r", desks.roll()) is None
    finally:
        town.close()


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("户主姓名", "表中2人里有2人。"),  # heads of households live in them
        ("产权人", "表中2人里没有人，因为表里只写了业主"),
        ("产权人,是否常住", "表中2人里有1人。"),
    ],
)
def test_who_may_tick_is_said_while_one_looks(
    at: list[str], table: Path, capsys: pytest.CaptureFixture[str], header: str, told: str
) -> None:
    """Before anything is written, not by the checklist on the day of opening."""
    more = header.endswith("常住")
    rows = [f"门牌地址,{header}", "8号楼101室,王小明", "8号楼102室,李大海"]
    if more:
        rows[1:] = [f"{rows[1]},是", f"{rows[2]},否"]
    table.write_text("\n".join(rows) + "\n", encoding="utf-8")
    looked = ["sheet", "check", "roll", str(table), "--area", "n1", "--round", "r", "--new-areas"]
    assert main(["--lang", "zh", *looked, *at]) == 0
    assert told in capsys.readouterr().out
    assert read_in(at, table) == 0
    assert len(ids(at)) == (1 if more else 2 if header == "户主姓名" else 0)
