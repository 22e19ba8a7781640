"""Offices, as what fields may refer to."""

from __future__ import annotations

from collections.abc import Iterator

from tickbox_core.components.people.service import PeopleService
from tickbox_core.components.people.state import People
from tickbox_core.declarations import Chosen, Thing, ThingChoice, named_choice
from tickbox_core.text import Text
from tickbox_core.workflow.desks import ComponentDesk, year_of


def _choices(desk: ComponentDesk, chosen: Chosen) -> Iterator[ThingChoice]:
    for office in desk.service(PeopleService).offices():
        yield named_choice(office.id, Text.of(office.name))


def _levels(desk: ComponentDesk, chosen: Chosen) -> Iterator[ThingChoice]:
    """The area, what lies in it, and its micro-grids."""
    for place in desk.service(PeopleService).places():
        words = Text("{level} {name}", "{level} {name}")
        title = words.filled(level=place.level_words, name=place.name)
        yield named_choice(place.id, title)


THINGS = (
    Thing("level", Text("层级", "level"), _levels),
    Thing(
        "office",
        Text("职务", "office"),
        _choices,
        private=True,
        stem=year_of,
        find=lambda state, id_: state.of(People).office(id_),
    ),
)
