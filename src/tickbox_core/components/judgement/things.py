"""Judgements, as what fields may refer to."""

from __future__ import annotations

from collections.abc import Iterator

from tickbox_core.components.judgement.service import JudgementService
from tickbox_core.components.judgement.state import Judgements
from tickbox_core.declarations import Chosen, Thing, ThingChoice, named_choice
from tickbox_core.text import Text
from tickbox_core.workflow.desks import ComponentDesk, year_of

ANNOUNCED = "announced"
"""The state of a judgement that is to open by itself."""


def _choices(desk: ComponentDesk, chosen: Chosen) -> Iterator[ThingChoice]:
    for one in desk.service(JudgementService).judgements():
        yield named_choice(one.id, one.title, str(one.phase))
    for to_come in desk.service(JudgementService).announced():
        yield named_choice(to_come.id, to_come.title, ANNOUNCED)


def _find(known: Judgements, id_: str) -> object:
    return known.announced.get(id_) or known.judgement(id_)


THINGS = (
    Thing(
        "judgement",
        Text("评议", "judgement"),
        _choices,
        stem=year_of,
        find=lambda state, id_: _find(state.of(Judgements), id_),
        titles=lambda desk, _: {
            one.id: one.title
            for one in (
                *desk.service(JudgementService).judgements(),
                *desk.service(JudgementService).announced(),
            )
        },
    ),
)
