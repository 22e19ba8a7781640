"""Facts of the diary in words: labels and kinds are those of the fields that acts ask for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from tickbox_console.result_view import yuan
from tickbox_console.staff_request import StaffRequest
from tickbox_console.titles import Ids, title_of
from tickbox_core.acts import FIELDS_FORMERLY, Catalogue
from tickbox_core.acts.noted import fields_of_facts
from tickbox_core.categories import Field, fields_of
from tickbox_core.categories.fields import YUAN
from tickbox_core.categories.kinds import Choice, Day, Hundredths, Several
from tickbox_core.components.projects import DECIDED_BY
from tickbox_core.declarations import Moment, Reference, Role, choice
from tickbox_core.text import Text

_MORE = {
    "at": Text("时间", "when"),
    "raised": Text("提出日期", "raised"),
    "supervisors": Text("监督员人数", "supervisors"),
    "printed": Text("打印", "printed"),
    "outstanding": Text("未收回", "outstanding"),
    "role": Text("身份", "role"),
    "by": Text("由谁决定", "decided by"),
    "ref": Text("编号", "reference"),
    "digest": Text("摘要", "digest"),
    "channel": Text("渠道", "channel"),
    "group": Text("小组", "group"),
    "participants": Text("参与人数", "participants"),
    "judges": Text("参加评议人数", "how many judged"),
    "cycle": Text("轮次", "round"),
    "item": Text("事项", "item"),
    "items": Text("事项", "items"),
    "project": Text("项目", "project"),
    "area": Text("区域", "area"),
    "on": Text("日期", "on"),
    "until": Text("截至", "until"),
    "number": Text("编号", "number"),
    "reason": Text("理由", "reason"),
    "title": Text("名称", "title"),
    "words": Text("说明", "words"),
    "amount": Text("金额", "amount"),
}
"""What the diary holds and the act that writes it does not ask for."""

_REFERS = {"areas": "area"}
"""To what kind of thing those keys refer whose fields do not say it themselves."""


_CHOICES = {"role": choice(Role), "by": DECIDED_BY}
"""What the values mean of facts that no act asks for."""


@lru_cache(maxsize=16)
def _fields(catalogue: Catalogue) -> Mapping[str, tuple[Field, ...]]:
    """Every field that acts ask for, by its key."""
    found: dict[str, tuple[Field, ...]] = {}
    for act in catalogue.acts.values():
        for field in fields_of(act.fields):
            found[field.key] = (*found.get(field.key, ()), field)
    return found


def labels(catalogue: Catalogue) -> Mapping[str, Text]:
    """The label of each field of each act, and of what only the diary holds."""
    return {**{key: fields[-1].label for key, fields in _fields(catalogue).items()}, **_MORE}


@lru_cache(maxsize=1024)
def _of_kind(catalogue: Catalogue, kind: str) -> Mapping[str, Field]:
    return fields_of_facts(catalogue, kind)


def label(catalogue: Catalogue, kind: str, key: str) -> Text | None:
    """What a fact of a kind of entry is called: as the act says that writes it.

    Of what that act does not ask for, what every act calls it; ``None`` where they differ.
    """
    if key in (asked := _of_kind(catalogue, kind)):
        return asked[key].label
    if key in _MORE:
        return _MORE[key]
    called = {one.label for one in _fields(catalogue).get(FIELDS_FORMERLY.get(key, key), ())}
    return called.pop() if len(called) == 1 else None


def fact(seat: StaffRequest, kind: str, key: str, value: Any, ids: Ids) -> str:
    """A single fact as people read it; fen as yuan.  ``ids``: which round it is of, if any."""
    if isinstance(value, bool):
        return seat.visit.say(Text("是", "yes") if value else Text("否", "no"))
    fields = _asking_fields(seat.catalogue, kind, key)
    if isinstance(value, int) and any(_is_money(one) for one in fields):
        return seat.visit.say(yuan(value))
    if isinstance(value, str):
        if (words := _known_words(seat, fields, key, value, ids)) is not None:
            return seat.visit.say(words)
        if _is_moment(value):
            return seat.visit.say(Moment().describe(value))
        if _is_day(value):
            return seat.visit.say(Day().describe(value))
    return str(value)


def _asking_fields(catalogue: Catalogue, kind: str, key: str) -> tuple[Field, ...]:
    """The field that asked for a fact; of a kind that no act writes, every one of that name."""
    if key in (asked := _of_kind(catalogue, kind)):
        return (asked[key],)
    if key in _CHOICES:
        return ()
    return _fields(catalogue).get(FIELDS_FORMERLY.get(key, key), ())


def _is_money(field: Field) -> bool:
    return isinstance(field.kind, Hundredths) and field.kind.unit == YUAN


def _known_words(
    seat: StaffRequest, fields: tuple[Field, ...], key: str, value: str, ids: Ids
) -> Text | None:
    """The words of a choice, or the title of what is referred to."""
    if not fields and key in _CHOICES and value in _CHOICES[key].choices:
        return _CHOICES[key].describe(value)
    kinds = [_REFERS[key]] if key in _REFERS else []
    for field in fields:
        kind = field.kind.each if isinstance(field.kind, Several) else field.kind
        if isinstance(kind, Choice) and value in kind.choices:
            return kind.describe(value)
        if isinstance(field.refers, Reference):
            kinds.append(field.refers.kind)
    titles = (title_of(seat, kind, value, ids) for kind in dict.fromkeys(kinds))
    return next((title for title in titles if title and title != Text.of(value)), None)


def _is_day(value: str) -> bool:
    try:
        return len(value) == len("2026-03-06") and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _is_moment(value: str) -> bool:
    try:
        return "T" in value and bool(datetime.fromisoformat(value))
    except ValueError:
        return False
