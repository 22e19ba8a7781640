"""What each home's account holds, for an item that asks for it: the maintenance fund's, say.

An item's category declares a field of amounts by home; whichever it is, the table fills it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from tickbox_core.acts.tables.homes import by_unit, home_change
from tickbox_core.acts.tables.items import forming
from tickbox_core.acts.tables.kind import Asked, Faulty, Looked, Signed, TableKind, known_headers
from tickbox_core.categories import Column, a_name, columns, field
from tickbox_core.categories.kinds import LARGEST, Hundredths
from tickbox_core.declarations import ThingChoice
from tickbox_core.desk import Desk, Town
from tickbox_core.desk.home_index import natural_order
from tickbox_core.desk.homes import called
from tickbox_core.desk.importing import BALANCES
from tickbox_core.desk.item_categories import amounts_by_home
from tickbox_core.desk.roll_changes import RowChange
from tickbox_core.errors import NotPossible
from tickbox_core.interchange.rows import read_sheets
from tickbox_core.interchange.sheets import read_all
from tickbox_core.model import Item, Round
from tickbox_core.registry import Registry
from tickbox_core.text import Text

YUAN = Text("元", "yuan")
_AMOUNT = Hundredths(YUAN, -LARGEST)


@attrs.frozen
class ABalance:
    """What the account of a home holds (fen); it may be less than nothing, or not be known."""

    unit: str = a_name("房号", "home")
    amount: int | None = field(_AMOUNT, "余额", "balance", default=None)


def _columns(registry: Registry, policy: str) -> list[Column]:
    """Both columns have to be there, if not every cell."""
    return [attrs.evolve(column, required=True) for column in columns(ABalance)]


def _items(desk: Desk) -> Iterator[ThingChoice]:
    for choice in forming(desk):
        round = desk.round(choice.id)
        for item in round.items:
            if amounts_by_home(desk.registry, round, item):
                words = Text("{round}：{item}", "{round}: {item}")
                said = words.filled(round=round.title, item=item.title)
                yield ThingChoice(f"{round.id}/{item.id}", said)


def _asked_for(desk: Desk, to: str) -> tuple[Round, Item, str]:
    """The round and the item that a table is put to, and its field; ``NotPossible`` for others."""
    round_id, between, item_id = to.partition("/")
    round = desk.round(round_id)
    if not between:
        raise NotPossible(
            Text("没有写是哪个事项的余额。", "it is not said of which item the balances are."),
            Text(f"请写作“{round_id}/事项编号”。", f"Write {round_id}/ITEM."),
        )
    item = round.item(item_id)
    key = amounts_by_home(desk.registry, round, item)
    if not key:
        raise NotPossible(
            Text(f"“{item.title.zh}”不需要各户余额。", f"'{item.title.en}' asks for no balances."),
            Text("请选择动用维修资金之类的事项。", "Choose an item that does: a use of the fund."),
        )
    return round, item, key


def _look(desk: Desk, path: Path, asked: Asked) -> Looked | Faulty:
    known = known_headers(desk, BALANCES, asked)
    round, item, key = _asked_for(desk, asked.to)
    found = read_all(read_sheets(path), _columns(desk.registry, ""), known, BALANCES, ABalance)
    units = desk.units(round.id)
    if not units:
        raise NotPossible(
            Text("这一轮还没有名册，认不出房号。", "the round has no roll yet: no home is known."),
            Text("请先导入名册。", "Read the roll in first."),
        )
    named = by_unit(found, units, desk.tree)
    if named.faults:
        return Faulty(found.sheets, named.faults)
    amounts = {
        unit: int(row.plain["amount"]) for unit, row in named.rows.items() if "amount" in row.plain
    }
    stood = dict(item.fields.get(key, ()))
    return Looked(
        BALANCES, asked, amounts, len(amounts), _changes(stood, amounts, called(units, desk.tree)),
        item, found.unused,
        (*_left(stood, amounts, len(units)), *named.notes, *found.notes),
    )  # fmt: skip


def _changes(
    stood: Mapping[str, int], amounts: Mapping[str, int], named: Mapping[str, Text]
) -> list[RowChange]:
    found = []
    for unit in sorted(amounts, key=natural_order):
        now, before = amounts[unit], stood.get(unit)
        what = "added" if before is None else "same" if before == now else "changed"
        said = _AMOUNT.format(now)
        if what == "changed":
            said = f"{_AMOUNT.format(before)} → {said}"
        found.append(home_change(named, unit, what, (said,)))
    return found


def _left(stood: Mapping[str, int], amounts: Mapping[str, int], homes: int) -> Iterator[Text]:
    """Homes that no row names: their balances stay as they are, or unknown."""
    if kept := len(stood.keys() - amounts.keys()):
        said = Text("{number}套房屋表里没有，余额不变。", "Homes without a row, kept: {number}.")
        yield said.filled(number=kept)
    if open_ := homes - len({*stood, *amounts}):
        said = Text("还有{number}套房屋没有余额。", "Homes whose balance is unknown: {number}.")
        yield said.filled(number=open_)


def _stands(desk: Desk, asked: Asked, held: object) -> object:
    return _asked_for(desk, asked.to)[1]


def _write(town: Town, desk: Desk, looked: Looked, signed: Signed) -> Any:
    round, item, key = _asked_for(desk, looked.asked.to)
    return desk.importing.balances(round.id, item.id, key, looked.held, signed.digest, signed.by)


def _current(desk: Desk, to: str) -> Iterator[dict[str, str]]:
    """Every home of the roll, with its balance where it is known."""
    round, item, key = _asked_for(desk, to)
    held = dict(item.fields.get(key, ()))
    for unit in sorted({*held, *(one.id for one in desk.units(round.id))}, key=natural_order):
        yield {"unit": unit, "amount": _AMOUNT.format(held[unit]) if unit in held else ""}


KIND = TableKind(
    BALANCES,
    Text("各户余额", "balances of homes"),
    Text("导入各户余额", "Read balances of homes in"),
    Text("已导入{rows}户的余额。", "Balances of {rows} homes are in."),
    _columns,
    _look,
    _stands,
    _write,
    _current,
    to=Text("事项", "Item"),
    choices=_items,
    about="round",
    personal=True,
)
