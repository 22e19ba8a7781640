"""Paper ballots and count sheets as tables, from the command line round to the count."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tickbox_core import Area, AreaTree, Text
from tickbox_core.bundle import differences
from tickbox_core.cli import main
from tickbox_core.desk import Town
from tickbox_core.testing import desks

pytest.importorskip("xlsxwriter")
pytest.importorskip("python_calamine")

DATA: dict[Town, Path] = {}
"""The folders of the towns that stand."""
HEAD = "票号,第几位,勾选的编号\n"


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """One neighbourhood in which people tick: three homes of two; one batch of two sheets back."""
    whole = Town(tmp_path / "data")
    whole.plant(AreaTree((Area("n1", "neighbourhood", Text("一村", "one")),)))
    desk = whole.found("n1")
    desk.prepare(desks.plan())
    desk.register("r1", desks.roll())
    desks.open_list(desk)
    homes = sorted({slot.unit or "" for slot in desk.slots("r1")})
    slots = [slot.slot for slot in desk.slots("r1") if slot.unit in homes[:2]]
    sheets = desk.paper.print_batch("r1", "一", "小林", slots)
    desk.paper.take_back("r1", [sheet.number for sheet in sheets], "小林")
    DATA[whole] = tmp_path / "data"
    yield whole
    whole.close()
    del DATA[whole]


def words(town: Town, action: str, kind: str, file: Path | str, *more: str) -> list[str]:
    """A command about a table."""
    return ["sheet", action, kind, str(file), "--data", str(DATA[town]), "--area", "n1", *more]


def ballots(town: Town, file: Path, by: str, *more: str) -> int:
    """The table of one person's readings."""
    return main(words(town, "import", "ballots", file, "--to", "r1/一", "--by", by, *more))


def looked(capsys: Any, given: list[str]) -> Any:
    """What a command says as JSON."""
    capsys.readouterr()
    main([*given, "--json"])
    return json.loads(capsys.readouterr().out)


def write(tmp_path: Path, *rows: str, head: str = HEAD) -> Path:
    """A table as committees save them."""
    file = tmp_path / "选票.csv"
    file.write_bytes((head + "\n".join(rows) + "\n").encode("gb18030"))
    return file


def test_two_tables_are_read_blind_and_counted(town: Town, tmp_path: Path, capsys: Any) -> None:
    """Both keyers' tables, undone once, the third's for what differs, to the recounted result."""
    desk = town.desk("n1")
    first = write(tmp_path, "1,1,1 3", "1,2,2", "2,1,0", "2,2,x 撕破了")
    told = looked(capsys, words(town, "import", "ballots", first, "--to", "r1/一", "--by", "甲"))
    assert told["counts"] == {"added": 4} and not desk.paper.sheet("r1", 1).keyed
    assert told["changes"][0]["words"]["zh"] == "1号票第1位：1 3"
    assert ballots(town, first, "甲", "--apply") == 0
    again = looked(capsys, words(town, "import", "ballots", first, "--to", "r1/一", "--by", "甲"))
    assert again["counts"] == {"same": 4}
    undo = ["sheet", "undo", "--data", str(DATA[town]), "--area", "n1", "--by", "甲"]
    capsys.readouterr()
    assert main([*undo, "--look", "--lang", "zh"]) == 0
    assert "1号票第1位" in capsys.readouterr().out
    assert main(undo) == 0
    assert all(not read for read in desk.paper.sheet("r1", 1).keyed.values())
    assert ballots(town, first, "甲", "--apply") == 0

    second = write(tmp_path, "1,1,3 1", "1,2,1", "2,1,0", "2,2,x 破")
    capsys.readouterr()
    assert ballots(town, second, "乙", "--apply", "--lang", "zh") == 0
    said = capsys.readouterr().out
    assert "新增" in said and "核对" not in said and "不同" not in said
    assert main([*undo[:-1], "乙"]) != 0, "two have read it"
    assert desk.paper.mismatches("r1") == ((1, desk.paper.sheet("r1", 1).slots[1]),)
    assert desk.turnout("r1").participants == 0

    third = write(tmp_path, "1,2,2")
    assert ballots(town, third, "丙", "--apply") == 0
    desk.paper.reconcile("r1", "一", 2, 0, "甲")
    assert desk.turnout("r1").participants == 3
    desk.close("r1")
    outcome = desk.publish("r1")
    assert {one.item: one.ticks for one in outcome.ranking} == {"gate": 1, "garden": 1, "bench": 1}
    assert differences(desk.bundle("r1")).status == 0


