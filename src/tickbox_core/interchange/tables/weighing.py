"""What a roll weighs its voters by, and ballots on which order numbers are written."""

from __future__ import annotations

from collections.abc import Callable

from tickbox_core.interchange.reading import ROW_LEFT_OUT, TICK_LEFT_OUT, shown
from tickbox_core.interchange.tables.sheet import HeadedTable
from tickbox_core.numbers import AREA, COUNT, NotANumber, read_count
from tickbox_core.text import EMPTY, Text, join_texts

WEIGHTS = {"floor_area": ("area", 100), "weight": ("weight", 1)}
"""Columns of a roll, the weight each gives, and how many of its units make one as written."""


def weights_on(sheet: HeadedTable) -> dict[str, dict[str, int]]:
    """By weight, what each voter on the roll weighs: floor area in 0.01 m², weights whole.

    A voter whose weight is missing is refused by line: an unknown area is never 0.
    """
    found: dict[str, dict[str, int]] = {}
    for column, (name, _) in WEIGHTS.items():
        if column not in sheet.place:
            continue
        sheet.mention_commas(column)
        held = found.setdefault(name, {})
        for line, row in sheet.rows():
            voter, given = sheet.of("voter_id", row), sheet.of(column, row)
            held.setdefault(voter, _weight(sheet, line, voter, column, given) or 0)
    return found


def _weight(sheet: HeadedTable, line: int, voter: str, column: str, given: str) -> int | None:
    name, unit = WEIGHTS[column]
    why, remedy = EMPTY, _GIVE
    try:
        value = (AREA if name == "area" else COUNT).read(given) * unit
        if value >= 0:
            return int(value)
    except NotANumber as refused:
        if refused.doubtful:
            why, remedy = refused.problem, refused.remedy
    problem = Text(
        f"“{shown(voter)}”的{column}是“{shown(given)}”。",
        f"the {column} of '{shown(voter)}' is '{shown(given)}'.",
    )
    sheet.trouble.drop(line, join_texts([problem, why]) if why else problem, remedy, ROW_LEFT_OUT)
    return None


_GIVE = Text(
    "请填不小于0的数字，面积至多两位小数；不知道的不能按0算。",
    "Give a number of 0 or more, areas with at most two decimals; what is unknown does not count "
    "as 0.",
)


def numbered(sheet: HeadedTable, ids: list[str]) -> Callable[[int, list[str]], list[str]]:
    """A column for each item, with the order number written beside it; empty: not numbered."""
    every = {cell: at for at, cell in enumerate(sheet.cells) if cell}
    places = [(id_, every[id_]) for id_ in ids if id_ in every]

    def ticks(line: int, row: list[str]) -> list[str]:
        said: dict[int, str] = {}
        for id_, at in places:
            if not row[at].strip():
                continue
            place = _place(row[at])
            if place is None or place < 1 or place in said:
                sheet.trouble.drop(
                    line,
                    Text(
                        f"“{shown(id_)}”的序号“{shown(row[at])}”不对或重复。",
                        f"the number '{shown(row[at])}' for '{shown(id_)}' is none or comes twice.",
                    ),
                    Text("请写 1、2、3……，不要重复。", "Write 1, 2, 3 …, each once."),
                    TICK_LEFT_OUT,
                )
            else:
                said[place] = id_
        return [said[place] for place in sorted(said)]

    return ticks


def _place(cell: str) -> int | None:
    try:
        return read_count(cell)
    except NotANumber:
        return None
