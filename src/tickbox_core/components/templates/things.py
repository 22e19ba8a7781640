"""Templates, as what fields may refer to."""

from __future__ import annotations

from collections.abc import Iterator

from tickbox_core.components.templates.service import TemplateService
from tickbox_core.components.templates.state import Templates
from tickbox_core.declarations import Chosen, Thing, ThingChoice, named_choice
from tickbox_core.text import Text
from tickbox_core.workflow.desks import ComponentDesk, year_of

OPEN, ENDED = ("open",), ("ended",)
"""A template that is offered, and one that is no longer."""


def _own(desk: ComponentDesk, chosen: Chosen) -> Iterator[ThingChoice]:
    for one in desk.service(TemplateService).templates():
        yield named_choice(one.id, one.title, *(OPEN if one.open else ENDED))


THINGS = (
    Thing(
        "template",
        Text("模板", "template"),
        _own,
        stem=year_of,
        find=lambda state, id_: state.of(Templates).template(id_),
    ),
)
