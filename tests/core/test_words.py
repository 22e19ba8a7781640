"""``docs/words.md`` speaks of things that exist."""

from __future__ import annotations

import re
from functools import reduce
from pathlib import Path

import pytest

import tickbox_core

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "words.md").read_text("utf-8")
NAMES = sorted(set(re.findall(r"`([A-Z]\w*(?:\.\w+)*)`", PAGE)))
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ") and "meaning" not in line]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_the_words_is_at_the_front_door(name):
    """Each class or value that the page names can be imported from ``tickbox_core``."""
    assert reduce(getattr, name.split("."), tickbox_core) is not None


def test_no_word_is_defined_twice():
    """One row for each word of the code."""
    words = [row.split("|")[-3].strip() for row in ROWS]
    assert len(set(words)) == len(words)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip())
def test_every_word_is_said_in_both_languages(row):
    """The residents' word in Chinese stands beside the code's in English."""
    words = row.rpartition("|")[0].rpartition("|")[0]
    assert re.search(r"[\u3400-\u9fff]", row)
    assert re.search(r"[a-z]{3}", words)
