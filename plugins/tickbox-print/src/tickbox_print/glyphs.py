"""Which characters can be printed: typst draws empty boxes for the others and says nothing."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

from tickbox_print.errors import MissingGlyph

FAMILY = "Noto Sans CJK SC"
_PACKAGE, _FILE = "manimgx_fonts_cjk", "NotoSansCJK-VF.otf.ttc"
_FACE = 2
"""The place of ``FAMILY`` in the collection; a test asks the file whether it is so."""
BLANKS = frozenset("\n\r\t")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Controls, marks of direction and joiners: on paper they are nothing, or turn a line about."""


def folder() -> Path:
    """Where the font lies."""
    return Path(str(files(_PACKAGE)))


@cache
def drawable() -> frozenset[int]:
    """The code points that the font draws."""
    with TTFont(folder() / _FILE, fontNumber=_FACE, lazy=True) as font:
        return frozenset(font.getBestCmap())


def check(values: Any) -> None:
    """Raise ``MissingGlyph`` for the first character anywhere in plain values that is not drawn."""
    known = drawable()
    for text in _strings(values):
        for mark in text:
            unseen = unicodedata.category(mark) in _UNSEEN and mark not in BLANKS
            if unseen or (ord(mark) not in known and mark not in BLANKS):
                raise MissingGlyph(_mark_name(mark), f"U+{ord(mark):04X}", _context(text))


def _mark_name(mark: str) -> str:
    return unicodedata.name(mark, "?") if unicodedata.category(mark) in _UNSEEN else mark


def _context(text: str) -> str:
    """The text in which it stands, without what cannot be seen."""
    seen = "".join(mark if unicodedata.category(mark) not in _UNSEEN else "?" for mark in text)
    return seen if len(seen) <= 40 else f"{seen[:39]}…"


def _strings(values: Any) -> Iterator[str]:
    if isinstance(values, str):
        yield values
    elif isinstance(values, Mapping):
        for value in values.values():
            yield from _strings(value)
    elif isinstance(values, list | tuple):
        for value in values:
            yield from _strings(value)
