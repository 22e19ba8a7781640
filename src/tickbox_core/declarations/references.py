"""What a field of an act refers to: a round, an item of it, a wish; said once, never guessed.

From it come the lists that forms offer, and the public references that stand in the diary beside
an act.  The words of a refusal stay the command's own.
"""

from __future__ import annotations

from typing import Any

import attrs

from tickbox_core.categories import field, fields_of
from tickbox_core.categories.kinds import Name, Several


@attrs.frozen
class Reference:
    """To which ``kind`` of thing an id belongs, and in which ``states`` it has to be (empty: any).

    ``new``: the id is given to a thing that is made.  ``within``: the field that names what the
    thing is part of.  ``secret``: the id may tell of a person and never stands open in the diary.
    """

    kind: str
    states: tuple[str, ...] = ()
    new: bool = False
    within: str = ""
    secret: bool = False


def refers_to(
    kind: str,
    zh: str,
    en: str,
    *,
    states: tuple[str, ...] = (),
    within: str = "",
    secret: bool = False,
    **more: Any,
) -> Any:
    """The id of something that is there (``str``)."""
    return field(Name(), zh, en, refers=Reference(kind, states, False, within, secret), **more)


def refers_to_several(
    kind: str,
    zh: str,
    en: str,
    *,
    states: tuple[str, ...] = (),
    within: str = "",
    secret: bool = False,
    least: int = 0,
    **more: Any,
) -> Any:
    """Ids of things that are there (a tuple of ``str``), none of them twice."""
    reference = Reference(kind, states, False, within, secret)
    return field(Several(Name(), least), zh, en, refers=reference, **more)


def new_id(kind: str, zh: str, en: str, *, within: str = "", **more: Any) -> Any:
    """The id that a new thing is given (``str``)."""
    return field(Name(), zh, en, refers=Reference(kind, new=True, within=within), **more)


def references(given: Any) -> dict[str, tuple[str, ...]]:
    """The public references in an act's fields as they were given: ids by kind of thing."""
    found: dict[str, tuple[str, ...]] = {}
    for one in fields_of(type(given)):
        value = getattr(given, one.name)
        if isinstance(one.refers, Reference) and value and not one.refers.secret:
            ids = (value,) if isinstance(value, str) else tuple(value)
            kind = one.refers.kind
            found[kind] = tuple(dict.fromkeys((*found.get(kind, ()), *ids)))
    return found