def test_what_is_noted_of_a_table_of_ballots_tells_nothing(town: Town, tmp_path: Path) -> None:
    """Two tables that are alike are not noted alike, nor by a digest that could be tried."""
    from tickbox_core.acts.tables.taking import digest_of

    table = write(tmp_path, "1,1,1")
    for who in ("甲", "乙"):
        assert ballots(town, table, who, "--apply") == 0
    entries = town.desk("n1").diary.entries()
    digests = [one.facts["digest"] for one in entries if one.kind == "imported"]
    assert len(digests) == len({*digests, digest_of(table.read_bytes())}) - 1 == 2


@pytest.mark.parametrize(
    "row, said",
    [
        ("3,1,1", "no sheet 3"),
        ("1,3,1", "has 2 people only"),
        ("1,,1", "which of them"),
        ("1,1,1 9", "9 is not on the list"),
        ("1,1,x", "behind x stands no reason"),
        ("1,1,2026-03-07", "2026"),
        ("1,1,1\n1,1,2", "is of the same person already"),
    ],
)
def test_a_fault_is_told_by_its_cell_and_nothing_is_keyed(
    town: Town, tmp_path: Path, capsys: Any, row: str, said: str
) -> None:
    """All or nothing."""
    table = write(tmp_path, "2,1,1", row)
    capsys.readouterr()
    assert ballots(town, table, "甲", "--apply", "--lang", "en") == 1
    assert said in capsys.readouterr().out
    assert not town.desk("n1").paper.sheet("r1", 2).keyed


def test_the_form_of_a_batch_has_no_ticks(town: Town, tmp_path: Path, capsys: Any) -> None:
    """Whoever has read what: it is written alike, and read back once it is filled in."""
    out = tmp_path / "一.xlsx"
    assert ballots(town, write(tmp_path, "1,1,1"), "甲", "--apply") == 0
    export = words(town, "export", "ballots", out, "--to", "r1/一", "--by", "乙")
    assert main(export) == 0
    capsys.readouterr()
    assert ballots(town, out, "乙", "--lang", "en") != 0
    assert "no row of the table says what is ticked" in capsys.readouterr().err
    town.desk("n1").paper.key(
        "r1", 1, town.desk("n1").paper.sheet("r1", 1).slots[0], ["gate"], "丁"
    )
    other = tmp_path / "二.xlsx"
    assert main([*export[:3], str(other), *export[4:]]) == 0
    import python_calamine

    read = [
        python_calamine.CalamineWorkbook.from_path(one).get_sheet_by_index(0).to_python()
        for one in (out, other)
    ]
    assert read[0] == read[1] and len(read[0]) == 5


COUNTS = "表号,房号,参与人数,事项,票数\n"


def test_count_sheets_take_two_and_come_back(town: Town, tmp_path: Path, capsys: Any) -> None:
    """Looked at, signed by two tokens, had as it stands and all the same, undone by two."""
    desk = town.desk("n1")
    units = sorted({slot.unit or "" for slot in desk.slots("r1")})
    table = write(
        tmp_path, f"1,{units[2]},2,1,2", "1,,,长椅靠背,1", f"2,{units[0]},1,2,1", head=COUNTS
    )
    tokens = {}
    for name in ("小林", "老周"):
        tokens[name] = tmp_path / name
        tokens[name].write_text(town.add_staff("n1", name, "staff"))
    at = words(town, "import", "count-sheets", table, "--to", "r1", "--by", "小林")
    assert looked(capsys, at)["counts"] == {"added": 2}
    assert main([*at, "--apply"]) != 0, "a name signs nothing"
    signed = ["--token-file", str(tokens["小林"])]
    both = [*signed, "--second-token-file", str(tokens["老周"])]
    assert main([*at, "--apply", *signed]) != 0
    assert main([*at, "--apply", *signed, "--second-token-file", str(tokens["小林"])]) != 0
    assert desk.paper.count_sheets("r1") == ()
    assert main([*at, "--apply", *both]) == 0
    assert [one.participants for one in desk.paper.count_sheets("r1")] == [2, 1]
    out = tmp_path / "现有.xlsx"
    assert main(words(town, "export", "count-sheets", out, "--to", "r1", "--by", "小林")) == 0
    back = words(town, "import", "count-sheets", out, "--to", "r1", "--by", "小林")
    assert looked(capsys, back)["counts"] == {"same": 2}
    undo = ["sheet", "undo", "--data", str(DATA[town]), "--area", "n1"]
    assert main([*undo, "--by", "小林"]) != 0
    assert main([*undo, *both]) == 0
    assert desk.paper.count_sheets("r1") == () and desk.turnout("r1").participants == 0
    assert main([*at, "--apply", *both]) == 0


