"""Two of one name in a home: asked about, and answered at every door, home by home or for all."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tickbox_core.cli import main
from tickbox_core.errors import FaultyTables
from tickbox_core.interchange import read_roll

TABLE = (
    "门牌号,姓名,与户主关系,出生日期\n"
    "8-101,王明,业主,1950-01-01\n8-101,王明,子女,1980-01-01\n8-101,王明,子女,1990-01-01\n"
    "8-102,李芳,业主,1960-01-01\n8-102,李芳,子女,1990-01-01\n"
)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Three of one name in one home, two of another in the next."""
    path = tmp_path / "roll.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def read(table: Path, meant: str):
    """The roll, with what all two of one name are."""
    return read_roll(table, as_of=date(2026, 1, 1), namesakes={"": meant}).roll


def test_they_are_asked_about_by_row_and_home(table):
    """With the words of the answer, in both languages."""
    with pytest.raises(FaultyTables) as asked:
        read_roll(table, as_of=date(2026, 1, 1))
    faults = [one for one in asked.value.faults if "两个“" in one.problem.zh]
    assert [one.row for one in faults] == [3, 4, 6]
    assert "（8-101）" in faults[0].problem.zh and "(8-102)" in faults[2].problem.en
    assert "--namesakes" in faults[0].remedy.zh and "--namesakes" in faults[0].remedy.en
    assert len({one.remedy for one in faults}) == 1, "so that they are told as one kind"


def test_one_person_counts_once_by_the_first_row(table):
    """Nothing of the other rows is taken for theirs, and that is said."""
    found = read_roll(table, as_of=date(2026, 1, 1), namesakes={"": "one"})
    assert "没有读取（第3、4、6行）" in " ".join(said.zh for said in found.warnings)
    people = {one.name: one.born for one in found.roll.persons}
    assert people == {"王明": date(1950, 1, 1), "李芳": date(1960, 1, 1)}


def test_two_people_are_two_and_stay_who_they_are(table):
    """Each has an id of their own, the same when the table is read in again."""
    roll = read(table, "two")
    assert len({one.id for one in roll.persons}) == 5
    assert [one.name for one in roll.persons].count("王明") == 3
    assert read(table, "two") == roll


def test_each_home_is_answered_for_itself(table):
    """What is said of one leaves the others asked, or as all others are."""
    roll = read_roll(table, as_of=date(2026, 1, 1), namesakes={"8-101": "two", "": "one"}).roll
    assert sorted(one.name for one in roll.persons) == ["李芳", "王明", "王明", "王明"]
    with pytest.raises(FaultyTables) as asked:
        read_roll(table, as_of=date(2026, 1, 1), namesakes={"8-101": "two"})
    assert [one.row for one in asked.value.faults] == [6]


def test_twice_in_one_cell_is_asked_about_too(tmp_path):
    """甲某、甲某 are one or two as well."""
    path = tmp_path / "r.csv"
    path.write_text("门牌号,姓名\n8-101,甲某、甲某\n", encoding="utf-8")
    with pytest.raises(FaultyTables):
        read_roll(path, as_of=date(2026, 1, 1))


def test_the_command_line_and_an_act_answer(table, tmp_path, capsys):
    """``tickbox roll``, ``tickbox sheet`` and ``motion/register``."""
    assert main(["roll", str(table)]) != 0
    capsys.readouterr()
    assert main(["roll", str(table), "--namesakes", "two", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["persons"] == 5
    assert main(["roll", str(table), "--namesakes", "8-101=maybe"]) != 0
    data = str(tmp_path / "data")
    at = ["--data", data, "--area", "n1", "--by", "小林"]
    assert main(["found", "--data", data, "n1:neighbourhood:一村", "b8:building:8号楼:n1"]) == 0
    assert main(["do", *at, "round/plan", "id=r", "title=春季", "places=1"]) == 0
    words = ["sheet", "import", "roll", str(table), "--round", "r", "--apply", *at]
    assert main(words) != 0
    assert main([*words, "--namesakes", "8-101=two", "--namesakes", "8-102=one"]) == 0
    assert main(["do", *at, "motion/prepare", "id=m", "question=换电梯", "kind=owners-motion",
                 "jurisdiction=cn", "matter=other"]) == 0  # fmt: skip
    register = ["do", *at, "motion/register", "id=m"]
    assert main([*register, f"table={TABLE}"]) != 0
    odd = TABLE.replace("姓名", "谁谁")
    capsys.readouterr()
    assert main([*register, f"table={odd}", "namesakes=one", "headers=谁谁=name"]) == 0
    assert main([*register, f"table={odd}", "namesakes=two"]) == 0, "the header is remembered"
