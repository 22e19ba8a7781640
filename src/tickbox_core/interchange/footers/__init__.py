"""What stands below a table and is no row of it: totals, signatures, dates, pages, notes.

There are two degrees.  A cell that is nothing else wherever it stands (合计, 第1页 共2页,
``Prepared by``) makes its row a footer, whatever stands beside it: a total has amounts beside it.
A cell that may be one (楼组长：王芳, 2026年5月3日, whatever ends in a colon) does so where every
cell of its row is of that sort: beside a wish it says who wished, and when.

What decides is how a cell is built (a label, a colon, and behind it the sort of thing that such a
label asks for), not a list of cells that were met.  A wish says something of something: it may hold
any of these words (签名墙, 共享单车, 小计算器, ``Summer fans``) and is never taken for a footer.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from tickbox_core.interchange.footers import chinese, english
from tickbox_core.numbers import narrow


def is_footer(cells: Sequence[str]) -> bool:
    """Whether the cells of a row (blank ones left out) say that it is none of the table."""
    if not cells or (len(cells) > 1 and _ID.fullmatch(cells[0])):
        return False
    return _surely(cells[0]) or all(map(_perhaps, reversed(cells)))


_ID = re.compile(r"(?!(?:19|20)[0-9]{2}-)[A-Za-z]{0,3}[0-9][A-Za-z0-9_-]*")
"""How most rows of large tables begin: they are told apart at once."""


@functools.lru_cache(1000)
def _surely(cell: str) -> bool:
    """Whether it is nothing else, whatever stands beside it; in two languages, both halves."""
    if _is(cell, chinese.SURE, english.SURE):
        return True
    halves = _HALVES.split(cell[:_LOOKED_AT])
    return len(halves) > 1 and all(_is(half, chinese.SURE, english.SURE) for half in halves)


@functools.lru_cache(1000)
def _perhaps(cell: str) -> bool:
    """Whether it is one if its row says nothing else: all of it, or each part for itself."""
    said = narrow(cell[:_LOOKED_AT])
    return _fits(said) or any(all(map(_fits, parts.split(said))) for parts in (_LABELS, _HALVES))


def _fits(part: str) -> bool:
    strokes = not _words(part)  # a line of strokes, which crosses a row out
    return strokes or _surely(part) or _is(part, chinese.MAYBE, english.MAYBE)


def _is(cell: str, in_chinese: re.Pattern[str], in_english: re.Pattern[str]) -> bool:
    words = _words(cell)
    if _HAN.search(words):
        return in_chinese.fullmatch("".join(words.split())) is not None
    return in_english.fullmatch(words) is not None


_LOOKED_AT = 400
"""Characters of a cell that are looked at: how it begins says what it is."""
_HAN = re.compile("[\u4e00-\u9fff]")
_HALVES = re.compile(r"(?<=[\u4e00-\u9fff)])[ /]+(?=[A-Za-z(])")
"""合计 Total."""
_LABELS = re.compile(r"\s+(?=[\u4e00-\u9fff][^\s:]{0,13}:)|\s{2,}")
"""楼组长：王芳　日期：2026年5月3日."""
_BRACKETS = str.maketrans("[]{}【】〔〕〖〗「」『』《》", "()" * 8)
_ORNAMENTS = " -—–_=*~·.…#※★☆●○◆■▲|/\\。\u200b\ufeff"


def _words(cell: str) -> str:
    """With one blank between words, without ornaments and brackets around all of it."""
    return _bare(" ".join(narrow(cell[:_LOOKED_AT]).translate(_BRACKETS).split()))


def _bare(said: str) -> str:
    said = said.strip(_ORNAMENTS)
    inner = said[1:-1]
    return _bare(inner) if said == f"({inner})" and not set("()") & set(inner) else said


__all__ = ["is_footer"]
