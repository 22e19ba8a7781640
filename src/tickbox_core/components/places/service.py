"""Service places of an area: opened, changed, closed."""

from __future__ import annotations

from tickbox_core.components.places import state
from tickbox_core.components.places.state import Places, ServicePlace
from tickbox_core.errors import ChangedMeanwhile
from tickbox_core.workflow.diary import Diary
from tickbox_core.workflow.state import DiaryState


class PlaceService:
    """Service places, behind the desk's door."""

    def __init__(self, diary: Diary[DiaryState]) -> None:
        self._diary = diary

    def set_place(self, place: ServicePlace, replaces: ServicePlace | None = None) -> None:
        """Open a service place, or change what is said of it.

        Raises ``ChangedMeanwhile`` where the one it ``replaces`` is not there as it was.
        """
        with self._diary.writing() as pen:
            places = pen.book.of(Places)
            if replaces is not None and places.by_id.get(replaces.id) != replaces:
                raise ChangedMeanwhile
            pen.add(state.set_place(places, place))

    def close_place(self, id_: str) -> None:
        """Close a service place for good."""
        with self._diary.writing() as pen:
            pen.add(state.close_place(pen.book.of(Places), id_))

    def place(self, id_: str) -> ServicePlace | None:
        """A service place, open or closed; ``None`` where there is none of that id."""
        with self._diary.reading() as book:
            return book.of(Places).by_id.get(id_)

    def every_place(self) -> tuple[ServicePlace, ...]:
        """The open ones, centres first, and after them those that were closed."""
        with self._diary.reading() as book:
            known = book.of(Places)
            closed = tuple(one for one in known.by_id.values() if not one.open)
            return (*known.open_ones(), *closed)

    def places(self) -> tuple[ServicePlace, ...]:
        """The open service places, centres first."""
        with self._diary.reading() as book:
            return book.of(Places).open_ones()
