"""Reading a table in, undoing it, printing a batch: done on the command line, and known by whom."""

from __future__ import annotations

from pathlib import Path

import pytest

from tickbox_core.cli import main
from tickbox_core.desk import Town
from tickbox_core.year import DiaryEntry

ROLL = "房屋编号,楼栋,人员编号,姓名,居住身份\n1-101,b1,p1,王,居民\n1-102,b1,p2,李,居民\n"


@pytest.fixture
def at(tmp_path: Path) -> list[str]:
    """A neighbourhood with a planned round, as options of a command."""
    data = str(tmp_path / "data")
    assert main(["found", "--data", data, "n1:neighbourhood:一村", "b1:building:1号楼:n1"]) == 0
    here = ["--data", data, "--area", "n1", "--by", "小林"]
    assert main(["do", *here, "round/plan", "id=r", "title=春季", "places=1"]) == 0
    (tmp_path / "roll.csv").write_text(ROLL, encoding="utf-8")
    return here


def acts(at: list[str]) -> list[DiaryEntry]:
    """What is noted as done."""
    town = Town(at[1])
    try:
        return [one for one in town.desk("n1").diary.entries() if one.kind == "act"]
    finally:
        town.close()


def test_a_roll_is_read_in_and_undone(at: list[str], tmp_path: Path) -> None:
    """Each is one act, which names the entry it wrote, the round, and who."""
    words = ["sheet", "import", "roll", str(tmp_path / "roll.csv"), "--round", "r", *at]
    assert main(words) == 0 and [one.facts["act"] for one in acts(at)] == ["round/plan"]
    for number in (1, 2):  # a roll takes the place of the one before, which undoing puts back
        table = ROLL if number == 1 else ROLL.replace("李", "李四")
        (tmp_path / "roll.csv").write_text(table, encoding="utf-8")
        assert main([*words, "--apply"]) == 0
    assert main(["sheet", "undo", *at]) == 0
    _, _, read, undone = acts(at)
    assert (read.facts["act"], read.facts["about"]) == ("table/import", {"round": ["r"]})
    assert read.facts["entries"] == {"diary": [read.position - 1]}
    assert undone.facts["act"] == "table/undo"
    assert main(["sheet", "undo", *at]) == 0, "the first one too: then there is none"
    town = Town(at[1])
    assert town.desk("n1").round("r").roll is None and not town.desk("n1").slots("r")
    town.close()
    assert main([*words, "--apply"]) == 0 and len(acts(at)) == 6
    assert {one.secret("name") for one in (read, undone)} == {"小林"}


def test_wishes_and_what_their_headers_mean_are_one_act(at: list[str], tmp_path: Path) -> None:
    """A table with a header of its own: taken, and remembered, in one."""
    (tmp_path / "w.csv").write_text("诉求内容\n门口装灯\n", encoding="utf-8")
    assert main(["sheet", "import", "wishes", str(tmp_path / "w.csv"), "--map", "诉求内容=text",
                 "--apply", *at]) == 0  # fmt: skip
    done = acts(at)[-1]
    assert (done.facts["act"], done.facts["about"]) == ("table/import", {})
    assert len(done.facts["entries"]["diary"]) == 3, "wish, import, headers"


def test_a_refused_table_is_no_act(at: list[str], tmp_path: Path) -> None:
    """Nothing is done, so nobody did it."""
    table = f"{ROLL}9-101,b9,p3,赵,居民\n共2户,,,,\n"
    (tmp_path / "roll.csv").write_text(table, encoding="utf-8")
    words = ["sheet", "import", "roll", str(tmp_path / "roll.csv"), "--round", "r", "--apply", *at]
    assert main(words) != 0
    assert [one.facts["act"] for one in acts(at)] == ["round/plan"]
    assert main([*words, "--new-areas"]) == 0, "the building is added with the roll"
