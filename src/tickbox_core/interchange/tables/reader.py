"""Items, ballots and roll, put together into an election."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from pathlib import Path as FilePath

import attrs

from tickbox_core.interchange.election import Election
from tickbox_core.interchange.reading import (
    COUNTED_ONCE,
    ROW_LEFT_OUT,
    TICK_LEFT_OUT,
    settle,
    shown,
)
from tickbox_core.interchange.row_checks import check_id
from tickbox_core.interchange.tables.sheet import HeadedTable, read_sheet
from tickbox_core.interchange.tables.weighing import VoterWeights, numbered, weights_on
from tickbox_core.interchange.units import in_unit, not_ours, says_unit, write_in
from tickbox_core.model import Ballot, Item, Option, TickList
from tickbox_core.numbers import NotANumber, read_money
from tickbox_core.rules import Contest, Electorate
from tickbox_core.text import Text, join_texts

_SEPARATORS = ";|；、，, \t\n\u3000"
_YES = {"1", "x", "y", "yes", "true", "✓", "✔", "√", "☑", "是", "对", "勾"}
_NO = {"", "0", "n", "no", "false", "-", "–", "—", "☐", "否", "空"}

FEN = 100
"""Costs are in yuan, and kept in fen."""

Homes = dict[str, str | None]
Path = str | os.PathLike[str]


def read_tables(
    items: Path,
    ballots: Path,
    roll: Path | None = None,
    *,
    lenient: bool = False,
    ordered: bool = False,
    known: Mapping[str, str] | None = None,
) -> Election:
    """The election in a table of items and one of ballots, with a table of the roll if given.

    The first two may come in either order: the one with a column of voters holds the ballots.
    ``ordered``: the order of ticks is one of preference (in a table with a column for each item,
    the numbers 1, 2, 3 … written there).  A roll with ``floor_area`` (m²) or ``weight`` gives the
    weights of shares that are weighted.  ``known``: what somebody said a header means.

    Raises ``MalformedFile`` with file, line and remedy, all faults at once; ``lenient`` leaves out
    what it can instead and lists it in ``dropped``.
    """
    one, other = (read_sheet(path, lenient, told=known) for path in (items, ballots))
    if "voter_id" in one.place and "voter_id" not in other.place:
        one, other = other, one
    register = None if roll is None else read_sheet(roll, lenient, told=known)
    listed = _items(one)
    homes = None if register is None else _homes(register)
    troubles = [sheet.trouble for sheet in (one, register, other) if sheet is not None]
    if any(trouble.rows_lost for trouble in troubles):
        settle(*troubles)  # a ballot for what was lost would be one more fault
    cast = _ballots(other, TickList(listed), homes, ordered)
    weighed = VoterWeights() if register is None else weights_on(register)
    held = {
        name: {ballot.voter: weights[ballot.voter] for ballot in cast}
        for name, weights in weighed.by_voter.items()
    }
    electorate = attrs.evolve(_electorate(homes), weights=weighed.sums, decimals=weighed.decimals)
    contest = Contest.of_ballots(listed, cast, electorate, weights=held, ordered=ordered)
    settle(*troubles)
    return Election(
        name=FilePath(other.trouble.file).name,
        items=listed,
        profile=contest.profile,
        by_household=contest.by_household,
        electorate=contest.electorate,
        minor_units=FEN,
        lenient=lenient,
        dropped=tuple(chain.from_iterable(trouble.dropped for trouble in troubles)),
        warnings=tuple(chain.from_iterable(trouble.warnings for trouble in troubles)),
    )


# -- items -------------------------------------------------------------------------------------


def _items(sheet: HeadedTable) -> tuple[Item, ...]:
    """The items as listed."""
    sheet.need("id", "title")
    items: dict[str, Item] = {}
    for line, row in sheet.rows():
        id_ = sheet.of("id", row)
        if _new(sheet, "id", id_, items, line) and _says_more(sheet, id_, row, line):
            items[id_] = _item(sheet, id_, row, line)
    sheet.mention_commas("cost")
    sheet.mention_unit("cost")
    return tuple(items.values())


def _says_more(sheet: HeadedTable, id_: str, row: list[str], line: int) -> bool:
    """Whether more than an id stands in a row: a line of words below the table is no item."""
    if sum(map(bool, row)) > 1:
        return True
    sheet.trouble.rows_lost = True
    sheet.trouble.drop(
        line,
        Text(f"这一行只有“{shown(id_)}”。", f"only '{shown(id_)}' stands in this row."),
        Text("请写上标题；不是事项就删去。", "Give the item a title, or delete the row."),
        ROW_LEFT_OUT,
    )
    return False


def _item(sheet: HeadedTable, id_: str, row: list[str], line: int) -> Item:
    title = sheet.of("title", row) or id_
    return Item(
        id_,
        Text(title, sheet.of("title_en", row) or title),
        category=sheet.of("category", row) or "plain",
        tier=sheet.of("tier", row),
        options=_options(sheet.of("options", row)),
        cost=_cost(sheet, row, line),
        fields={name: row[at] for name, at in sheet.other.items()},
    )


def _options(cell: str) -> tuple[Option, ...]:
    """Ways to carry it out, apart by ``;`` or ``|``; ballots tick ``ITEM/OPTION``."""
    names = (name.strip() for name in re.split(r"[;；、|]", cell))
    return tuple(Option(name, name) for name in names if name)


def _new(sheet: HeadedTable, column: str, id_: str, seen: Iterable[str], line: int) -> bool:
    """Whether a row has an id, and one that no row before it has."""
    changed = check_id(id_)
    if changed is not None:
        sheet.trouble.rows_lost = True
        sheet.trouble.drop(line, *changed, ROW_LEFT_OUT)
        return False
    if id_ and id_ not in seen:
        return True
    sheet.trouble.drop(
        line,
        Text(f"{column}“{shown(id_)}”第二次出现。", f"the {column} '{shown(id_)}' comes twice.")
        if id_
        else Text(f"{column} 是空的。", f"the {column} is empty."),
        Text("请各用各的编号，各占一行。", "Give each its own id and one row."),
        ROW_LEFT_OUT,
    )
    return False


def _cost(sheet: HeadedTable, row: list[str], line: int) -> int | None:
    """The cost in fen; an empty one is unknown."""
    given = sheet.of("cost", row)
    if not given:
        return None
    said = Text(f"费用“{shown(given)}”", f"the cost '{shown(given)}'")
    written = in_unit(given, sheet.unit_of("cost"))
    if written is None:
        sheet.trouble.drop(line, *not_ours(sheet.unit_of("cost")), _UNKNOWN)
        return None
    try:
        value = read_money(written, FEN)
    except NotANumber as refused:
        problem = Text("{cost}不行：{why}", "{cost} will not do: {why}").filled(
            cost=said, why=refused.problem
        )
        remedy = refused.remedy
        if written != given:
            problem = join_texts([problem, says_unit(sheet.unit_of("cost"))])
            remedy = remedy if refused.doubtful else write_in(sheet.unit_of("cost"))
        sheet.trouble.drop(line, problem, remedy, _UNKNOWN)
        return None
    if value >= 0:
        return value
    less = Text("{cost}小于0。", "{cost} is less than 0.").filled(cost=said)
    remedy = Text("请填不小于0的金额，或留空。", "Write an amount of 0 or more, or nothing.")
    sheet.trouble.drop(line, less, remedy, _UNKNOWN)
    return None


_UNKNOWN = Text("按未知处理。", "It counts as unknown.")


# -- the roll ----------------------------------------------------------------------------------


def _homes(sheet: HeadedTable) -> Homes:
    """The household of each voter on the roll."""
    sheet.need("voter_id")
    homes: Homes = {}
    for line, row in sheet.rows():
        voter = sheet.of("voter_id", row)
        if _new(sheet, "voter_id", voter, homes, line):
            homes[voter] = sheet.of("household", row) or None
    _mention_last(sheet, Text("算一名选民。", "It counts as a voter."))
    return homes


def _electorate(homes: Homes | None) -> Electorate:
    """The sizes of the bases; a household left open leaves the number of households open."""
    if homes is None:
        return Electorate()
    named = set(homes.values())
    return Electorate(len(homes), None if None in named else len(named))


# -- ballots -----------------------------------------------------------------------------------


def _ballots(
    sheet: HeadedTable, listed: TickList, homes: Homes | None, ordered: bool
) -> list[Ballot]:
    sheet.need("voter_id")
    ids = list(listed.ids)
    if "ticks" in sheet.place:
        ticks = _listed(sheet, ids)
    else:
        ticks = numbered(sheet, ids) if ordered else _wide(sheet, ids)
    cast: dict[str, Ballot] = {}
    for line, row in sheet.rows():
        voter = sheet.of("voter_id", row)
        if not _new(sheet, "voter_id", voter, cast, line):
            continue
        if homes is None or _on_roll(sheet, voter, homes, line):
            household = _household(sheet, row, voter, homes, line)
            marks = _one_option(sheet, listed, _once(sheet, ticks(line, row), line), line)
            cast[voter] = Ballot(voter, tuple(marks), household)
    _mention_last(sheet, Text("算一张没有打钩的选票。", "It counts as a ballot without a tick."))
    return list(cast.values())


def _mention_last(sheet: HeadedTable, done: Text) -> None:
    """Warn of last rows with one cell that is written as no id above: it may be no id.

    A blank ballot has one cell too, so it counts.
    """
    for line, cell in sheet.odd_last():
        problem = Text(
            f"最后一行只有“{shown(cell)}”，写法与上面的编号不同。",
            f"only '{shown(cell)}' stands in this last row, written as no id above.",
        )
        sheet.trouble.warn(line, problem, done)


Ticks = Callable[[int, list[str]], list[str]]


def _listed(sheet: HeadedTable, ids: list[str]) -> Ticks:
    """Ticks in one column; what occurs in an item's id does not separate ids."""
    used = set("".join(ids))
    between = "".join(mark for mark in _SEPARATORS if mark not in used)
    split = re.compile(f"[{re.escape(between)}]+").split if between else None
    known = set(ids)

    def ticks(line: int, row: list[str]) -> list[str]:
        cell = sheet.of("ticks", row)
        parts = [part.strip() for part in (split(cell) if split else [cell])]
        return [part for part in parts if part and _known(sheet, part, known, line)]

    return ticks


