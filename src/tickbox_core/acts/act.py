"""What acts are made of, as the modules of this room use it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tickbox_core.acts.named_values import read_typed
from tickbox_core.declarations import WITH_TOKENS, Role
from tickbox_core.declarations.acts import COMMITTEE, FIELDS_FORMERLY, FORMERLY, Act, Acts
from tickbox_core.desk import Desk
from tickbox_core.workflow import NOBODY, Actor, performing
from tickbox_core.workflow.performing import allow, countersign, plain_of, under_todays_names

__all__ = [
    "COMMITTEE",
    "FIELDS_FORMERLY",
    "FORMERLY",
    "NOBODY",
    "WITH_TOKENS",
    "Act",
    "Actor",
    "Acts",
    "Role",
    "allow",
    "countersign",
    "perform",
    "plain_of",
    "under_todays_names",
]


def perform(
    act: Act,
    desk: Desk,
    given: Mapping[str, Any],
    actor: Actor = NOBODY,
    second: Actor | None = None,
) -> Any:
    """Have the desk do it; the answer is plain, for JSON.

    ``second`` is who signs beside ``actor`` where the act is one of two people; both come from a
    token (``Town.actor``) or a host's own log-in, never from a name that somebody typed.

    Raises ``NotAllowed`` where the actor may not, ``NotCountersigned`` without another person's
    signature, ``BadValue`` naming the first field that will not do, ``ChangedMeanwhile`` where
    somebody else has changed what was to be changed, and whatever the desk refuses.
    """
    from tickbox_core.acts.catalogue import catalogue_of  # it is made of every act

    things = catalogue_of(desk.components).things
    read = read_typed(act, desk, given)
    return performing.perform(act, desk, read, actor, second, things)
