"""Offices, as what fields may refer to."""

from __future__ import annotations

from collections.abc import Iterator

from tickbox_core.components.people.service import PeopleService
from tickbox_core.components.people.state import People
from tickbox_core.declarations import Chosen, Thing, ThingChoice, named_choice
from tickbox_core.text import Text
from tickbox_core.workflow.desks import ComponentDesk, year_of

HELD, OVER = "held", "over"
"""The states of an office: until it ends or its term is over, and after that."""


def _choices(desk: ComponentDesk, chosen: Chosen) -> Iterator[ThingChoice]:
    today = desk.context.today()
    for office in desk.service(PeopleService).offices():
        over = office.ended or office.until < today
        yield named_choice(office.id, Text.of(office.name), OVER if over else HELD)


def _groups(desk: ComponentDesk, chosen: Chosen) -> Iterator[ThingChoice]:
    today = desk.context.today()
    for group in desk.service(PeopleService).groups():
        yield named_choice(group.id, group.title, OVER if group.until < today else HELD)


THINGS = (
    Thing(
        "office",
        Text("职务", "office"),
        _choices,
        private=True,
        stem=year_of,
        find=lambda state, id_: state.of(People).office(id_),
    ),
    Thing(
        "group",
        Text("监督管理小组", "supervision group"),
        _groups,
        find=lambda state, id_: state.of(People).group(id_),
    ),
)
