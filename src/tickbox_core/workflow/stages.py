"""The stage of the demonstration year, as the examples of components see it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from tickbox_core.model import AreaTree
from tickbox_core.workflow.desks import ComponentDesk


class Stage(Protocol):
    """A town with generated data, and a clock that is moved by hand.

    ``town`` is the area of the town, ``here`` the neighbourhood that is followed step by step, with
    its ``round``; ``delivered`` has, by neighbourhood, a project that is delivered and judged.
    """

    @property
    def town(self) -> str:
        """The id of the town's area."""
        ...

    @property
    def here(self) -> str:
        """The id of the neighbourhood that is followed."""
        ...

    @property
    def round(self) -> str:
        """The id of its round."""
        ...

    @property
    def witness(self) -> str:
        """Who stands by when a ballot is taken for somebody."""
        ...

    @property
    def delivered(self) -> Mapping[str, str]:
        """A delivered project by neighbourhood."""
        ...

    @property
    def tree(self) -> AreaTree:
        """The areas."""
        ...

    def desk(self, area: str) -> ComponentDesk:
        """The desk of an area."""
        ...

    def do(self, area: str, act: str, *, anybody: bool = False, **fields: Any) -> Any:
        """Have a desk do an act for its staff, or for ``anybody``; the answer is plain."""
        ...

    def wait(self, days: int) -> None:
        """So many days later."""
        ...
