"""What is to be done about awards of the year."""

from __future__ import annotations

from collections.abc import Iterator

from tickbox_core.components.projects import DELIVERED
from tickbox_core.declarations import Step, Way
from tickbox_core.text import EMPTY
from tickbox_core.workflow.desks import ComponentDesk


def next_steps(desk: ComponentDesk) -> Iterator[Step]:
    """A delivered project can be put forward: beside asking the residents about it."""
    yield Step(EMPTY, (Way("award/nominate"),), key=DELIVERED)
