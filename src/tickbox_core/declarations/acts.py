"""An act: something people can have a desk do, or ask it, described once for every way of asking.

The command line, the JSON API, its documentation and the staff's forms are all made from the same
description: a key, who may, which fields it asks for, and a function from them to a plain answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import attrs

from tickbox_core.categories import fields_of, json_schema
from tickbox_core.declarations.answers import answer_schema
from tickbox_core.declarations.references import Reference
from tickbox_core.declarations.roles import Role
from tickbox_core.errors import BadValue, UnknownName
from tickbox_core.model._checks import frozen_mapping
from tickbox_core.text import EMPTY, Text


@attrs.frozen
class Standing:
    """A thing as it stands: its fields as plain values, and whatever it was read from.

    ``own`` is what else of it matters to whoever changes it, and no field says (that a place is
    closed).  ``touched`` are the fields that are given or cleared now: only those are to change.
    """

    plain: Mapping[str, Any]
    base: Any = None
    own: Any = None
    touched: frozenset[str] = frozenset()


Find = Callable[[Any, Mapping[str, Any]], Standing | None]
"""``find(desk, named)``."""


@attrs.frozen(eq=False)
class Change:
    """What an act changes: the fields that ``names`` it, and how it stands (``None``: it is new).

    ``find`` gets the values that name it, by field.
    """

    names: tuple[str, ...]
    find: Find


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
    ``look_first``, words over it: also where it can be undone.
    ``closed`` is what its form says where there is nothing that it can be done for.
    ``answer`` says what is answered: an attrs class of outputs, or ``ListOf`` one.
    ``after(desk, answer)`` is what has to wait for the commit, and gives the answer.  ``once``:
    the diary notes it the first time that somebody does it with the same public references.
    ``gone`` are fields that it had, each with what to give instead.
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
    look_first: Text = EMPTY
    closed: Text = EMPTY
    change: Change | None = None
    after: Callable[[Any, Any], Any] | None = None
    once: bool = False
    answer: Any = None
    gone: Mapping[str, Text] = attrs.field(factory=dict, converter=frozen_mapping)

    def refuse_gone(self, given: Iterable[str]) -> None:
        """Raise ``BadValue`` for a field that it had, with what to give instead."""
        for name in given:
            if name in self.gone:
                said = Text(f"不再有“{name}”这一项。", f"there is no field '{name}' any more.")
                raise BadValue(self.key, said, self.gone[name])

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


FORMERLY = {"wish/list": "item/add"}
"""Names that acts had: who asks by one gets the act, and what a diary has noted keeps its name."""


FIELDS_FORMERLY = {"cycle": "round"}
"""Names that fields of acts had: what is given by one is read as given by the name of today."""


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
