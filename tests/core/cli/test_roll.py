"""``tickbox roll``: the sums of a roll, or everything that is wrong with it."""

from __future__ import annotations

import json

import pytest

from tickbox_core.cli import main
from tickbox_core.cli import roll as roll_command

ROLL = (
    "unit,building,floor_area,kind,person,votes\n"
    "8-101,8,50.25,home,an,\n8-102,8,,home,an,\n9-101,9,60,home,an,\n"
    "9-102,9,70.5,shop,bo,\n9-102,9,,shop,cy,\nP1,9,12,parking,bo,\n"
)


@pytest.fixture
def run(tmp_path, capsys):
    """Check a table; exit code and what was printed."""

    def of(text, *words):
        path = tmp_path / "roll.csv"
        path.write_text(text, "utf-8")
        code = main(["roll", str(path), *words])
        return code, capsys.readouterr()

    return of


def test_sums_of_the_whole_and_of_each_building(run):
    """An owner in two buildings is one head of each and one of the whole; parking is left out."""
    code, printed = run(ROLL, "--json")
    found = json.loads(printed.out)
    assert code == 0
    assert found["counted"] == {"units": 4, "heads": 2, "area": "180.75", "area_unknown": 1}
    assert [(b["building"]["en"], b["heads"], b["area"]) for b in found["buildings"]] == [
        ("8", 1, "50.25"),
        ("9", 2, "130.5"),
    ]
    assert found["kinds"] == {"home": 3, "shop": 1, "parking": 1}
    assert found["no_named_voter"] == 1
    assert len(found["digest"]) == 64


def test_who_owns_what_is_found_out_once_for_all_buildings(run, monkeypatch):
    """A roll of many buildings is not gone through anew for each of them."""
    asked = []
    real = roll_command.owners
    monkeypatch.setattr(roll_command, "owners", lambda *given: asked.append(1) or real(*given))
    rows = "".join(f"{b}-{u},{b},50,p{b}\n" for b in range(1, 41) for u in (1, 2))
    code, printed = run(f"unit,building,floor_area,person\n{rows}")
    assert code == 0 and printed.out.count(" 100 ") == 40
    assert len(asked) == 1


def test_without_owners_the_heads_are_not_known(run):
    """A roll of residents alone still has units and areas."""
    text = "unit,building,person,role,owns\n1,8,an,resident,no\n"
    code, printed = run(text, "--json")
    found = json.loads(printed.out)
    assert code == 0
    assert found["counted"]["heads"] is None
    assert found["residents"] == 1
    assert "has no owner" not in run(text, "--lang=en")[1].out
    shop = "unit,building,person,kind\n1,8,an,home\n2,8,,shop\n"
    assert "has no owner" in run(shop, "--lang=en")[1].out


def test_for_people(run):
    """A table with a line for each building and the digest, in the reader's language."""
    _, printed = run(ROLL, "--lang", "zh")
    assert "合计" in printed.out
    assert "180.75" in printed.out
    assert "摘要" in printed.out


@pytest.mark.parametrize("how", ["--json", "--lang=en"])
def test_faults_are_all_told_and_the_exit_code_says_so(run, how):
    """Row, column and remedy of each; nothing of the rest."""
    code, printed = run("unit,building,floor_area,person\n1,8,0,an\n2,,5,bo\n", how)
    assert code == 2
    if how == "--json":
        found = json.loads(printed.out)["faults"]
        assert [(one["row"], one["column"]) for one in found] == [
            (2, "floor_area"),
            (3, "building"),
        ]
    else:
        assert "2 to mend" in printed.out
        assert "row 2, column 'floor_area'" in printed.out


def test_buildings_are_held_to_a_table_of_areas(run, tmp_path):
    """With ``--areas`` an unknown building is offered as a new one, with its homes."""
    areas = tmp_path / "areas.csv"
    areas.write_text("id,level,name,parent\nb8,building,8,\n", "utf-8")
    code, printed = run(ROLL, "--json", "--areas", str(areas))
    assert code == 0
    found = json.loads(printed.out)
    assert [area["level"] for area in found["new_areas"]] == ["building"]
    assert [(note["kind"], note["count"]) for note in found["notes"]] == [
        ("area", 1),
        ("new_building", 3),
    ]
