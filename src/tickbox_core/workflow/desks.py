"""A desk, as the acts of components see it: the services of what is installed, and the day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Protocol, TypeVar

from tickbox_core.declarations import Chosen
from tickbox_core.text import Text
from tickbox_core.workflow.context import DeskContext
from tickbox_core.workflow.diary import Diary
from tickbox_core.workflow.state import DiaryState

T = TypeVar("T")


class ComponentDesk(Protocol):
    """What an act is done at."""

    def service(self, kind: type[T]) -> T:
        """The service of that class; ``KeyError`` where its component is not installed."""
        ...

    @property
    def context(self) -> DeskContext:
        """Store, clock, chance, the areas, and how other matters' things are found."""
        ...

    @property
    def diary(self) -> Diary[DiaryState]:
        """Where what happens is written, and the state that it adds up to."""
        ...

    @property
    def peers(self) -> Mapping[str, ComponentDesk]:
        """The desks of the town by area; of a desk that works alone, itself."""
        ...

    def today(self) -> date:
        """The day, where the desk is."""
        ...


def area_name(desk: ComponentDesk) -> Text:
    """What the desk's area is called; its id where the tree does not know it."""
    tree, area = desk.context.tree, desk.context.area
    return tree[area].name if area in tree else Text.of(area)


def year_of(desk: ComponentDesk, chosen: Chosen) -> str:
    """What the ids of new things are made from where nothing else is: the year."""
    return str(desk.today().year)
