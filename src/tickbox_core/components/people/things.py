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


THINGS = (
    Thing(
        "office",
        Text("职务", "office"),
        _choices,
        private=True,
        stem=year_of,
        find=lambda state, id_: state.of(People).office(id_),
    ),
)
