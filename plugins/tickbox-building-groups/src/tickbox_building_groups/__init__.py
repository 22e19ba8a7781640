"""Vibrant building groups (活力楼组): criteria, evidence and stars of the neighbourhood's own.

No official scoring sheet was found: criteria, weights and cut-offs are the neighbourhood's.  The
"five ones" (五个一) are ready to be used.
"""

from tickbox_building_groups.policy import Group, GroupPolicy
from tickbox_building_groups.scoring import FIVE_ONES, Scored, rank, score, stars
from tickbox_core import CategoryPolicy, hookimpl

__all__ = [
    "FIVE_ONES",
    "Group",
    "GroupPolicy",
    "Scored",
    "rank",
    "score",
    "stars",
    "tickbox_categories",
]


@hookimpl
def tickbox_categories() -> tuple[CategoryPolicy, ...]:
    """The building-groups category."""
    return (GroupPolicy(),)
