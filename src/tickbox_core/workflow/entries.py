"""What happens in an area's year, one entry at a time.

An entry of the diary is a *kind*, public *facts*, and what is *sealed*: names, contacts, words that
may name somebody.  The ledger keeps kind, facts and a salted commitment to what is sealed; the
sealed part itself lies in a table and can be erased, after which the ledger still verifies.

Commands are pure functions from the state and what is asked to entries, or to a refusal.  The state
is nothing but the entries, applied in their order.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import attrs

from tickbox_core.categories.fields import hidden_mark_words
from tickbox_core.errors import NotPossible
from tickbox_core.model._checks import frozen_mapping
from tickbox_core.text import EMPTY, Text, find_hidden_mark

Plain = Mapping[str, Any]


@attrs.frozen(hash=False)
class DiaryEntry:
    """One thing that has happened.

    ``facts`` are public and plain.  ``sealed`` is plain too; ``None`` where nothing is sealed or
    where it was erased (``erased``).  ``at`` and ``position`` are the ledger's.
    """

    kind: str
    facts: Plain = attrs.field(factory=dict, converter=frozen_mapping)
    sealed: Plain | None = attrs.field(
        default=None, converter=attrs.converters.optional(frozen_mapping), repr=False
    )
    at: str = ""
    position: int = -1
    erased: bool = False

    def secret(self, name: str, otherwise: Any = None) -> Any:
        """A sealed value, or ``otherwise`` where it is not there (any more)."""
        return otherwise if self.sealed is None else self.sealed.get(name, otherwise)


class StatePart(Protocol):
    """A part of an area's state; it knows what becomes of it when something has happened."""

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of entry it takes."""
        ...

    def apply(self, happened: DiaryEntry) -> None:
        """Take an entry that was checked when it was written: it never refuses one."""
        ...


def require_text(value: str, what: Text) -> str:
    """Words that are not blank, without blanks around them (``NotPossible`` otherwise)."""
    words = value.strip()
    if words:
        return words
    raise rejection(
        Text("{what}没有填写。", "{what} is missing.").filled(what=what),
        Text("请补上。", "Write it."),
    )


def refuse_hidden_marks(words: str, what: Text) -> None:
    """Raise ``NotPossible`` for a mark that nobody sees in words that come by no act."""
    if hidden := find_hidden_mark(words):
        problem, remedy = hidden_mark_words(*hidden)
        said = Text("“{what}”{problem}", "'{what}' {problem}")
        raise rejection(said.filled(what=what, problem=problem), remedy)


def rejection(problem: Text, remedy: Text = EMPTY) -> NotPossible:
    """The refusal of a step, with what to do instead."""
    return NotPossible(problem, remedy)


def require_two_people(first: str, second: str) -> None:
    """Refuse where a second person is asked for and is not another one (``NotPossible``)."""
    require_text(first, Text("经办人", "who does it"))
    require_text(second, Text("复核人", "the second person"))
    if first.strip() == second.strip():
        raise rejection(
            Text("经办人和复核人是同一个人。", "both are the same person."),
            Text("请由另一个人复核。", "Have another person check it."),
        )