def _wide(sheet: HeadedTable, ids: list[str]) -> Ticks:
    """A column for each item, with a mark where it is ticked."""
    mine = {sheet.place.get(name) for name in ("voter_id", "household")}
    every = {cell: at for at, cell in enumerate(sheet.cells) if cell and at not in mine}
    places = [(id_, every[id_]) for id_ in ids if id_ in every]
    if ids and not places:
        sheet.trouble.stop(
            sheet.header,
            Text(
                "既没有“ticks”一列，也没有以事项编号为名的列。",
                "there is neither a column 'ticks' nor one named by the id of an item.",
            ),
            Text(
                "请加一列“ticks”（编号用分号隔开），或每个事项一列。",
                "Add a column 'ticks' with ids apart by ';', or one column for each item.",
            ),
        )
    _say_which_columns_count(sheet, ids, every)

    def ticks(line: int, row: list[str]) -> list[str]:
        return [id_ for id_, at in places if _ticked(sheet, id_, row[at], line)]

    return ticks


def _say_which_columns_count(sheet: HeadedTable, ids: list[str], every: Mapping[str, int]) -> None:
    absent = [id_ for id_ in ids if id_ not in every]
    if absent:
        listed = shown(", ".join(absent))
        sheet.trouble.warn(
            sheet.header,
            Text(f"这些事项没有列：{listed}。", f"these items have no column: {listed}."),
            Text("按无人勾选计。", "They count as ticked by nobody."),
        )
    strange = [name for name in every if name not in set(ids)]
    if strange:
        listed = shown(", ".join(strange))
        sheet.trouble.warn(
            sheet.header,
            Text(f"这些列不是事项编号：{listed}。", f"these columns name no item: {listed}."),
            Text("不予理会。", "They are ignored."),
        )


