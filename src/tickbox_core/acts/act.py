"""An act: something people can have the desk do, or ask it, described once for every way of asking.

The command line, the JSON API, its documentation and the staff's forms are all made from the same
description: a key, who may, which fields it asks for, and a function from them to a plain answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any

import attrs

from tickbox_core.acts.changing import (
    Change,
    Standing,
    laid_over,
    standing,
    stands_as_it_did,
    unchanged,
)
from tickbox_core.acts.resolving import UNKNOWN, as_they_are
from tickbox_core.categories import fields_of, json_schema, read
from tickbox_core.declarations import Reference, answer_schema, references
from tickbox_core.desk import NOBODY, WITH_TOKENS, Actor, Desk, Role
from tickbox_core.errors import ChangedMeanwhile, NotAllowed, NotCountersigned, UnknownName
from tickbox_core.text import EMPTY, Text

__all__ = [
    "COMMITTEE",
    "NOBODY",
    "WITH_TOKENS",
    "Act",
    "Actor",
    "Acts",
    "Role",
    "allow",
    "countersign",
    "perform",
    "plain_of",
]

Run = Callable[..., Any]
"""``run(desk, fields, actor)``; of an act of two people ``run(desk, fields, actor, second)``.

Of an act that changes something, how it stands (``Standing``; ``None``: it is new) comes last.
"""
Look = Callable[[Any, Mapping[str, Any]], Any]
"""``look(desk, given)``: what is there to be looked at, by the act's plain fields."""


COMMITTEE = frozenset({Role.STAFF, Role.TOWN, Role.OBSERVER})
"""Who reads what only the committee may read: wishes as written, where slots live."""


@attrs.frozen(eq=False)
class Act:
    """``key`` is ``stage/name``; ``fields`` an attrs class of fields (``categories``).

    ``run`` answers, from the desk, the fields and who asks.  ``reads``: it changes nothing.
    ``role`` is whom it is for, ``also`` who else may.  ``second``: another actor signs beside
    whoever asks, and both names are sealed.  ``change``: it changes something that may be there.
    ``irreversible``: it cannot be undone, so that whoever does it is shown once more what it is.
    ``look`` is what people look at before they do it; ``look_after``: and in answer to it.
    ``closed`` is what its form says where there is nothing that it can be done for.
    ``answer`` says what is answered: an attrs class of outputs, or ``ListOf`` one.
    ``after(desk, answer)`` is what has to wait for the commit, and gives the answer.  ``once``:
    the diary notes it the first time that somebody does it with the same public references.
    """

    key: str
    title: Text
    fields: type
    run: Run
    role: Role = Role.STAFF
    reads: bool = False
    about: Text = EMPTY
    also: tuple[Role, ...] = ()
    second: bool = False
    irreversible: bool = False
    look: Look | None = None
    look_after: bool = False
    closed: Text = EMPTY
    change: Change | None = None
    after: Callable[[Any, Any], Any] | None = None
    once: bool = False
    answer: Any = None

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
    def answer_schema(self) -> dict[str, Any]:
        """JSON Schema of what is answered."""
        return answer_schema(self.answer)

    @property
    def roles(self) -> frozenset[Role]:
        """Who may: the one place where that is decided."""
        if self.role is Role.ANYBODY:
            return frozenset(Role) - (frozenset() if self.reads else {Role.OBSERVER})
        reading = COMMITTEE if self.reads and self.role is Role.STAFF else frozenset()
        return frozenset({self.role, *self.also, *reading})

    @property
    def makes(self) -> bool:
        """Whether it makes something new, under an id that is given to it."""
        found = (one.refers for one in fields_of(self.fields))
        return any(isinstance(one, Reference) and one.new for one in found)

    @property
    def stage(self) -> str:
        """What stands before the stroke."""
        return self.key.partition("/")[0]


MAY_SIGN_BESIDE = frozenset({Role.STAFF, Role.TOWN})
"""Whose signature makes the second of two: an office or an observer looks on, a keyer keys."""


FORMERLY = {"wish/list": "item/add"}
"""Names that acts had: who asks by one gets the act, and what a diary has noted keeps its name."""


FIELDS_FORMERLY = {"cycle": "round"}
"""Names that fields of acts had: what is given by one is read as given by the name of today."""


