"""Facts of the diary in words: labels and kinds are those of the fields that acts ask for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from tickbox_core.acts import ACTS
from tickbox_core.categories import Field, fields_of
from tickbox_core.categories.fields import YUAN
from tickbox_core.categories.kinds import Choice, Hundredths, Several
from tickbox_core.declarations import Moment, Reference
from tickbox_core.text import Text
from tickbox_server.console.answers import yuan
from tickbox_server.console.seat import Seat
from tickbox_server.console.titles import Ids, title_of

_MORE = {
    "at": Text("时间", "when"),
    "raised": Text("提出日期", "raised"),
    "supervisors": Text("监督员人数", "supervisors"),
    "printed": Text("打印", "printed"),
    "outstanding": Text("未收回", "outstanding"),
}
"""What stands in the diary and is no field of any act."""

_REFERS = {"areas": "area"}
"""To what kind of thing those keys refer whose fields do not say it themselves."""


@cache
def _fields() -> Mapping[str, tuple[Field, ...]]:
    """Every field that acts ask for, by its key."""
    found: dict[str, tuple[Field, ...]] = {}
    for act in ACTS.values():
        for field in fields_of(act.fields):
            found[field.key] = (*found.get(field.key, ()), field)
    return found


@cache
def labels() -> Mapping[str, Text]:
    """The label of each field of each act, and of what only the diary holds."""
    return {**{key: fields[-1].label for key, fields in _fields().items()}, **_MORE}


def fact(seat: Seat, key: str, value: Any, ids: Ids) -> str:
    """A single fact as people read it; fen as yuan.  ``ids``: which round it is of, if any."""
    if isinstance(value, bool):
        return seat.visit.say(Text("是", "yes") if value else Text("否", "no"))
    if isinstance(value, int) and any(_is_money(one) for one in _fields().get(key, ())):
        return seat.visit.say(yuan(value))
    if isinstance(value, str):
        if (words := _known(seat, key, value, ids)) is not None:
            return seat.visit.say(words)
        if _is_moment(value):
            return seat.visit.say(Moment().shown(value))
    return str(value)


def _is_money(field: Field) -> bool:
    return isinstance(field.kind, Hundredths) and field.kind.unit == YUAN


def _known(seat: Seat, key: str, value: str, ids: Ids) -> Text | None:
    """The words of a choice, or the title of what is referred to."""
    kinds = [_REFERS[key]] if key in _REFERS else []
    for field in _fields().get(key, ()):
        kind = field.kind.each if isinstance(field.kind, Several) else field.kind
        if isinstance(kind, Choice) and value in kind.choices:
            return kind.shown(value)
        if isinstance(field.refers, Reference):
            kinds.append(field.refers.kind)
    titles = (title_of(seat, kind, value, ids) for kind in dict.fromkeys(kinds))
    return next((title for title in titles if title and title != Text.of(value)), None)


def _is_moment(value: str) -> bool:
    try:
        return "T" in value and bool(datetime.fromisoformat(value))
    except ValueError:
        return False