def _ticked(sheet: HeadedTable, id_: str, mark: str, line: int) -> bool:
    """Whether a cell is a tick; a mark that could mean either is refused."""
    if mark.lower() in _YES:
        return True
    if mark.lower() not in _NO:
        sheet.trouble.drop(
            line,
            Text(
                f"“{shown(id_)}”一栏的“{shown(mark)}”看不出勾没勾。",
                f"the mark '{shown(mark)}' for '{shown(id_)}' does not say whether it is a tick.",
            ),
            Text("打钩写1，否则留空。", "Write 1 for a tick and nothing otherwise."),
            TICK_LEFT_OUT,
        )
    return False


def _known(sheet: HeadedTable, tick: str, known: set[str], line: int) -> bool:
    if tick in known:
        return True
    sheet.trouble.drop(
        line,
        Text(
            f"选票勾选了清单上没有的事项“{shown(tick)}”。",
            f"the ballot ticks '{shown(tick)}', which is not among the items.",
        ),
        Text("请核对编号。", "Check the id."),
        TICK_LEFT_OUT,
    )
    return False


def _once(sheet: HeadedTable, ticks: list[str], line: int) -> list[str]:
    seen: dict[str, bool] = {}
    for tick in ticks:
        if tick in seen:
            sheet.trouble.drop(
                line,
                Text(
                    f"选票把“{shown(tick)}”勾选了两次。",
                    f"the ballot ticks '{shown(tick)}' twice.",
                ),
                Text("每项只能勾选一次。", "An item can be ticked once."),
                COUNTED_ONCE,
            )
        seen[tick] = True
    return list(seen)


