"""The year played through the acts people use, told step by step."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tickbox_core.cli import main
from tickbox_core.desk import Town


def test_a_year_is_told_and_recounts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Days only go on, the recount agrees, and the annual list stands in the folder kept."""
    assert main(["year", "--demo", "--json", "--data", str(tmp_path / "y")]) == 0
    steps = json.loads(capsys.readouterr().out)
    assert [step["day"] for step in steps] == sorted(step["day"] for step in steps)
    said = [step["text"]["en"] for step in steps]
    assert "The independent recount agrees." in said
    assert said[-1] == "Objections are over; the annual list: A light at the east gate."
    town = Town(tmp_path / "y")
    (annual,) = town.desk("n1").concluding.annual_lists()
    assert annual.items == ("light",)
    town.close()
    assert main(["recount", "--help"]) == 0


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
