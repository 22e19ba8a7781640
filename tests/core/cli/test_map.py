"""``--map``: what somebody says that a header means, for every table of the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tickbox_core.cli import main


@pytest.fixture
def written(tmp_path: Path):
    """A table in a file."""

    def write(name: str, text: str) -> str:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return str(tmp_path / name)

    return write


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """The code, and everything said."""
    capsys.readouterr()
    code = main(["--lang", "en", *words])
    said = capsys.readouterr()
    return code, said.out + said.err


def test_items_and_ballots_are_counted_under_headers_of_their_own(written, capsys):
    """The same count as under the usual ones; without the option the column is asked for."""
    items = written("i.csv", "代号;诉求\na;灯\nb;路\n")
    ballots = written("b.csv", "谁;选了\n1;a\n2;a,b\n")
    maps = ["代号=id", "诉求=title", "谁=voter_id", "选了=ticks"]
    words = ["count", items, ballots, "--json", *(w for m in maps for w in ("--map", m))]
    code, said = answer(capsys, *words)
    assert code == 0, said
    assert [one["ticks"] for one in json.loads(said)["ranking"]] == [2, 1]
    code, said = answer(capsys, "count", items, ballots)
    assert code != 0 and "--map" in said


def test_a_roll_is_counted_under_headers_of_its_own(written, capsys):
    """Weights and homes of ``--roll`` too."""
    items = written("i.csv", "id,title\na,灯\n")
    ballots = written("b.csv", "voter_id,ticks\n1,a\n")
    roll = written("r.csv", "谁,门牌\n1,8-101\n2,8-102\n")
    words = ["count", items, ballots, "--roll", roll, "--base", "households", "--json"]
    code, said = answer(capsys, *words, "--map", "谁=voter_id", "--map", "门牌=household")
    assert code == 0, said
    assert json.loads(said)["ranking"][0]["share"]["denominator"] == 2


def test_areas_are_read_under_headers_of_their_own(written, capsys):
    """Beside the roll's, in one command."""
    areas = written("a.csv", "代码,层,叫什么,属于\nn1,neighbourhood,一村,\nb8,building,8号楼,n1\n")
    roll = written("r.csv", "户,楼,谁\n101,b8,王\n")
    maps = [
        "代码=id",
        "层=level",
        "叫什么=name",
        "属于=parent",
        "户=unit",
        "楼=building",
        "谁=name",
    ]
    words = ["roll", roll, "--areas", areas, "--json", *(w for m in maps for w in ("--map", m))]
    code, said = answer(capsys, *words)
    assert code == 0, said
    assert json.loads(said)["new_areas"] == []


@pytest.mark.parametrize("said", ["诉求", "=title", " =title"])
def test_what_maps_nothing_is_refused(written, capsys, said):
    """With how to write it."""
    files = [written("i.csv", "id,title\na,灯\n"), written("b.csv", "voter_id,ticks\n1,a\n")]
    code, told = answer(capsys, "count", *files, "--map", said)
    assert code != 0 and "HEADER=KEY" in told


def test_a_column_that_no_such_table_has_is_refused(written, capsys):
    """Naming those that it has."""
    files = [written("i.csv", "id,title\na,灯\n"), written("b.csv", "voter_id,ticks\n1,a\n")]
    code, told = answer(capsys, "count", *files, "--map", "诉求=text")
    assert code != 0 and "title" in told
