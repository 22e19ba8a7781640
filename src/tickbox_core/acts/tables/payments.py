"""What households paid for a project, from a bank's or a cashier's table: each row one payment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from tickbox_core.acts.tables.bank_rows import BankLine, BankTable, Income, bank_table
from tickbox_core.acts.tables.kind import Asked, Faulty, Looked, Signed, TableKind, known_headers
from tickbox_core.categories import Column, columns
from tickbox_core.categories.kinds import Hundredths
from tickbox_core.components.projects import (
    KnownPayment,
    NewPayment,
    collection,
    known_payments,
)
from tickbox_core.declarations import ThingChoice
from tickbox_core.desk import Desk, Town
from tickbox_core.desk.home_index import homes_of_units
from tickbox_core.desk.homes import called
from tickbox_core.desk.importing import PAYMENTS
from tickbox_core.desk.roll_changes import RowChange
from tickbox_core.interchange.rows import read_sheets
from tickbox_core.interchange.sheets import Read, read_all
from tickbox_core.interchange.workbooks import CellFault
from tickbox_core.registry import Registry
from tickbox_core.text import EMPTY, Text, yuan

_NEEDED = frozenset({"on", "amount"})
_YUAN = Hundredths(Text("元", "yuan"))


def _columns(registry: Registry, policy: str) -> list[Column]:
    """Day and amount have to be there, if not every cell."""
    return [
        attrs.evolve(column, required=True) if column.key in _NEEDED else column
        for column in columns(BankLine)
    ]


def _collecting(desk: Desk) -> Iterator[ThingChoice]:
    """The projects that households pay for, while the records are there."""
    for one in desk.projects.projects():
        if one.collection is not None and one.collection.settled is not None:
            yield ThingChoice(one.id, one.title)


@attrs.frozen(hash=False)
class _Sorted:
    """The payments of a table: those that are new, and those that are in the ledger already.

    ``likely``: new ones that may be there already, written down by hand without a receipt.
    """

    new: tuple[Income, ...]
    there: tuple[Income, ...]
    likely: tuple[Income, ...]
    faults: tuple[CellFault, ...]


def _look(desk: Desk, path: Path, asked: Asked) -> Looked | Faulty:
    known = known_headers(desk, PAYMENTS, asked)
    held = collection(desk.projects.project(asked.to))
    cols = _columns(desk.registry, "")
    found = read_all(read_sheets(path), cols, known, PAYMENTS, BankLine)
    units = desk.projects.homes(asked.to)
    index = homes_of_units(units, desk.tree)
    table = bank_table(found, index, held.dues or {}, desk.today())
    beside = _beside_ledger(table.incomes, known_payments(held.payments))
    if table.faults or beside.faults:
        return Faulty(found.sheets, (*table.faults, *beside.faults))
    named = called(units, desk.tree)
    new = tuple(one.held for one in beside.new)
    return Looked(
        PAYMENTS, asked, new, len(new),
        [*(_change(named, one, "added") for one in beside.new),
         *(_change(named, one, "same") for one in beside.there)],
        held.payments, found.unused,
        (*_notes(table, beside, held.dues or {}, held.paid), *found.notes),
    )  # fmt: skip


def _beside_ledger(incomes: Sequence[Income], ledger: Sequence[KnownPayment]) -> _Sorted:
    """Which are there already: by receipt; without one by home, day and amount, one for one."""
    by_receipt: dict[str, list[NewPayment]] = {}
    bare: list[frozenset[Any]] = []
    for one in ledger:
        receipts = {line.receipt for line in one.lines if line.receipt}
        for receipt in receipts:
            by_receipt.setdefault(receipt, []).extend(one.lines)
        if not receipts:
            bare.append(frozenset(map(_look_of, one.lines)))
    new, there, likely, faults = [], [], [], []
    for income in incomes:
        lines = by_receipt.get(income.held.receipt, [])
        if lines and not any(_agree(line, income.held) for line in lines):
            faults.append(_other_amount(income))
        elif lines:
            there.append(income)
        elif not income.held.receipt and (at := _find_bare(bare, income.held)) is not None:
            bare.pop(at)
            there.append(income)
        else:
            new.append(income)
            if income.held.unit and _find_bare(bare, income.held) is not None:
                likely.append(income)
    return _Sorted(tuple(new), tuple(there), tuple(likely), tuple(faults))


def _look_of(line: NewPayment) -> tuple[object, ...]:
    return line.unit, line.amount, line.on


def _agree(line: NewPayment, row: NewPayment) -> bool:
    return line.amount == row.amount and line.on == row.on


def _find_bare(bare: Sequence[frozenset[Any]], row: NewPayment) -> int | None:
    for at, looks in enumerate(bare):
        if _look_of(row) in looks:
            return at
    return None


def _other_amount(income: Income) -> CellFault:
    return income.row.fault(
        "amount",
        Text(
            "台账里同一流水号的金额或日期不同。",
            "the ledger has another amount or day under this receipt.",
        ),
        Text(
            "请核对；台账错了请先更正那一笔。",
            "Look which is right; if the ledger is not, set that payment right first.",
        ),
    )


def _change(named: Mapping[str, Text], income: Income, what: str) -> RowChange:
    held = income.held
    day, sum_ = held.on.isoformat(), _YUAN.format(held.amount)
    who = named.get(held.unit, Text.of(held.unit)) if held.unit else _NO_HOME
    words = Text("{who}：{day}，{sum}元{payer}", "{who}: {day}, {sum} yuan{payer}")
    payer = Text(f"，{held.payer}", f", {held.payer}") if held.payer else EMPTY
    said = words.filled(who=who, day=day, sum=sum_, payer=payer)
    return RowChange(f"{income.row.row}", what, words=said)


_NO_HOME = Text("没有写明房号", "home not known")


def _notes(
    table: BankTable, beside: _Sorted, dues: Mapping[str, int], paid: Mapping[str, int]
) -> Iterator[Text]:
    yield _ALL.filled(
        number=len(table.incomes), sum=_sum(table.incomes),
        new=len(beside.new), new_sum=_sum(beside.new),
        old=len(beside.there), old_sum=_sum(beside.there),
    )  # fmt: skip
    for said, rows in (
        (_OUTGOING, table.outgoing), (_EMPTY, table.empty), (_AGAIN, table.again),
    ):  # fmt: skip
        if rows:
            yield said.filled(number=len(rows), rows=_rows(rows))
    apart = [one for one in beside.new if not one.held.unit and not one.stranger]
    for said, incomes in (
        (_APART, apart),
        (_STRANGERS, [one for one in beside.new if one.stranger]),
        (_TOLD, [one for one in beside.new if one.told]),
        (_LIKELY, beside.likely),
        (_NO_RECEIPT, [one for one in beside.new if not one.held.receipt]),
    ):
        if incomes:
            listed = _rows([one.row for one in incomes])
            yield said.filled(number=len(incomes), rows=listed, sum=_sum(incomes))
    yield from _too_much(beside.new, dues, paid)


def _too_much(
    new: Iterable[Income], dues: Mapping[str, int], paid: Mapping[str, int]
) -> Iterator[Text]:
    after = Counter(paid)
    for one in new:
        after[one.held.unit] += one.held.amount
    over = {unit: after[unit] - due for unit, due in dues.items() if after[unit] > due}
    if over:
        homes = Text("、".join(list(over)[:_NAMED]), ", ".join(list(over)[:_NAMED]))
        yield _OVER.filled(number=len(over), sum=yuan(sum(over.values())), homes=homes)


_NAMED = 8


def _sum(incomes: Iterable[Income]) -> Text:
    return yuan(sum(one.held.amount for one in incomes))


def _rows(rows: Sequence[Read]) -> str:
    named = "、".join(str(one.row) for one in rows[:_NAMED])
    return f"{named}…" if len(rows) > _NAMED else named


_ALL = Text(
    "表里收款{number}笔，合计{sum}：新登记{new}笔，{new_sum}；台账里已有{old}笔，{old_sum}。",
    "payments in the table: {number}, together {sum}; new: {new}, {new_sum}; in the ledger "
    "already: {old}, {old_sum}.",
)
_OUTGOING = Text(
    "{number}行是支出、退款或冲正，不是收款，没有登记（第{rows}行）；退给住户的请另行登记。",
    "rows of what went out or was reversed, no payments and not written down: {number} (row "
    "{rows}); record by itself what went back to a home.",
)
_EMPTY = Text(
    "{number}行没有收入金额，没有登记（第{rows}行）。",
    "rows without an amount that came in, not written down: {number} (row {rows}).",
)
_AGAIN = Text(
    "{number}行的流水号在前面出现过，内容相同，只算一笔（第{rows}行）。",
    "rows whose receipt stands above and that say the same, counted once: {number} (row {rows}).",
)
_APART = Text(
    "{number}笔没有写明房号，合计{sum}，另放在未写明的收款里（第{rows}行）；知道是哪一户后再写明。",
    "payments whose home is not known, together {sum}, kept apart until somebody says whose they "
    "are: {number} (row {rows}).",
)
_STRANGERS = Text(
    "{number}笔写的房号不用出资，合计{sum}，另放在未写明的收款里（第{rows}行）。",
    "payments of homes that owe nothing, together {sum}, kept apart: {number} (row {rows}).",
)
_TOLD = Text(
    "{number}笔的房号取自摘要或用途，请核对（第{rows}行）。",
    "payments whose home stands in what the payer wrote, to be looked at: {number} (row {rows}).",
)
_LIKELY = Text(
    "{number}笔和台账里没有流水号的一笔房号、日期、金额都相同，请核对是不是同一笔（第{rows}行）。",
    "payments like one in the ledger that has no receipt, of the same home, day and amount: "
    "{number} (row {rows}); look whether they are the same.",
)
_NO_RECEIPT = Text(
    "{number}笔没有流水号：再次导入时按房号、日期、金额认（第{rows}行）。",
    "payments without a receipt, known again by home, day and amount: {number} (row {rows}).",
)
_OVER = Text(
    "登记后有{number}户多缴，合计{sum}（{homes}）。",
    "homes that will have paid too much, together {sum}: {number} ({homes}).",
)


def _stands(desk: Desk, asked: Asked, held: object) -> object:
    return collection(desk.projects.project(asked.to)).payments


def _write(town: Town, desk: Desk, looked: Looked, signed: Signed) -> Any:
    return desk.importing.payments(looked.asked.to, looked.held, signed.digest, signed.by)


def _current(desk: Desk, to: str) -> Iterator[dict[str, str]]:
    """Every payment that stands, and what went back as what went out."""
    for line in collection(desk.projects.project(to)).payments:
        if line.stands:
            held, back = line.held, line.held.amount < 0
            yield {
                "on": held.on.isoformat(),
                "out" if back else "amount": _YUAN.format(abs(held.amount)),
                "unit": held.unit,
                "payer": held.payer,
                "what": held.what,
                "receipt": held.receipt,
            }


KIND = TableKind(
    PAYMENTS,
    Text("收款流水", "payments"),
    Text("导入收款流水", "Read payments in"),
    Text("已登记{rows}笔收款。", "{rows} payments are written down."),
    _columns,
    _look,
    _stands,
    _write,
    _current,
    to=Text("项目", "Project"),
    choices=_collecting,
    about="project",
    personal=True,
)
