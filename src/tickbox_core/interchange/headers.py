"""Which row of a table is its header, and which column bears which of our names.

Above the header may stand a title, a date and blank rows; it may have two rows, groups above
columns.  A header is compared without signs, blanks, width and case, its unit left out
(建筑面积（㎡） is 建筑面积), but for a unit that is none of ours (建筑面积（亩）); what somebody
said a header means goes before everything else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

import attrs

from tickbox_core.interchange.row_checks import LOOKED_AT
from tickbox_core.interchange.units import is_foreign, says_yuan
from tickbox_core.interchange.workbooks.cells import CellKind, is_merged, kind_of
from tickbox_core.numbers import narrow

Named = Callable[[str], str | None]
"""Our name of a column by what its header says; ``""``: a column that is not to be read."""

_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")
_ASKED = re.compile(r"^\d*(?:请(?:填写|输入|选择|问|留下)?)?(?:[您你]的?)?")
"""What stands before a name in the question of a form: 1、您的姓名."""
_UNIT = re.compile(r"(?:单位)?(?:m2|㎡|平方米|平米|[万千亿]?元|必填|选填)$")


@attrs.frozen
class Header:
    """The rows of a header (from 0, one or two of them), its cells, and where each name stands.

    Of two columns that could bear one of our names the first does; ``other`` are those that bear
    none, by what they say.
    """

    first: int
    last: int
    cells: tuple[str, ...]
    place: Mapping[str, int]
    other: Mapping[str, int]


def plain_header(text: str) -> str:
    """A header as it is compared: no blanks, signs or case, full width as half width."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).lower()


def exactly(known: Mapping[str, str]) -> Named:
    """Names as they are, or as a template has them in both languages: ``房号 unit*``."""

    def name(cell: str) -> str | None:
        said = narrow(cell).removesuffix("*").rstrip().lower()
        if said in known:
            return known[said]
        if says_yuan(said):  # 费用（万元）
            return known.get(_BRACKETS.sub("", said).strip())
        both = {known.get(part) for part in said.split()}
        return both.pop() if len(both) == 1 else None

    return name


def as_told(known: Mapping[str, str], told: Mapping[str, str]) -> Named:
    """What somebody said of a header before all; else names as they are."""
    before = {plain_header(header): name for header, name in told.items()}
    strictly = exactly(known)

    def name(cell: str) -> str | None:
        said = plain_header(cell) if before else ""
        return before[said] if said in before else strictly(cell)

    return name


def loosely(known: Mapping[str, str], told: Mapping[str, str] | None = None) -> Named:
    """The same however it is written; ``told``: header → name, as somebody said."""
    before = {plain_header(header): name for header, name in (told or {}).items()}
    plain = {plain_header(alias): name for alias, name in known.items()}
    strictly = exactly(known)

    def name(cell: str) -> str | None:
        said = plain_header(cell)
        if said in before:
            return before[said]
        if is_foreign(cell):
            return None
        bare = plain_header(_BRACKETS.sub("", cell))
        for form in (said, bare, _UNIT.sub("", said), _UNIT.sub("", bare), _ASKED.sub("", bare)):
            if form in plain:
                return plain[form]
        return strictly(cell)

    return name


def header_of(rows: Sequence[Sequence[str]], name: Named) -> Header | None:
    """The header among the first rows: the one with most of our names, of one row or of two."""
    looked = [at for at, row in enumerate(rows) if any(row)][:LOOKED_AT]
    best: Header | None = None
    for at in looked:
        one = _header(at, at, rows[at], name)
        if best is None or _better(one, best, rows):
            best = one
    for at, after in pairwise(looked):
        two = _two_rows(at, after, rows, name) if after == at + 1 else None
        if two is not None and (best is None or len(two.place) > len(best.place)):
            best = two
    return best if best is not None and best.place else None


def _better(one: Header, best: Header, rows: Sequence[Sequence[str]]) -> bool:
    """More names; of two rows with as many the lower one where cells of the upper reach into it."""
    if len(one.place) != len(best.place):
        return len(one.place) > len(best.place)
    merged = any(is_merged(cell) for cell in rows[one.first])
    return bool(one.place) and one.first == best.last + 1 and merged


def _header(first: int, last: int, cells: Sequence[str], name: Named) -> Header:
    cells = list(cells)
    while cells and not cells[-1]:
        cells.pop()
    place: dict[str, int] = {}
    other: dict[str, int] = {}
    for at, cell in enumerate(cells):
        found = name(cell) if cell else None
        if found and found not in place:
            place[found] = at
        elif cell and found != "":
            other.setdefault(cell, at)
    return Header(first, last, tuple(cells), place, other)


def _two_rows(upper: int, lower: int, rows: Sequence[Sequence[str]], name: Named) -> Header | None:
    """Groups above columns: a column is called by its own cell, with or without its group's."""
    above, below = rows[upper], rows[lower]
    if any(kind_of(cell) in (CellKind.NUMBER, CellKind.DATE) for cell in below):
        return None
    width = max(len(above), len(below))
    own, group = [], ""
    names = 0
    for at in range(width):
        over = above[at] if at < len(above) else ""
        cell = below[at] if at < len(below) else ""
        group = over or (group if cell else "")
        names += bool(cell and name(cell))
        ways = (cell, group + cell) if cell else (over,)
        own.append(next((way for way in ways if way and name(way)), ways[-1] if cell else over))
    return _header(upper, lower, own, name) if names >= 2 else None