@pytest.mark.parametrize(
    "rows, said",
    [
        (["1,9-999,1,1,1"], "no home '9-999'"),
        (["1,{},3,1,1"], "of this home 1 to 2"),
        (["1,{},,1,1"], "how many did"),
        (["1,{},1,1,2"], "has 2 ticks of 1 people"),
        (["1,{},1,9,1"], "'9' is not on the list"),
        (["1,{},1,1,"], "the number of ticks is missing"),
        (["1,{},1,1,1", "1,{},1,2,1"], "is of the same home already"),
        (["1,{},2,1,1", "2,{},1,2,1"], "only 0 have not answered"),
        (["1,,,1,1"], "names nobody"),
    ],
)
def test_a_count_sheet_that_cannot_be_is_told(
    town: Town, tmp_path: Path, capsys: Any, rows: list[str], said: str
) -> None:
    """By its cell, while one looks."""
    unit = sorted({slot.unit or "" for slot in town.desk("n1").slots("r1")})[0]
    table = write(tmp_path, *(row.format(unit) for row in rows), head=COUNTS)
    capsys.readouterr()
    at = words(town, "check", "count-sheets", table, "--to", "r1", "--lang", "en")
    assert main(at) == 1
    assert said in capsys.readouterr().out


def test_behind_the_hour_each_sheet_says_that_it_was_counted_in_time(
    tmp_path: Path, capsys: Any
) -> None:
    """Round by table: one that says so is taken, one that does not is a fault of its cell."""
    earlier = Town(tmp_path / "data", clock=lambda: datetime.now(UTC) - timedelta(days=9))
    earlier.plant(AreaTree((Area("n1", "neighbourhood", Text("一村", "one")),)))
    desk = earlier.found("n1")
    day = (datetime.now(UTC) - timedelta(days=4)).date()
    desk.prepare(desks.plan(closes=day, by_hand=True))
    desk.register("r1", desks.roll())
    desks.open_list(desk)
    units = sorted({slot.unit or "" for slot in desk.slots("r1")})
    tokens = [tmp_path / name for name in "ab"]
    for path in tokens:
        path.write_text(earlier.add_staff("n1", path.name, "staff"))
    earlier.close()
    signed = ["--token-file", str(tokens[0]), "--second-token-file", str(tokens[1])]
    into = ["--data", str(tmp_path / "data"), "--area", "n1", "--to", "r1"]
    rows = (f"1,{units[0]},1,1,1,{{}}", f"2,{units[1]},1,2,1,是")
    head = COUNTS.replace("票数", "票数,截止前")
    table = write(tmp_path, *(row.format("") for row in rows), head=head)
    capsys.readouterr()
    assert main(["sheet", "check", "count-sheets", str(table), *into, "--lang", "en"]) == 1
    said = capsys.readouterr().out
    assert "ticking has ended as announced" in said and "row 2" in said and "row 3" not in said
    table = write(tmp_path, *(row.format("是") for row in rows), head=head)
    at = ["sheet", "import", "count-sheets", str(table), *into, "--apply", *signed]
    assert main(at) == 0
    again = Town(tmp_path / "data")
    assert [one.participants for one in again.desk("n1").paper.count_sheets("r1")] == [1, 1]
    again.close()


def test_what_headers_of_paper_mean_is_said_once(town: Town, tmp_path: Path, capsys: Any) -> None:
    """Of ballots and of count sheets: refused, said with ``--map``, then known.

    A column may be named as the refusal calls it.
    """
    unit = sorted({slot.unit or "" for slot in town.desk("n1").slots("r1")})[2]
    tokens = [tmp_path / name for name in ("小林", "老周")]
    for file in tokens:
        file.write_text(town.add_staff("n1", file.name, "staff"))
    both = ["--token-file", str(tokens[0]), "--second-token-file", str(tokens[1])]
    cases = {
        "ballots": (
            "r1/一", "纸头,排行,打了啥\n", "1,1,1 3",
            ("纸头=sheet", "排行=place", "打了啥=Numbers ticked"), ["--by", "小林"],
        ),
        "count-sheets": (
            "r1", "纸头,哪家,几个人,啥事,几票\n", f"1,{unit},2,1,2",
            ("纸头=sheet", "哪家=unit", "几个人=people", "啥事=item", "几票=ticks"), both,
        ),
    }  # fmt: skip
    for kind, (to, head, row, meanings, by) in cases.items():
        file = write(tmp_path, row, head=head)
        at = words(town, "import", kind, file, "--to", to, *by)
        assert main(at) != 0, kind
        assert main([*at, *(w for one in meanings for w in ("--map", one)), "--apply"]) == 0, kind
        assert looked(capsys, at)["counts"] == {"same": 1}, kind
