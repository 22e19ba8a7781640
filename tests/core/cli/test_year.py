"""The year played through the acts people use, told step by step."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tickbox_core.cli import main
from tickbox_core.components.projects import Status
from tickbox_core.desk import Town


def test_a_year_is_told_and_recounts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Days only go on, the recount agrees, and the annual list stands in the folder kept."""
    assert main(["year", "--demo", "--json", "--data", str(tmp_path / "y")]) == 0
    steps = json.loads(capsys.readouterr().out)
    assert [step["day"] for step in steps] == sorted(step["day"] for step in steps)
    said = [step["text"]["en"] for step in steps]
    assert "The independent recount agrees." in said
    assert "The judgement's independent recount agrees." in said
    assert any("tied across the cut" in one for one in said)
    assert "6 results recount there to the same digests (r2026: " in said[-1]
    first, last = (steps[at]["day"] for at in (-6, -1))
    assert first < last, "each step has the day on which it happened"
    assert said[-2].startswith("It cannot open yet")
    assert said[-4] == (
        "The town's year: 10 items, 105 participations, 1 problem solved, 4 projects, 3 awards."
    )
    town = Town(tmp_path / "y")
    (annual,) = town.desk("n1").concluding.annual_lists()
    assert annual.items == ("light", "rails")
    assert [one.status for one in town.desk("n1").projects.projects()] == [Status.DELIVERED] * 2
    town.close()


def test_a_town_of_several_dozen(capsys: pytest.CaptureFixture[str]) -> None:
    """As many neighbourhoods as asked for, from three on; fewer is refused."""
    assert main(["year", "--demo", "--lang", "en", "--neighbourhoods", "6"]) == 0
    assert "5 other neighbourhoods" in capsys.readouterr().out
    assert main(["year", "--demo", "--neighbourhoods", "2"]) == 2


def test_it_is_the_same_every_time_and_in_both_languages(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Seeded; told in the reader's language; nothing is left behind."""
    told = []
    for language in ("en", "en", "zh"):
        assert main(["year", "--demo", "--lang", language]) == 0
        told.append(capsys.readouterr().out)
    assert told[0] == told[1]
    assert "独立复算：一致" in told[2]


def test_what_is_there_is_not_played_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An existing folder, or no word of a demonstration, is refused."""
    assert main(["year", "--demo", "--data", str(tmp_path)]) == 2
    assert main(["year"]) == 2
    assert list(tmp_path.iterdir()) == []


def test_fields_nested_without_end_are_refused_in_words(tmp_path, capsys):
    """A file of brackets is no traceback."""
    assert main(["found", "--data", str(tmp_path / "d"), "n1:neighbourhood:一村"]) == 0
    (tmp_path / "deep.json").write_text("[" * 100_000, "utf-8")
    words = ["--data", str(tmp_path / "d"), "--area", "n1", "--by", "小林", "--lang", "en"]
    assert main(["do", "round/plan", *words, "--from", str(tmp_path / "deep.json")]) == 2
    assert "holds no JSON object" in capsys.readouterr().err
