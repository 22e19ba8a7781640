"""Lifts (加装、更新电梯): who decides, and what each household would pay, before anybody ticks.

A *guide* is a floor table published for a place and height; where none is confirmed none is
guessed.  The law (ballots, subsidies, tables) comes from the jurisdiction, never from here.
"""

from tickbox_core import CategoryPolicy, hookimpl
from tickbox_elevator.fields import Lift
from tickbox_elevator.policy import LiftPolicy
from tickbox_elevator.sharing import LiftShares, grant, shares

__all__ = ["Lift", "LiftPolicy", "LiftShares", "grant", "shares", "tickbox_categories"]


@hookimpl
def tickbox_categories() -> tuple[CategoryPolicy, ...]:
    """The lift category."""
    return (LiftPolicy(),)
