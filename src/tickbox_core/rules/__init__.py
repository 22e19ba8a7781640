"""Pure rules: each takes a contest and returns an outcome that explains itself."""

from tickbox_core.rules.budget import Greedy
from tickbox_core.rules.contest import Contest, Electorate
from tickbox_core.rules.outcome import (
    Margin,
    Outcome,
    Placed,
    RankingRule,
    Round,
    Tie,
    TieBreak,
)
from tickbox_core.rules.telling import told
from tickbox_core.rules.tick_share import TickShare
from tickbox_core.rules.ties import Lexicographic, ListedFirst, Lot, LowerCost, Refuse

__all__ = [
    "Contest",
    "Electorate",
    "Greedy",
    "Lexicographic",
    "ListedFirst",
    "Lot",
    "LowerCost",
    "Margin",
    "Outcome",
    "Placed",
    "RankingRule",
    "Refuse",
    "Round",
    "TickShare",
    "Tie",
    "TieBreak",
    "told",
]
