"""What a table is put over, as it stood when somebody looked at what the table would change.

Whoever reads a table in has seen what it adds and changes.  Where that is not so any more, because
somebody else has read one in or changed the list meanwhile, it is refused, and they look again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import attrs

from tickbox_core.desk.desk import Desk
from tickbox_core.desk.importing import ITEMS, ROLL, WISHES
from tickbox_core.desk.listing import THE_LIST
from tickbox_core.errors import ChangedMeanwhile
from tickbox_core.text import Text
from tickbox_core.year import Import

NOUNS = {ITEMS: THE_LIST, ROLL: Text("名册", "the roll"), WISHES: Text("心愿", "the wishes")}
THE_IMPORT = Text("最近一次导入", "the last import")


@attrs.frozen
class Over:
    """``rows`` are the items or wishes of the table, ``stood`` what there was in their place."""

    kind: str
    round: str
    rows: Sequence[Any] = attrs.field(repr=False)
    stood: object = attrs.field(repr=False)


def over(desk: Desk, kind: str, round: str, rows: Sequence[Any] = ()) -> Over:
    """What a table of that kind would be put over now; of a roll whatever roll there is."""
    return Over(kind, round, rows, _standing(desk, kind, round, rows))


def as_looked_at(desk: Desk, seen: Over) -> Callable[[], None]:
    """What a transaction is to hold to: raises ``ChangedMeanwhile`` where that does not stand."""

    def holds() -> None:
        if _standing(desk, seen.kind, seen.round, seen.rows) != seen.stood:
            raise ChangedMeanwhile(NOUNS[seen.kind])

    return holds


def still_last(desk: Desk, seen: Import) -> Callable[[], None]:
    """What undoing is to hold to: raises ``ChangedMeanwhile`` where another import is the last."""

    def holds() -> None:
        if desk.importing.last() != seen:
            raise ChangedMeanwhile(THE_IMPORT)

    return holds


def _standing(desk: Desk, kind: str, round: str, rows: Sequence[Any]) -> object:
    if kind == WISHES:
        return desk.importing.repeated_wishes(rows)
    planned = desk.round(round)
    if kind == ROLL:
        return planned.roll
    ids = {row.id for row in rows}
    return [item for item in planned.items if item.id in ids]
