"""Templates at a desk: set by a town, found by the neighbourhoods under it."""

from __future__ import annotations

from datetime import date

from tickbox_core.components.templates import state
from tickbox_core.components.templates.state import PlanTemplate, Templates
from tickbox_core.errors import ChangedMeanwhile, UnknownName
from tickbox_core.workflow.desks import ComponentDesk
from tickbox_core.workflow.diary import Diary
from tickbox_core.workflow.state import DiaryState

OFFERED = "{area}.{id}"
"""How a template of some area is named from elsewhere."""


class TemplateService:
    """Templates, behind the desk's door."""

    def __init__(self, diary: Diary[DiaryState]) -> None:
        self._diary = diary

    def set_template(self, template: PlanTemplate, replaces: PlanTemplate | None = None) -> None:
        """Offer a template or change it.

        Raises ``ChangedMeanwhile`` where the one it ``replaces`` is not there as it was.
        """
        with self._diary.writing() as pen:
            held = pen.book.of(Templates)
            if replaces is not None and held.by_id.get(replaces.id) != replaces:
                raise ChangedMeanwhile
            pen.add(state.set_template(held, template))

    def end_template(self, id_: str) -> None:
        """Offer it no longer."""
        with self._diary.writing() as pen:
            pen.add(state.end_template(pen.book.of(Templates), id_))

    def template(self, id_: str) -> PlanTemplate:
        """One of this desk's own, offered or ended; ``NotListed`` where there is none."""
        with self._diary.reading() as book:
            return book.of(Templates).template(id_)

    def templates(self) -> tuple[PlanTemplate, ...]:
        """All of this desk's own, in the order they were first set."""
        with self._diary.reading() as book:
            return tuple(book.of(Templates).by_id.values())

    def mark_used(self, round: str, of: str, template: str) -> None:
        """A round of this desk was planned by a template of some area."""
        with self._diary.writing() as pen:
            pen.add(state.use_template(round, of, template))

    def say_since(self, on: date, today: date) -> None:
        """Say from which day on this desk is held to templates, in place of what is kept."""
        with self._diary.writing() as pen:
            pen.add(state.say_since(on, today))

    def since(self) -> date | None:
        """That day, where somebody said it here."""
        with self._diary.reading() as book:
            return book.of(Templates).since

    def rounds_by(self, of: str, template: str) -> tuple[str, ...]:
        """The rounds of this desk that were planned by a template."""
        with self._diary.reading() as book:
            used = book.of(Templates).used
        return tuple(round for round, held in used.items() if held == (of, template))


def offered_to(desk: ComponentDesk) -> dict[str, PlanTemplate]:
    """The templates that a desk may use, as they are named from there: those of the areas above
    it and its own, as long as they are offered.
    """
    here, tree, peers = desk.context.area, desk.context.tree, desk.peers
    above = [one.id for one in tree.path(here)] if here in tree else [here]
    found = {}
    for area in above:
        source = desk if area == here else peers.get(area)
        if source is not None:
            for one in source.service(TemplateService).templates():
                if one.open:
                    found[OFFERED.format(area=area, id=one.id)] = one
    return found


def find_offered(desk: ComponentDesk, name: str) -> tuple[str, PlanTemplate]:
    """The area that offers a template, and it; ``UnknownName`` for none that is offered."""
    offered = offered_to(desk)
    found = offered.get(name)
    if found is None:
        raise UnknownName("template on offer", name, tuple(offered))
    return name.removesuffix(f".{found.id}"), found
