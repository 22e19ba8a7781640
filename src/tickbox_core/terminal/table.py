"""Tables for people, in columns that align where a Chinese character takes two places."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import zip_longest

from tickbox_core.terminal.printing import plain_line

WIDTH = 100
_GAP = "  "
_NOT_FIRST = "，。；：、！？）》」』”’…,.;:!?)%"
# What stays together on a line: a run without blanks, or one wide character; with a blank before.
_PIECES = re.compile(r"\s*(?:[^\s\u2e80-\U0003ffff]+|[\u2e80-\U0003ffff])")


def page() -> int:
    """How wide a page is: as the terminal, but never wider than reads well."""
    return max(60, min(WIDTH, shutil.get_terminal_size((WIDTH, 24)).columns))


def width(text: str) -> int:
    """How many places a text takes: wide characters two, marks on other characters none."""
    return len(text) if text.isascii() else sum(map(_places, text))


@lru_cache(10_000)
def _places(mark: str) -> int:
    if unicodedata.category(mark) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(mark) in "WF" else 1


def shorten(text: str, most: int) -> str:
    """A text that takes at most so many places, cut with ``…`` where it would take more."""
    if width(text) <= most:
        return text
    while text and width(text) > most - 1:
        text = text[:-1]
    return f"{text.rstrip()}…"


def wrap_text(text: str, most: int) -> list[str]:
    """A text in lines of at most so many places; Chinese breaks anywhere but before its stops."""
    lines = [""]
    for piece in _pieces(text):
        if width(lines[-1] + piece) <= most:
            lines[-1] += piece
            continue
        piece = piece.lstrip()
        if lines[-1]:
            lines.append("")
        while width(piece) > most:  # one long word: broken where it has to be
            at = _fits(piece, most)
            lines[-1], piece = piece[:at], piece[at:]
            lines.append("")
        lines[-1] = piece
    return lines


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for piece in _PIECES.findall(text):
        if pieces and piece[0] in _NOT_FIRST:
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def _fits(text: str, most: int) -> int:
    """How many characters fit, at least one."""
    taken = 0
    for at, mark in enumerate(text):
        taken += _places(mark)
        if taken > most:
            return max(at, 1)
    return len(text)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], most: int | None = None) -> str:
    """A table of at most ``most`` places (the page): heads, a rule, a row for each of ``rows``.

    Columns of numbers stand to the right; the widest columns are wrapped until all fit.
    """
    body = [[plain_line(cell) for cell in row] for row in rows]
    right = [_numbers([row[at] for row in body]) for at in range(len(heads))]
    widths = _widths([list(heads), *body], most or page())
    rule = _GAP.join("-" * wide for wide in widths)
    lines = [*_lines(list(heads), widths, right), rule]
    for row in body:
        lines += _lines(row, widths, right)
    return "\n".join(lines)


def columns(rows: Iterable[Sequence[str]], most: int | None = None) -> str:
    """The same without heads: columns of words, to the left."""
    body = [list(row) for row in rows]
    widths = _widths(body, most or page())
    return "\n".join(line for row in body for line in _lines(row, widths, [False] * len(widths)))


def _numbers(cells: list[str]) -> bool:
    return bool(cells) and all(re.fullmatch(r"[\d.,%]+", cell) for cell in cells)


def _widths(rows: list[list[str]], most: int) -> list[int]:
    """The width of each column: as its cells need, the widest cut down equally until all fit."""
    wide = [max(map(width, column)) for column in zip(*rows, strict=True)]
    room = most - len(_GAP) * (len(wide) - 1)
    cap = max(wide, default=0)
    while cap > 2 and sum(min(each, cap) for each in wide) > room:
        cap -= 1
    return [min(each, cap) for each in wide]


def _lines(row: list[str], widths: list[int], right: list[bool]) -> list[str]:
    """One row of a table, in as many lines as its longest cell needs."""
    cells = [wrap_text(cell, wide) for cell, wide in zip(row, widths, strict=True)]
    return [
        _GAP.join(
            _set(part, wide, to_the_right)
            for part, wide, to_the_right in zip(parts, widths, right, strict=True)
        ).rstrip()
        for parts in zip_longest(*cells, fillvalue="")
    ]


def _set(text: str, wide: int, to_the_right: bool) -> str:
    blank = " " * (wide - width(text))
    return blank + text if to_the_right else text + blank
