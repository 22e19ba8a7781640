"""Doing an act: who may, what is changed under the writer's lock, and the plain answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from enum import Enum
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Protocol

import attrs

from tickbox_core.categories import fields_of, read
from tickbox_core.categories.fields import hidden_mark_fault
from tickbox_core.declarations import LEFT_OUT, Role, Thing, references
from tickbox_core.declarations.acts import FIELDS_FORMERLY, Act, Standing
from tickbox_core.declarations.fields import PictureFile
from tickbox_core.errors import BadValue, ChangedMeanwhile, NotAllowed, NotCountersigned
from tickbox_core.text import Text
from tickbox_core.workflow.actors import NOBODY, Actor
from tickbox_core.workflow.changing import laid_over, require_unchanged, standing, stands_as_it_did
from tickbox_core.workflow.resolving import UNKNOWN, as_they_are

NO_THINGS: Mapping[str, Thing] = MappingProxyType({})


class PerformingDesk(Protocol):
    """What is needed of a desk: a transaction that knows who does what in it, with what."""

    def transaction(
        self,
        actor: Actor,
        act: str,
        second: Actor | None = None,
        *,
        about: Mapping[str, Sequence[str]] | None = None,
        once: bool = False,
        holds: Callable[[], object] = ...,
    ) -> AbstractContextManager[None]:
        """One durable transaction of the desk, closed by the entry that says who did it."""
        ...

    def catch_up(self) -> object:
        """Write down first what has become due by itself."""
        ...


MAY_SIGN_BESIDE = frozenset({Role.STAFF, Role.TOWN})
"""Whose signature makes the second of two: an office or an observer looks on, a keyer keys."""


def under_todays_names(act: Act, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is given, each field by the name it has now; a field given by both names keeps both."""
    known = {one.key for one in fields_of(act.fields)}
    former = {
        old: new
        for old, new in FIELDS_FORMERLY.items()
        if old in given and old not in known and new in known and new not in given
    }
    return {former.get(name, name): value for name, value in given.items()} if former else given


def perform(
    act: Act,
    desk: PerformingDesk,
    given: Mapping[str, Any],
    actor: Actor = NOBODY,
    second: Actor | None = None,
    things: Mapping[str, Thing] = NO_THINGS,
) -> Any:
    """Have the desk do it; the answer is plain, for JSON.

    ``things`` are the kinds of thing that fields refer to, by kind.

    ``second`` is who signs beside ``actor`` where the act is one of two people; both come from a
    token (``Town.actor``) or a host's own log-in, never from a name that somebody typed.

    Raises ``NotAllowed`` where the actor may not, ``NotCountersigned`` without another person's
    signature, ``BadValue`` naming the first field that will not do, ``ChangedMeanwhile`` where
    somebody else has changed what was to be changed, and whatever the desk refuses.
    """
    allow(act, actor)
    desk.catch_up()
    act.refuse_gone(given)
    given = under_todays_names(act, given)
    refuse_hidden_marks(act, given)
    more = (countersign(act, actor, second),) if act.second else ()
    try:
        answer = _in_turn(act, desk, given, actor, more)
    except UNKNOWN:
        found = as_they_are(act.fields, desk, given, actor, things)
        if found is None:
            raise
        answer = _in_turn(act, desk, found, actor, more)
    if act.after is not None:  # what is done is done: whatever fails here is not tried again
        answer = act.after(desk, answer)
    return plain_answer(act, answer)


def refuse_hidden_marks(act: Act, given: Mapping[str, Any]) -> None:
    """Raise ``BadValue`` for a mark that nobody sees in what is handed in, naming the field."""
    for one in fields_of(act.fields):
        if not isinstance(one.kind, PictureFile):
            found = hidden_mark_fault(one, given.get(one.key))
            if found is not None:
                raise BadValue(act.key, found.problem, found.remedy)


def _in_turn(
    act: Act, desk: PerformingDesk, given: Mapping[str, Any], actor: Actor, more: tuple[Actor, ...]
) -> Any:
    """The answer; once more where only what lies beside the thing has changed meanwhile."""
    for _ in range(TRIES - 1):
        stood = standing(act.change, act.fields, desk, given)
        try:
            return _perform_standing(act, desk, given, actor, more, stood)
        except ChangedMeanwhile:
            if not stands_as_it_did(stood, standing(act.change, act.fields, desk, given)):
                raise
    stood = standing(act.change, act.fields, desk, given)
    return _perform_standing(act, desk, given, actor, more, stood)


TRIES = 4
"""How often a change is made where only what lies beside it has changed meanwhile."""


def _perform_standing(
    act: Act,
    desk: PerformingDesk,
    given: Mapping[str, Any],
    actor: Actor,
    more: tuple[Actor, ...],
    stood: Standing | None,
) -> Any:
    """What an act gives that is done to a thing that ``stood`` so; durable when it comes back."""
    found, over = None, given
    if act.change is not None:
        over, found = laid_over(act.fields, act.key, act.change.names, stood, given)
    last = () if act.change is None else (found,)
    fields: Any = read(act.fields, over, act.key)
    if act.reads:
        return act.run(desk, fields, actor, *more, *last)

    def holds() -> None:
        require_unchanged(act.change, act.fields, desk, given, stood)

    about = references(fields)
    with desk.transaction(actor, act.key, *more, about=about, once=act.once, holds=holds):
        return act.run(desk, fields, actor, *more, *last)


def plain_answer(act: Act, value: Any) -> Any:
    """What an act answers as JSON has it, as ``act.answer`` describes it."""
    return plain_of(value)


def allow(act: Act, actor: Actor) -> None:
    """Raise ``NotAllowed`` where an act is for others than who asks, or they are not named."""
    if actor.role not in act.roles or (act.role is not Role.ANYBODY and not actor.named):
        raise NotAllowed(act.title, act.role.words)


def countersign(act: Act, actor: Actor, second: Actor | None) -> Actor:
    """Who signs beside, or ``NotCountersigned``: nobody, somebody who may not, the same person."""
    return countersign_title(act.title, actor, second)


def countersign_title(title: Text, actor: Actor, second: Actor | None) -> Actor:
    """The same of whatever is called so."""
    if second is None or not second.named or second.role not in MAY_SIGN_BESIDE:
        raise NotCountersigned(title, _NOBODY_SIGNS)
    if second.is_same_person(actor):
        raise NotCountersigned(title, _THE_SAME)
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
            field.name.rstrip("_"): plain_of(held)
            for field in attrs.fields(type(value))
            if not field.name.startswith("_")
            and (held := getattr(value, field.name)) is not LEFT_OUT
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
