"""What is to be done about awards of the year."""

from __future__ import annotations

from collections.abc import Iterator

from tickbox_core.components.projects import DELIVERED
from tickbox_core.declarations import ActWay, NextStep
from tickbox_core.text import EMPTY
from tickbox_core.workflow.desks import ComponentDesk


def next_steps(desk: ComponentDesk) -> Iterator[NextStep]:
    """A delivered project can be put forward: beside asking the residents about it."""
    yield NextStep(EMPTY, (ActWay("award/nominate"),), key=DELIVERED)
