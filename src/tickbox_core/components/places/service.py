"""Service places of an area: opened, changed, closed."""

from __future__ import annotations

from tickbox_core.components.places import state
from tickbox_core.components.places.state import FreeOffer, Places, ServicePlace
from tickbox_core.errors import ChangedMeanwhile, NotPossible
from tickbox_core.model import MicroGrid
from tickbox_core.text import Text
from tickbox_core.workflow.context import DeskContext
from tickbox_core.workflow.diary import Diary
from tickbox_core.workflow.state import DiaryState


class PlaceService:
    """Service places, behind the desk's door."""

    def __init__(self, context: DeskContext, diary: Diary[DiaryState]) -> None:
        self._context = context
        self._diary = diary

    def set_grid(self, grid: MicroGrid, replaces: MicroGrid | None = None) -> MicroGrid:
        """Lay a micro-grid over areas of this neighbourhood, or change one that is there.

        Raises ``NotPossible`` for a name or area that is missing or lies elsewhere, and at a desk
        that is of no town; ``DuplicateId`` for an id that an area has; ``ChangedMeanwhile`` where
        the one it ``replaces`` is not there as it was.
        """
        if self._context.lay_grid is None:
            raise NotPossible(
                Text("这里没有全镇的区域。", "this desk has no town's areas."),
                Text("请在数据文件夹里设置。", "Set it in the town's data folder."),
            )
        with self._diary.writing() as pen:
            if self.grid(grid.id) != replaces:
                raise ChangedMeanwhile
            pen.add(state.set_grid(self._context.tree, self._context.area, grid))
            self._context.lay_grid(grid)  # last: what is refused lays nothing
        return grid

    def grid(self, id_: str) -> MicroGrid | None:
        """The micro-grid of that id, of whichever neighbourhood; ``None`` where there is none."""
        return {grid.id: grid for grid in self._context.tree.grids}.get(id_)

    def grids(self) -> tuple[MicroGrid, ...]:
        """The micro-grids that lie, or have lain, in this neighbourhood."""
        tree = self._context.tree
        with self._diary.reading() as book:
            mine = book.of(Places).grids
        return tuple(
            grid
            for grid in tree.grids
            if grid.id in mine or state.lies_in(tree, self._context.area, grid)
        )

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

    def set_offer(self, offer: FreeOffer, replaces: FreeOffer | None = None) -> None:
        """A place offers something for nothing, or what is said of it changes.

        Raises ``ChangedMeanwhile`` where the one it ``replaces`` is not there as it was.
        """
        with self._diary.writing() as pen:
            places = pen.book.of(Places)
            if replaces is not None and places.offers.get(replaces.id) != replaces:
                raise ChangedMeanwhile
            pen.add(state.set_offer(places, offer))

    def end_offer(self, id_: str) -> None:
        """An offer ends."""
        with self._diary.writing() as pen:
            pen.add(state.end_offer(pen.book.of(Places), id_))

    def offer(self, id_: str) -> FreeOffer:
        """An offer, open or ended; ``NotListed`` where there is none of that id."""
        with self._diary.reading() as book:
            return book.of(Places).offer(id_)

    def offers(self) -> tuple[FreeOffer, ...]:
        """All that open places offer, centres first."""
        with self._diary.reading() as book:
            places = book.of(Places)
            return tuple(one for held in places.open_ones() for one in places.offers_of(held.id))

    def every_offer(self) -> tuple[FreeOffer, ...]:
        """All that was ever offered, also what ended, by id."""
        with self._diary.reading() as book:
            held = book.of(Places).offers
            return tuple(held[id_] for id_ in sorted(held))

    def offers_of(self, place: str) -> tuple[FreeOffer, ...]:
        """What a place offers now."""
        with self._diary.reading() as book:
            return book.of(Places).offers_of(place)

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
