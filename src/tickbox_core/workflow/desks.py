"""A desk, as the acts of components see it: the services of what is installed, and the day."""

from __future__ import annotations

from datetime import date
from typing import Protocol, TypeVar

from tickbox_core.declarations import Chosen

T = TypeVar("T")


class ComponentDesk(Protocol):
    """What an act is done at."""

    def service(self, kind: type[T]) -> T:
        """The service of that class; ``KeyError`` where its component is not installed."""
        ...

    def today(self) -> date:
        """The day, where the desk is."""
        ...


def year_of(desk: ComponentDesk, chosen: Chosen) -> str:
    """What the ids of new things are made from where nothing else is: the year."""
    return str(desk.today().year)
