"""What acts are made of, as the modules of this room use it."""

from __future__ import annotations

from tickbox_core.declarations import WITH_TOKENS, Role
from tickbox_core.declarations.acts import COMMITTEE, FIELDS_FORMERLY, FORMERLY, Act, Acts
from tickbox_core.workflow import NOBODY, Actor
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
    "plain_of",
    "under_todays_names",
]
