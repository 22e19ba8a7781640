"""The map of the house is true: its picture is drawn from the arrows, and its paths are there."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
PATHS = sorted(set(re.findall(r"`((?:src|plugins|docs|tests)/[^`\s]+)`", PAGE)))


def test_the_picture_is_what_the_arrows_draw() -> None:
    """Run ``docs/images/house.py`` where it differs."""
    path = ROOT / "docs" / "images" / "house.py"
    spec = importlib.util.spec_from_file_location("house", path)
    assert spec is not None and spec.loader is not None
    house = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(house)
    assert house.drawn() == (ROOT / "docs" / "images" / "house.svg").read_text("utf-8")


@pytest.mark.parametrize("path", PATHS)
def test_what_the_map_names_is_there(path: str) -> None:
    """A file or a folder that moved is named where it is now."""
    assert (ROOT / path).exists()


def test_the_map_names_as_much_as_it_says() -> None:
    """Neither table is empty."""
    assert len(PATHS) > 30
