"""What came in for a project, payment by payment; what was wrong is superseded, never struck out.

A *payment* is numbered in the order in which it was written down.  One whose home nobody knows is
*unassigned*: it is kept apart until somebody says whose it was.  Amounts in fen; all of it is
sealed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import attrs

from tickbox_core.text import EMPTY, Text


@attrs.frozen
class NewPayment:
    """A payment to be written down: whose (empty: nobody knows), how much, when, by which receipt.

    ``receipt`` is the number that a bank or a cashier gave it, ``payer`` who paid as the bank names
    them, ``what`` what stands beside it.
    """

    unit: str = attrs.field(repr=False)
    amount: int
    on: date
    receipt: str = attrs.field(default="", repr=False)
    payer: str = attrs.field(default="", repr=False)
    what: str = attrs.field(default="", repr=False)

    @classmethod
    def of(cls, plain: Mapping[str, object]) -> NewPayment:
        """From what a diary seals of it."""
        said = {name: str(plain.get(name) or "") for name in ("unit", "receipt", "payer", "what")}
        amount = plain["amount"]
        assert isinstance(amount, int)
        return cls(amount=amount, on=date.fromisoformat(str(plain["on"])), **said)

    def plain(self) -> dict[str, object]:
        """For the diary; ``of`` reads it."""
        return {**attrs.asdict(self), "on": self.on.isoformat()}


@attrs.frozen
class Payment:
    """A line of the ledger: its number (``ref``) and what was written down.

    An amount below 0 went back to the home.  ``replaces`` is the line that this one sets right
    (0: none), ``superseded`` whether a later one does, ``undone`` whether the table that it came
    with was taken back, ``why`` the reason of whoever set it right or gave it back.
    """

    ref: int
    held: NewPayment = attrs.field(repr=False)
    replaces: int = 0
    superseded: bool = False
    undone: bool = False
    why: Text = attrs.field(default=EMPTY, repr=False)

    @property
    def amount(self) -> int:
        """Fen; below 0 what went back."""
        return self.held.amount

    @property
    def stands(self) -> bool:
        """Whether it counts."""
        return not (self.superseded or self.undone)


def paid_by_unit(payments: Iterable[Payment]) -> dict[str, int]:
    """Fen by unit, of the payments that stand and whose home is known."""
    found: dict[str, int] = {}
    for one in payments:
        if one.stands and one.held.unit:
            found[one.held.unit] = found.get(one.held.unit, 0) + one.held.amount
    return found


def find_unassigned(payments: Iterable[Payment]) -> tuple[Payment, ...]:
    """Those that stand and whose home nobody knows."""
    return tuple(one for one in payments if one.stands and not one.held.unit)


def append(
    payments: Sequence[Payment], new: Iterable[NewPayment], why: Text = EMPTY
) -> tuple[Payment, ...]:
    """The ledger with these behind it."""
    first = len(payments) + 1
    return (*payments, *(Payment(ref, one, why=why) for ref, one in enumerate(new, first)))


def set_right(
    payments: Sequence[Payment], ref: int, new: NewPayment, why: Text = EMPTY
) -> tuple[Payment, ...]:
    """The ledger with a line superseded by a new one; by none where nothing was paid."""
    held = tuple(attrs.evolve(one, superseded=True) if one.ref == ref else one for one in payments)
    if not new.amount:
        return tuple(attrs.evolve(one, why=why) if one.ref == ref else one for one in held)
    return (*held, Payment(len(held) + 1, new, replaces=ref, why=why))


def undo(payments: Sequence[Payment], refs: Iterable[int]) -> tuple[Payment, ...]:
    """The ledger with the lines of a table taken back."""
    gone = set(refs)
    return tuple(attrs.evolve(one, undone=True) if one.ref in gone else one for one in payments)


@attrs.frozen
class KnownPayment:
    """A payment that is in the ledger already, with what was set right of it since."""

    lines: tuple[NewPayment, ...]


def known_payments(payments: Iterable[Payment]) -> tuple[KnownPayment, ...]:
    """Each payment that was written down once, but for what went back and what was undone."""
    chains: dict[int, list[NewPayment]] = {}
    root: dict[int, int] = {}
    for one in payments:
        if one.undone or (one.held.amount < 0 and not one.replaces):
            continue
        root[one.ref] = root.get(one.replaces, one.ref)
        chains.setdefault(root[one.ref], []).append(one.held)
    return tuple(KnownPayment(tuple(chain)) for chain in chains.values())
