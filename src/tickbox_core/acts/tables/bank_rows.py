"""Rows of a bank's or a cashier's table as payments: what came in, from whom, by which receipt.

What went out, what was reversed and what says no amount is no payment, and is said.  A home stands
in its own column, else in what the payer wrote (8-101 电梯款); none is guessed from a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import attrs

from tickbox_core.categories import day_of_record, field, one_of
from tickbox_core.categories.kinds import LARGEST, Hundredths, Name
from tickbox_core.components.projects import NewPayment
from tickbox_core.desk.home_index import HomeIndex
from tickbox_core.interchange.reading import shown
from tickbox_core.interchange.sheets import FoundTables, Read
from tickbox_core.interchange.workbooks import CellFault
from tickbox_core.text import Text

YUAN = Text("元", "yuan")
_NOTHING = frozenset({"-", "--", "—", "——", "－", "/"})
"""What a bank prints where there is no amount."""


@attrs.frozen
class BankAmount(Hundredths):
    """An amount as banks print them; a dash is nothing."""

    unit: Text = YUAN
    least: int = -LARGEST

    def parse(self, text: str) -> Any:
        """A decimal, exact to the fen."""
        return 0 if text.strip() in _NOTHING else super().parse(text)


@attrs.frozen
class BankWords(Name):
    """What a bank prints, in one line whatever it holds; a dash is nothing said."""

    def parse(self, text: str) -> str:
        """In one line."""
        return " ".join(text.split())


IN, OUT = "in", "out"
_SIDES = {IN: Text("收入", "in"), OUT: Text("支出", "out")}
_ALSO = {
    **dict.fromkeys("贷 贷方 收 入 转入 存入 进账 来账 c cr credit +".split(), IN),
    **dict.fromkeys("借 借方 支 出 付 转出 支取 往账 d dr debit -".split(), OUT),
}


def _words(zh: str, en: str) -> Any:
    return field(BankWords(), zh, en, default="")


@attrs.frozen
class BankLine:
    """A line of an account as it is printed."""

    on: date | None = day_of_record("交易日期", "paid on", default=None)
    amount: int | None = field(BankAmount(), "收入金额", "came in", default=None)
    out: int | None = field(BankAmount(), "支出金额", "went out", default=None)
    unit: str = _words("房号", "home")
    payer: str = _words("对方户名", "payer")
    what: str = _words("摘要", "what the bank says")
    purpose: str = _words("用途", "what the payer says")
    receipt: str = _words("流水号", "receipt")
    voucher: str = _words("凭证号", "voucher")
    side: str = one_of("借贷标志", "in or out", _SIDES, also=_ALSO, default="")


@attrs.frozen(hash=False)
class Income:
    """A payment of a table; ``told`` where its home was found in what the payer wrote.

    ``stranger``: it names a home that owes nothing, so that nobody's debt is paid by it.
    """

    row: Read
    held: NewPayment
    told: bool = False
    stranger: str = ""


@attrs.frozen(hash=False)
class BankTable:
    """What a table holds: payments, rows that are none (what went out, what says no amount).

    ``again`` are rows whose receipt stands above them already.
    """

    incomes: tuple[Income, ...]
    outgoing: tuple[Read, ...] = ()
    empty: tuple[Read, ...] = ()
    again: tuple[Read, ...] = ()
    faults: tuple[CellFault, ...] = ()


def bank_table(
    found: FoundTables, index: HomeIndex, owing: Iterable[str], today: date
) -> BankTable:
    """The rows of a table, each for what it is; ``owing`` are the homes that pay."""
    by_voucher = not any("receipt" in one.place for one in found.rows)
    homes = frozenset(owing)
    kept: dict[str, list[Read]] = {"out": [], "empty": [], "again": []}
    incomes: list[Income] = []
    faults: list[CellFault] = list(found.faults)
    seen: dict[str, Income] = {}
    for row in found.rows:
        sort = _sort(row.plain)
        if row.faults or sort:
            if not row.faults:
                kept[sort].append(row)
            continue
        income, wrong = _income(row, index, homes, today, by_voucher)
        if income is None:
            faults += wrong
            continue
        first = seen.setdefault(income.held.receipt, income) if income.held.receipt else income
        if first is income:
            incomes.append(income)
        elif _same(first.held, income.held):
            kept["again"].append(row)
        else:
            key = "voucher" if by_voucher else "receipt"
            faults.append(row.fault(key, _DIFFERS.filled(row=first.row.row), _ONE_IS_WRONG))
    out, empty, again = (tuple(kept[key]) for key in ("out", "empty", "again"))
    return BankTable(tuple(incomes), out, empty, again, tuple(faults))


def _sort(plain: Mapping[str, Any]) -> str:
    """What a row is that is no payment; empty for a payment."""
    amount = plain.get("amount") or 0
    if amount < 0 or (amount and plain.get("side") == OUT) or (not amount and plain.get("out")):
        return "out"
    return "" if amount else "empty"


def _income(
    row: Read, index: HomeIndex, owing: frozenset[str], today: date, by_voucher: bool
) -> tuple[Income | None, list[CellFault]]:
    plain = row.plain
    said = {key: str(plain.get(key, "")) for key in ("unit", "payer", "what", "purpose")}
    wrong = list(_day_faults(row, today))
    unit, told = said["unit"], False
    if unit:
        meant = index.meant(unit)
        wrong += _home_faults(row, unit, meant)
        unit = meant[0] if len(meant) == 1 else ""
    else:
        unit = home_in(f"{said['what']} {said['purpose']}", index)
        told = bool(unit)
    if wrong:
        return None, wrong
    receipt = str(plain.get("voucher" if by_voucher else "receipt", "")).strip()
    held = NewPayment(
        unit if unit in owing else "",
        int(plain["amount"]),
        date.fromisoformat(str(plain["on"])),
        receipt if receipt.strip("0-") else "",
        said["payer"],
        " ".join(one for one in (said["what"], said["purpose"]) if one),
    )
    return Income(row, held, told and unit in owing, "" if unit in owing else unit), []


def _day_faults(row: Read, today: date) -> Iterator[CellFault]:
    day = row.plain.get("on")
    if not day:
        yield row.fault("on", Text("没有写日期。", "no day is given."), _GIVE_DAY)
    elif date.fromisoformat(str(day)) > today:
        yield row.fault("on", Text("这个日期还没有到。", "that day has not come yet."), _GIVE_DAY)


def _home_faults(row: Read, said: str, meant: tuple[str, ...]) -> Iterator[CellFault]:
    if not meant:
        none = Text("名册里没有“{said}”。", "the roll has no home '{said}'.")
        yield row.fault("unit", none.filled(said=shown(said)), _OR_BLANK)
    elif len(meant) > 1:
        listed = Text("、".join(meant[:5]), ", ".join(meant[:5]))
        many = Text("“{said}”可能是{ids}。", "'{said}' may be {ids}.")
        yield row.fault("unit", many.filled(said=shown(said), ids=listed), _OR_BLANK)


_HOME = re.compile(
    r"[0-9A-Za-z甲乙丙丁东南西北]+(?:号楼|号|栋|幢|座|弄|单元|门|[-－—#])"
    r"[0-9A-Za-z号楼栋幢座单元门层\-－—#]*[0-9]室?|(?<![0-9])[0-9]{3,4}室"
)
_A_DAY = re.compile(r"(?:19|20)[0-9]{2}[-－—]")


def home_in(words: str, index: HomeIndex) -> str:
    """The one home that stands in what somebody wrote; empty where none does, or several."""
    said = (one for one in _HOME.findall(words) if not _A_DAY.match(one))
    found = {meant[0] for one in said if len(meant := index.meant(one)) == 1}
    return found.pop() if len(found) == 1 else ""


def _same(one: NewPayment, other: NewPayment) -> bool:
    return (one.unit, one.amount, one.on, one.payer) == (
        other.unit, other.amount, other.on, other.payer,
    )  # fmt: skip


_DIFFERS = Text(
    "第{row}行是同一个流水号，内容不同。", "row {row} has the same receipt and says something else."
)
_ONE_IS_WRONG = Text("请核对是不是两笔。", "Look whether they are two payments.")
_GIVE_DAY = Text("请填到账的日期。", "Give the day on which it came in.")
_OR_BLANK = Text(
    "请按名册写门牌，如8号楼101室；不知道的留空，这笔会另放。",
    "Write it as the roll has it, 8-101 say; leave it blank where nobody knows: it is kept apart.",
)