def under_todays_names(act: Act, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is given, each field by the name it has now; a field given by both names keeps both."""
    known = {one.key for one in fields_of(act.fields)}
    former = {
        old: new
        for old, new in FIELDS_FORMERLY.items()
        if old in given and old not in known and new in known and new not in given
    }
    return {former.get(name, name): value for name, value in given.items()} if former else given


class Acts(Mapping[str, Act]):
    """Acts by key, in the order of the year; found by the names that they had before, too."""

    def __init__(self, acts: Iterable[Act]) -> None:
        self._acts = {act.key: act for act in acts}

    def __getitem__(self, key: str) -> Act:
        try:
            return self._acts[FORMERLY.get(key, key)]
        except KeyError:
            raise UnknownName("act", key, tuple(self._acts)) from None

    def __iter__(self) -> Any:
        return iter(self._acts)

    def __len__(self) -> int:
        return len(self._acts)

    def __contains__(self, key: object) -> bool:
        return key in self._acts or (isinstance(key, str) and FORMERLY.get(key) in self._acts)


def perform(
    act: Act,
    desk: Desk,
    given: Mapping[str, Any],
    actor: Actor = NOBODY,
    second: Actor | None = None,
) -> Any:
    """Have the desk do it; the answer is plain, for JSON.

    ``second`` is who signs beside ``actor`` where the act is one of two people; both come from a
    token (``Town.actor``) or a host's own log-in, never from a name that somebody typed.

    Raises ``NotAllowed`` where the actor may not, ``NotCountersigned`` without another person's
    signature, ``BadValue`` naming the first field that will not do, ``ChangedMeanwhile`` where
    somebody else has changed what was to be changed, and whatever the desk refuses.
    """
    allow(act, actor)
    given = under_todays_names(act, given)
    more = (countersign(act, actor, second),) if act.second else ()
    try:
        return _in_turn(act, desk, given, actor, more)
    except UNKNOWN:
        found = as_they_are(act.fields, desk, given, actor)
        if found is None:
            raise
    return _in_turn(act, desk, found, actor, more)


def _in_turn(
    act: Act, desk: Desk, given: Mapping[str, Any], actor: Actor, more: tuple[Actor, ...]
) -> Any:
    """The answer; once more where only what lies beside the thing has changed meanwhile."""
    for _ in range(TRIES - 1):
        stood = standing(act.change, act.fields, desk, given)
        try:
            return _performed(act, desk, given, actor, more, stood)
        except ChangedMeanwhile:
            if not stands_as_it_did(stood, standing(act.change, act.fields, desk, given)):
                raise
    stood = standing(act.change, act.fields, desk, given)
    return _performed(act, desk, given, actor, more, stood)


TRIES = 4
"""How often a change is made where only what lies beside it has changed meanwhile."""


def _performed(
    act: Act,
    desk: Desk,
    given: Mapping[str, Any],
    actor: Actor,
    more: tuple[Actor, ...],
    stood: Standing | None,
) -> Any:
    """The answer of an act to a thing that ``stood`` so."""
    found, over = None, given
    if act.change is not None:
        over, found = laid_over(act.fields, act.key, act.change.names, stood, given)
    last = () if act.change is None else (found,)
    fields: Any = read(act.fields, over, act.key)
    if act.reads:
        return plain_answer(act, act.run(desk, fields, actor, *more, *last))

    def holds() -> None:
        unchanged(act.change, act.fields, desk, given, stood)

    about = references(fields)
    with desk.transaction(actor, act.key, *more, about=about, once=act.once, holds=holds):
        answer = act.run(desk, fields, actor, *more, *last)
    return plain_answer(act, answer if act.after is None else act.after(desk, answer))


def plain_answer(act: Act, value: Any) -> Any:
    """What an act answers as JSON has it, as ``act.answer`` describes it."""
    return plain_of(value)


def allow(act: Act, actor: Actor) -> None:
    """Raise ``NotAllowed`` where an act is for others than who asks, or they are not named."""
    if actor.role not in act.roles or (act.role is not Role.ANYBODY and not actor.named):
        raise NotAllowed(act.title, act.role.words)


def countersign(act: Act, actor: Actor, second: Actor | None) -> Actor:
    """Who signs beside, or ``NotCountersigned``: nobody, somebody who may not, the same person."""
    if second is None or not second.named or second.role not in MAY_SIGN_BESIDE:
        raise NotCountersigned(act.title, _NOBODY_SIGNS)
    if second.is_same_person(actor):
        raise NotCountersigned(act.title, _THE_SAME)
    return second


_NOBODY_SIGNS = Text(
    "还没有另一位工作人员用自己的令牌复核签字。",
    "nobody else has signed with a staff token of their own.",
)
_THE_SAME = Text(
    "复核人和经办人是同一个人；请由另一个人用自己的令牌签字。",
    "the second signature is the same person's; another person has to sign with their own token.",
)


def plain_of(value: Any) -> Any:
    """A value of the house as JSON has it; personal fields (``repr=False``) are part of it."""
    for written in ("public", "plain"):  # what is stored goes by older names here and there
        if callable(to_plain := getattr(value, written, None)):
            return to_plain()
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
