"""Shared matters of conflict (矛盾处置): listed where they name nobody, closed where they do.

A matter that names no party (parking, noise, leaks) is an item like any other.  A dispute between
parties is never ticked, ranked or published: it goes to closed mediation (``mediation``).
"""

from tickbox_conflict.mediation import Mediation, MediationStage, Sitting, counts
from tickbox_conflict.policy import ConflictPolicy, DisputeFields, names_somebody
from tickbox_core import CategoryPolicy, hookimpl

__all__ = [
    "ConflictPolicy",
    "DisputeFields",
    "Mediation",
    "MediationStage",
    "Sitting",
    "counts",
    "names_somebody",
    "tickbox_categories",
]


@hookimpl
def tickbox_categories() -> tuple[CategoryPolicy, ...]:
    """The conflict category."""
    return (ConflictPolicy(),)
