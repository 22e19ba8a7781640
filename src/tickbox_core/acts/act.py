"""An act: something people can have the desk do, or ask it, described once for every way of asking.

The command line, the JSON API, its documentation and the staff's forms are all made from the same
description: a key, who may, which fields it asks for, and a function from them to a plain answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import Enum, StrEnum
from fractions import Fraction
from typing import Any

import attrs

from tickbox_core.acts.changing import Change, laid_over, standing
from tickbox_core.categories import fields_of, json_schema, read
from tickbox_core.desk import Desk, Town
from tickbox_core.errors import NotAllowed, UnknownName
from tickbox_core.text import EMPTY, Text


class Role(StrEnum):
    """Who asks: anybody, who works for the area, or whoever holds an office in a part of it.

    ``STAFF`` are the committee's own people; ``TOWN`` reads with them and sees to awards, a
    ``KEYER`` keys paper, an ``OBSERVER`` reads and never writes.
    """

    ANYBODY = "anybody"
    STAFF = "staff"
    TOWN = "town"
    KEYER = "keyer"
    OBSERVER = "observer"
    GROUP = "group"
    STAIRWELL = "stairwell"

    @property
    def words(self) -> Text:
        """The role in words."""
        return _ROLE_WORDS[self]


_ROLE_WORDS = {
    Role.ANYBODY: Text("任何人", "anybody"),
    Role.STAFF: Text("工作人员", "staff"),
    Role.TOWN: Text("镇（街道）工作人员", "staff of the town"),
    Role.KEYER: Text("录入员", "keyers"),
    Role.OBSERVER: Text("观察员", "observers"),
    Role.GROUP: Text("监督管理小组成员", "members of a supervision group"),
    Role.STAIRWELL: Text("楼组代表", "stairwell representatives"),
}


WITH_TOKENS = (Role.STAFF, Role.TOWN, Role.KEYER, Role.OBSERVER)
"""The roles that a staff token can give; offices bring their own tokens."""


@attrs.frozen
class Actor:
    """Who asks for an act; ``name`` stands in the sealed part of what is written.

    ``office`` is the office that gives a member or a representative the role.
    """

    name: str = ""
    role: Role = Role.ANYBODY
    office: str = ""


NOBODY = Actor()
Run = Callable[..., Any]
"""From the desk, the fields and who asks; of an act that changes, also from what stands."""


@attrs.frozen(eq=False)
class Act:
    """``key`` is ``stage/name``; ``fields`` an attrs class of fields (``categories``).

    ``run`` answers, from the desk, the fields and who asks.  ``reads``: it changes nothing.
    ``role`` is whom it is for, ``also`` who else may.  ``change``: it changes something that is
    there; then ``run`` is also told how that stands (``None``: it is new).
    """

    key: str
    title: Text
    fields: type
    run: Run
    role: Role = Role.STAFF
    reads: bool = False
    about: Text = EMPTY
    also: tuple[Role, ...] = ()
    change: Change | None = None

    @property
    def required(self) -> tuple[str, ...]:
        """The fields that have to be given: of what is there already, those that name it."""
        if self.change is not None:
            return self.change.names
        return tuple(field.key for field in fields_of(self.fields) if field.required)

    @property
    def schema(self) -> dict[str, Any]:
        """JSON Schema of what is given."""
        return {**json_schema(self.fields), "required": list(self.required)}

    @property
    def roles(self) -> frozenset[Role]:
        """Who may: the one place where that is decided."""
        if self.role is Role.ANYBODY:
            return frozenset(Role) - (frozenset() if self.reads else {Role.OBSERVER})
        reading = {Role.TOWN, Role.OBSERVER} if self.reads and self.role is Role.STAFF else set()
        return frozenset({self.role, *self.also, *reading})

    @property
    def stage(self) -> str:
        """What stands before the stroke."""
        return self.key.partition("/")[0]


class Acts(Mapping[str, Act]):
    """Acts by key, in the order of the year."""

    def __init__(self, acts: Iterable[Act]) -> None:
        self._acts = {act.key: act for act in acts}

    def __getitem__(self, key: str) -> Act:
        try:
            return self._acts[key]
        except KeyError:
            raise UnknownName("act", key, tuple(self._acts)) from None

    def __iter__(self) -> Any:
        return iter(self._acts)

    def __len__(self) -> int:
        return len(self._acts)

    def __contains__(self, key: object) -> bool:
        return key in self._acts


def perform(act: Act, desk: Desk, given: Mapping[str, Any], actor: Actor = NOBODY) -> Any:
    """Have the desk do it; the answer is plain, for JSON.

    Raises ``NotAllowed`` where the actor may not, ``BadValue`` naming the first field that will not
    do, and whatever the desk refuses.
    """
    allow(act, actor)
    if act.change is None:
        return plain_of(act.run(desk, read(act.fields, given, act.key), actor))
    found = standing(act.change, act.fields, desk, given)
    over, found = laid_over(act.fields, act.key, act.change.names, found, given)
    return plain_of(act.run(desk, read(act.fields, over, act.key), actor, found))


def allow(act: Act, actor: Actor) -> None:
    """Raise ``NotAllowed`` where an act is for others than who asks, or they are not named."""
    if actor.role not in act.roles or (act.role is not Role.ANYBODY and not actor.name.strip()):
        raise NotAllowed(act.title, act.role.words)


def whose(town: Town, area: str, token: str) -> Actor | None:
    """Who may act for an area with that token: staff, or whoever holds an office there today."""
    clerk = town.staff(area, token.strip())
    if clerk is not None:
        return Actor(clerk.name, Role(clerk.role))
    return holder(town.desk(area), token)


def holder(desk: Desk, token: str) -> Actor | None:
    """Who holds an office of the desk's area today with that token, or ``None``."""
    office = desk.people.whose(token)
    return None if office is None else Actor(office.name, Role(office.task.value), office.id)


def plain_of(value: Any) -> Any:
    """A value of the house as JSON has it; personal fields (``repr=False``) are part of it."""
    if hasattr(value, "plain") and callable(value.plain):
        return value.plain()
    if attrs.has(type(value)):
        return {
            field.name: plain_of(getattr(value, field.name))
            for field in attrs.fields(type(value))
            if not field.name.startswith("_")
        }
    if isinstance(value, Mapping):
        return {str(key): plain_of(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain_of(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Fraction) else value
