"""Grouped ballots, tallies and shares: exact, in plain Python."""

from tickbox_core.counting.profile import Profile, united_by_household
from tickbox_core.counting.share import Base, Share, of_base
from tickbox_core.counting.tally import PlainEngine, Tally, TallyEngine, count_ticks

__all__ = [
    "Base",
    "PlainEngine",
    "Profile",
    "Share",
    "Tally",
    "TallyEngine",
    "count_ticks",
    "of_base",
    "united_by_household",
]
