"""What a roll weighs its voters by, and ballots on which order numbers are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

import attrs

from tickbox_core.interchange.reading import ROW_LEFT_OUT, TICK_LEFT_OUT, shown
from tickbox_core.interchange.tables import cells
from tickbox_core.interchange.tables.sheet import HeadedTable
from tickbox_core.model.areas import MOST_DECIMALS, TWO_DECIMALS, fewest_decimals
from tickbox_core.numbers import COUNT, NotANumber, may_part_thousands, read_count
from tickbox_core.text import EMPTY, Text, join_texts

WEIGHTS = {"floor_area": "area", "weight": "weight"}
"""Columns of a roll, and the weight each gives."""


@attrs.frozen
class VoterWeights:
    """By weight, what each voter on a roll weighs: area in m² with ``decimals``, weights whole."""

    by_voter: Mapping[str, Mapping[str, int]] = attrs.field(factory=dict)
    decimals: int = TWO_DECIMALS

    @property
    def sums(self) -> dict[str, int]:
        """What all on the roll weigh."""
        return {name: sum(held.values()) for name, held in self.by_voter.items()}


def weights_on(sheet: HeadedTable) -> VoterWeights:
    """What each voter on the roll weighs; areas have as many decimals as the finest of them.

    A voter whose weight is missing is refused by line: an unknown area is never 0.
    """
    found: dict[str, dict[str, int]] = {}
    decimals = TWO_DECIMALS
    for column, name in WEIGHTS.items():
        if column not in sheet.place:
            continue
        sheet.mention_commas(column)
        read = _reader(sheet, column)
        held: dict[str, Fraction] = {}
        for line, row in sheet.rows():
            voter, given = sheet.of("voter_id", row), sheet.of(column, row)
            held.setdefault(voter, _weight(sheet, line, voter, column, given, read))
        places = fewest_decimals(held.values()) if name == "area" else 0
        decimals = max(decimals, places)
        found[name] = {voter: int(value * 10**places) for voter, value in held.items()}
    return VoterWeights(found, decimals)


Read = Callable[[str], Fraction]


def _reader(sheet: HeadedTable, column: str) -> Read:
    """What reads a cell of the column; of areas all of them tell what a point stands for."""
    if WEIGHTS[column] != "area":
        return COUNT.read
    figures = [cells.figures_of(sheet.of(column, row)) for _, row in sheet.rows()]
    decimal = cells.points_are_decimal(figures)
    doubtful = sum(map(may_part_thousands, figures))
    if decimal and doubtful:
        sheet.trouble.warn(
            sheet.header,
            Text(
                f"{doubtful}个面积有三位小数。",
                f"areas with three decimals: {doubtful}.",
            ),
            Text("点按小数点读。", "Their point is read as a decimal one."),
        )
    return lambda cell: cells.read_area(cell, decimal, MOST_DECIMALS)


def _weight(
    sheet: HeadedTable, line: int, voter: str, column: str, given: str, read: Read
) -> Fraction:
    """The weight; 0 of a row that is left out."""
    why, remedy = EMPTY, _GIVE
    try:
        value = read(given)
        if value >= 0:
            return value
    except NotANumber as refused:
        if refused.doubtful:
            why, remedy = refused.problem, refused.remedy
    problem = Text(
        f"“{shown(voter)}”的{column}是“{shown(given)}”。",
        f"the {column} of '{shown(voter)}' is '{shown(given)}'.",
    )
    sheet.trouble.drop(line, join_texts([problem, why]) if why else problem, remedy, ROW_LEFT_OUT)
    return Fraction(0)


_GIVE = Text(
    f"请填不小于0的数字，面积至多{MOST_DECIMALS}位小数；不知道的不能按0算。",
    f"Give a number of 0 or more, areas with at most {MOST_DECIMALS} decimals; what is unknown "
    "does not count as 0.",
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
