"""Writing down what came in for a project: many at once, assigned, set right, undone.

All of it is sealed: what is public of an entry is which project it is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from tickbox_core.components.projects import payments
from tickbox_core.components.projects.money import collection
from tickbox_core.components.projects.payments import NewPayment, Payment
from tickbox_core.components.projects.project import Collection
from tickbox_core.components.projects.standing import REASON, not_ahead
from tickbox_core.components.projects.state import Projects
from tickbox_core.errors import NotListed, NotPossible
from tickbox_core.model._checks import whole
from tickbox_core.text import Text, yuan
from tickbox_core.workflow.entries import DiaryEntry, rejection, require_text

PAYMENT = Text("收款", "payment")


def pay(projects: Projects, id_: str, new: NewPayment, today: date, by: str) -> DiaryEntry:
    """A household has paid (part of) what it owes: unit and amount are sealed.

    Raises ``NotPossible`` where nothing is collected or the records were erased, for a unit that
    owes nothing, for more than it still owes, and for a receipt that is in the ledger already.
    """
    held = collection(projects.project(id_))
    not_ahead(new.on, today)
    unit = new.unit
    _owes(held, unit)
    left = max(0, (held.dues or {})[unit] - held.paid.get(unit, 0))
    if not 0 < whole(new.amount, "amount") <= left:
        raise rejection(
            Text(f"“{unit}”还应交{_plain(left)}元。", f"'{unit}' still owes {_plain(left)} yuan."),
            Text("请核对金额。", "Check the amount."),
        )
    refuse_known_receipt(held, new.receipt)
    return DiaryEntry("project-paid", {"project": id_}, {**_plain_of(new), "by": by})


def unpay(
    projects: Projects, id_: str, new: NewPayment, today: date, by: str, why: Text
) -> DiaryEntry:
    """What a household had paid goes back, or was never paid: unit, amount and reason are sealed.

    Raises ``NotPossible`` without a reason, where nothing is collected, and for more than it paid.
    """
    held = collection(projects.project(id_))
    not_ahead(new.on, today)
    require_text(why.zh, REASON)
    unit = new.unit
    paid = held.paid.get(unit, 0)
    if not 0 < whole(new.amount, "amount") <= paid:
        raise rejection(
            Text(f"“{unit}”登记了{_plain(paid)}元。", f"'{unit}' has paid {_plain(paid)} yuan."),
            Text("请核对门牌和金额。", "Check the unit and the amount."),
        )
    sealed = {**_plain_of(new), "by": by, "why": why.plain()}
    return DiaryEntry("project-unpaid", {"project": id_}, sealed)


def _plain_of(new: NewPayment) -> dict[str, object]:
    """What is sealed of a payment: what nobody said of it is left out."""
    return {name: value for name, value in new.plain().items() if value != ""}


def _plain(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02}"


def read_in(
    projects: Projects, id_: str, new: Sequence[NewPayment], today: date, by: str
) -> DiaryEntry:
    """Write the payments of a table down, all of them in one entry.

    Raises ``NotPossible`` where nothing is collected or the records were erased, for a home that
    owes nothing, for a day to come, and for an amount of 0 or less.
    """
    held = collection(projects.project(id_))
    for one in new:
        _sound(held, one, today)
    return DiaryEntry(
        "project-payments", {"project": id_}, {"rows": [_plain_of(one) for one in new], "by": by}
    )


def assign(projects: Projects, id_: str, ref: int, unit: str, by: str) -> DiaryEntry:
    """Say whose an unassigned payment was.

    Raises ``NotPossible`` for one that has a home, and for a home that owes nothing; ``NotListed``
    where there is none of that number.
    """
    held = collection(projects.project(id_))
    found = _standing(held, ref)
    if found.held.unit:
        raise rejection(
            Text(f"第{ref}笔已经写明是哪一户交的。", f"whose payment {ref} was is said already."),
            Text("写错了请更正这一笔。", "If it is wrong, set the payment right."),
        )
    _owes(held, unit)
    return DiaryEntry(
        "project-payment-assigned", {"project": id_}, {"ref": ref, "unit": unit, "by": by}
    )


def correct(
    projects: Projects,
    id_: str,
    ref: int,
    *,
    unit: str | None = None,
    amount: int | None = None,
    on: date | None = None,
    today: date,
    by: str,
    why: Text,
) -> DiaryEntry:
    """Set a payment right; what stood before is superseded and kept.

    ``unit``, ``amount`` and ``on`` are what is right (``None``: as it was); an amount of 0: nothing
    was paid.  Raises ``NotPossible`` without a reason, where nothing would change, for what went
    back, for a home that owes nothing, and where more has gone back to a home than would be left.
    """
    held = collection(projects.project(id_))
    require_text(why.zh, REASON)
    found = _standing(held, ref)
    was = found.held
    if was.amount < 0:
        raise rejection(
            Text(f"第{ref}笔是退款。", f"payment {ref} went back to the home."),
            Text("请另行登记。", "Record what is right by itself."),
        )
    new = NewPayment(
        was.unit if unit is None else unit,
        was.amount if amount is None else whole(amount, "amount"),
        on or was.on,
        was.receipt,
        was.payer,
        was.what,
    )
    if new == was:
        raise rejection(
            Text("和原来登记的一样。", "it is as it was written down."),
            Text("请写明正确的房号、金额或日期。", "Say which home, amount or day is right."),
        )
    if new.amount:
        _sound(held, new, today)
    _enough_left(payments.set_right(held.payments, ref, new, why))
    sealed = {"ref": ref, "row": _plain_of(new), "why": why.plain(), "by": by}
    return DiaryEntry("project-payment-corrected", {"project": id_}, sealed)


def undo(projects: Projects, id_: str, refs: Iterable[int], by: str) -> DiaryEntry:
    """Take the payments of a table back.

    Raises ``NotPossible`` where one of them was assigned or set right since, or where more has gone
    back to a home than would be left.
    """
    held = collection(projects.project(id_))
    gone = list(refs)
    if any(not _payment(held, ref).stands for ref in gone):
        raise rejection(
            Text("其中有收款后来写明了房号或更正过。", "some of them were set right since."),
            Text("请逐笔更正。", "Set them right one by one."),
        )
    _enough_left(payments.undo(held.payments, gone))
    return DiaryEntry("project-payments-undone", {"project": id_}, {"refs": gone, "by": by})


def refuse_known_receipt(held: Collection, receipt: str) -> None:
    """Refuse a receipt that stands in the ledger already."""
    if receipt and any(
        line.receipt == receipt
        for one in payments.known_payments(held.payments)
        for line in one.lines
    ):
        raise rejection(
            Text(f"流水号“{receipt}”已经登记过。", f"the receipt '{receipt}' is in the ledger."),
            Text("同一笔不要登记两次。", "A payment is written down once."),
        )


def _sound(held: Collection, one: NewPayment, today: date) -> None:
    if whole(one.amount, "amount") == 0:
        raise rejection(Text("金额是0。", "the amount is 0."))
    not_ahead(one.on, today)
    if one.unit:
        _owes(held, one.unit)


def _owes(held: Collection, unit: str) -> None:
    if unit not in (held.dues or {}):
        raise rejection(Text(f"“{unit}”不用出资。", f"'{unit}' owes nothing."))


def _payment(held: Collection, ref: int) -> Payment:
    for one in held.payments:
        if one.ref == ref:
            return one
    raise NotListed(PAYMENT, str(ref))


def _standing(held: Collection, ref: int) -> Payment:
    found = _payment(held, ref)
    if not found.stands:
        raise rejection(
            Text(f"第{ref}笔已经更正或撤回。", f"payment {ref} was set right or taken back."),
            Text("请看它更正后的一笔。", "Look at the one that stands in its place."),
        )
    return found


def _enough_left(after: Sequence[Payment]) -> None:
    for unit, paid in payments.paid_by_unit(after).items():
        if paid < 0:
            raise _given_back(unit, -paid)


def _given_back(unit: str, more: int) -> NotPossible:
    sum_ = yuan(more)
    return rejection(
        Text(
            f"这样“{unit}”退回的比交的多{sum_.zh}。",
            f"'{unit}' would have got back {sum_.en} more than it paid.",
        ),
        Text("请先核对退款。", "Look at what went back first."),
    )
