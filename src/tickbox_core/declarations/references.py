"""What a field of an act refers to: a round, an item of it, a wish; said once, never guessed.

From it come the lists that forms offer (``Thing``), and the public references that stand in the
diary beside an act.  The words of a refusal stay the command's own.
"""

from __future__ import annotations

from typing import Any

import attrs

from tickbox_core.categories import field, fields_of
from tickbox_core.categories.kinds import Id, Kind, Pairs, Several


@attrs.frozen
class Reference:
    """To which ``kind`` of thing an id belongs, and which ``states`` of it are offered.

    ``states`` empty: any.  ``new``: the id is given to a thing that is made.  ``within``: the field
    that names what the thing is part of.  ``noted``: the id stands open in the diary, beside the
    act; never where it may tell of a person.  ``decides``: with it changes what else is asked.
    """

    kind: str
    states: tuple[str, ...] = ()
    new: bool = False
    within: str = ""
    noted: bool = True
    decides: bool = False


@attrs.frozen
class FieldsOf:
    """A mapping that holds the fields of what another ``field`` chooses: a category's, a rule's."""

    field: str


@attrs.frozen
class ServicesOfRoll:
    """A scope that may name what serves units of a roll there is, lifts: a form offers them."""


def refers_to(
    kind: str,
    zh: str,
    en: str,
    *,
    states: tuple[str, ...] = (),
    within: str = "",
    noted: bool = True,
    decides: bool = False,
    **more: Any,
) -> Any:
    """The id of something that is there (``str``)."""
    reference = Reference(kind, states, False, within, noted, decides)
    return field(Id(), zh, en, refers=reference, **more)


def refers_to_several(
    kind: str,
    zh: str,
    en: str,
    *,
    states: tuple[str, ...] = (),
    within: str = "",
    noted: bool = True,
    least: int = 0,
    **more: Any,
) -> Any:
    """Ids of things that are there (a tuple of ``str``), none of them twice."""
    reference = Reference(kind, states, False, within, noted)
    return field(Several(Id(), least), zh, en, refers=reference, **more)


def by_reference(
    kind: str,
    zh: str,
    en: str,
    second: Kind,
    *,
    within: str = "",
    noted: bool = True,
    least: int = 0,
    **more: Any,
) -> Any:
    """A table of two columns, the first of which names things (a tuple of pairs), none twice."""
    reference = Reference(kind, within=within, noted=noted)
    return field(Pairs(Id(), second, least), zh, en, refers=reference, **more)


def new_id(
    kind: str, zh: str, en: str, *, within: str = "", noted: bool = True, **more: Any
) -> Any:
    """The id that a new thing is given (``str``); of an act that changes, also one that is there.

    A form proposes one that is free.
    """
    reference = Reference(kind, new=True, within=within, noted=noted)
    return field(Id(), zh, en, refers=reference, **more)


def references(given: Any) -> dict[str, tuple[str, ...]]:
    """The public references in an act's fields as they were given: ids by kind of thing."""
    found: dict[str, tuple[str, ...]] = {}
    for one in fields_of(type(given)):
        value = getattr(given, one.name)
        if isinstance(one.refers, Reference) and value and one.refers.noted:
            ids = (value,) if isinstance(value, str) else tuple(value)
            kind = one.refers.kind
            found[kind] = tuple(dict.fromkeys((*found.get(kind, ()), *ids)))
    return found


def changes_form(fields: type) -> frozenset[str]:
    """The keys of the fields with which changes what else is asked or can be chosen."""
    return frozenset(
        one.key
        for one in fields_of(fields)
        if isinstance(one.refers, Reference) and one.refers.decides
    )
