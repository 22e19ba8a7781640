"""Everything that can stand in the diary has words, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import tickbox_core
from tickbox_console import diary_labels
from tickbox_core.acts import catalogue_of
from tickbox_core.components import CORE
from tickbox_core.desk.state import YearState

DECLARED = {kind: one.words for kind, one in catalogue_of(CORE).kinds.items()}
KINDS = {**diary_labels.KINDS, **DECLARED}

ROOT = Path(tickbox_core.__file__).parent
WRITTEN = re.compile(r'DiaryEntry\(\s*"([a-z-]+)"')


def kinds() -> set[str]:
    """Every kind that is written anywhere, or that a part of the state takes."""
    sources = (path.read_text(encoding="utf-8") for path in ROOT.rglob("*.py"))
    return {kind for text in sources for kind in WRITTEN.findall(text)} | set(YearState()._by_kind)


def test_every_kind_of_the_diary_has_words() -> None:
    """And no words are left for kinds that there are no more."""
    assert len(kinds()) > 60
    assert set(KINDS) == kinds()
    assert not set(diary_labels.KINDS) & set(DECLARED)


def test_the_words_are_in_both_languages_and_told_apart() -> None:
    """Chinese without a Latin letter, English without a Chinese character, no two alike."""
    assert not [text for text in KINDS.values() if re.search("[A-Za-z]", text.zh)]
    assert all(text.en.isascii() for text in KINDS.values())
    assert len({text.zh for text in KINDS.values()}) == len(KINDS)
