"""Things that fields refer to: what there is of a kind at a desk, by words, for whoever chooses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import attrs

from tickbox_core.text import Text


@attrs.frozen
class ThingChoice:
    """One that can be chosen: its id, what it is called, and its states where it has any."""

    id: str
    title: Text
    states: frozenset[str] = frozenset()


Chosen = Mapping[str, str]
"""What is chosen already, by kind of thing: of a round's items those of the round chosen."""


@attrs.frozen(eq=False)
class Thing:
    """A kind of thing: its ``title``, and ``choices(desk, chosen)``, the likeliest first.

    ``private``: its words may tell of a person, so that only the committee is offered them.
    ``stem(desk, chosen)`` is what a new one's id is made from.  ``begins(desk)`` is what a field
    that chooses one begins with, where something new is being made.  ``find(state, id)``
    raises ``NotListed`` or ``UnknownId`` where there is no such thing: so other matters ask.
    ``meant(desk, chosen, said)`` gives the ids that somebody can mean who types a thing's name
    instead of picking it; forms offer a line to type in then.
    ``titles(desk, chosen)`` are what they are called, by id, wherever one is told of; without it
    that is what is offered.  ``within`` names the kinds by which their ids are told apart.
    """

    kind: str
    title: Text
    choices: Callable[[Any, Chosen], Iterable[ThingChoice]]
    private: bool = False
    stem: Callable[[Any, Chosen], str] | None = None
    begins: Callable[[Any], str] | None = None
    find: Callable[[Any, str], object] | None = None
    meant: Callable[[Any, Chosen, str], Iterable[str]] | None = None
    titles: Callable[[Any, Chosen], Mapping[str, Text]] | None = None
    within: tuple[str, ...] = ()


def named_choice(id_: str, title: Text, *states: str) -> ThingChoice:
    """One that is called by its title and its id, and is in those states."""
    words = Text(f"{title.zh}（{id_}）", f"{title.en} ({id_})")
    return ThingChoice(id_, words, frozenset(states))
