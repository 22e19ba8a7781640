"""Awards and their cases, as what fields may refer to."""

from __future__ import annotations

from collections.abc import Iterator

from tickbox_awards.service import AwardService
from tickbox_awards.state import Awards
from tickbox_core.declarations import Chosen, Thing, ThingChoice, named_choice
from tickbox_core.text import Text
from tickbox_core.workflow.desks import ComponentDesk, year_of

AWARDED = ("awarded",)
"""An award that is decided."""
CALLED_OFF = ("called-off",)
"""An award that is not given after all."""


def _awards(desk: ComponentDesk, chosen: Chosen) -> Iterator[ThingChoice]:
    for award in desk.service(AwardService).awards():
        state = AWARDED if award.decided else CALLED_OFF if award.called_off else ()
        yield named_choice(award.id, award.title, *state)


def _cases(desk: ComponentDesk, chosen: Chosen) -> Iterator[ThingChoice]:
    """What is entered for the award that is chosen already, else for any."""
    for award in desk.service(AwardService).awards():
        if chosen.get("award") in (None, "", award.id):
            yield from (named_choice(case.id, case.title) for case in award.cases.values())


def _titles(desk: ComponentDesk, chosen: Chosen) -> dict[str, Text]:
    """Those of the town too, which neighbourhoods put forward for."""
    services = [one.service(AwardService) for one in (*desk.peers.values(), desk)]
    return {one.id: one.title for service in services for one in service.awards()}


def _titles_of_cases(desk: ComponentDesk, chosen: Chosen) -> dict[str, Text]:
    if not chosen.get("award"):
        return {}
    award = desk.service(AwardService).award(chosen["award"])
    return {one.id: one.title for one in award.cases.values()}


THINGS = (
    Thing(
        "award",
        Text("评选", "award"),
        _awards,
        stem=year_of,
        find=lambda state, id_: state.of(Awards).award(id_),
        titles=_titles,
    ),
    Thing(
        "case",
        Text("案例", "case"),
        _cases,
        find=lambda state, id_: state.of(Awards).case(id_),
        titles=_titles_of_cases,
        within=("award",),
    ),
)