def _one_option(sheet: HeadedTable, listed: TickList, ticks: list[str], line: int) -> list[str]:
    """Of each item at most one option."""
    kept: dict[str, str] = {}
    for tick in ticks:
        item = listed.item_of[tick]
        if item.id in kept:
            sheet.trouble.drop(
                line,
                Text(
                    f"“{shown(item.id)}”勾了不止一个方案。",
                    f"the ballot ticks more than one option of '{shown(item.id)}'.",
                ),
                Text("只能选一个。", "Tick one of them."),
                TICK_LEFT_OUT,
            )
        else:
            kept[item.id] = tick
    return list(kept.values())


def _on_roll(sheet: HeadedTable, voter: str, homes: Homes, line: int) -> bool:
    if voter in homes:
        return True
    sheet.trouble.drop(
        line,
        Text(
            f"选民“{shown(voter)}”不在名册上。", f"the voter '{shown(voter)}' is not on the roll."
        ),
        Text("请核对选民编号。", "Check the voter_id."),
        ROW_LEFT_OUT,
    )
    return False


def _household(
    sheet: HeadedTable, row: list[str], voter: str, homes: Homes | None, line: int
) -> str | None:
    """The ballot's household: that of the roll if it names one, with which the ballot's agrees."""
    given = sheet.of("household", row) or None
    home = None if homes is None else homes[voter]
    if home is None:
        return given
    if given not in {None, home}:
        sheet.trouble.drop(
            line,
            Text(
                f"选民“{shown(voter)}”的户号与名册不同。",
                f"the household of '{shown(voter)}' is not that on the roll.",
            ),
            Text("请改成一致。", "Make them agree."),
            Text("以名册为准。", "That of the roll counts."),
        )
    return home
