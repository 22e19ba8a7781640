"""Pure rules: each takes a contest and returns an outcome that explains itself."""

from tickbox_core.rules.contest import Contest, Electorate
from tickbox_core.rules.outcome import Outcome, Placed, RankingRule, Tie, TieBreak
from tickbox_core.rules.tick_share import TickShare
from tickbox_core.rules.ties import ListedFirst, Lot, Refuse

__all__ = [
    "Contest",
    "Electorate",
    "ListedFirst",
    "Lot",
    "Outcome",
    "Placed",
    "RankingRule",
    "Refuse",
    "TickShare",
    "Tie",
    "TieBreak",
]
