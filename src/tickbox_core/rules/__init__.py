"""Pure rules: each takes a contest and returns an outcome that explains itself."""

from tickbox_core.rules.budget import Greedy
from tickbox_core.rules.constraints import Choosing, Threshold, TierLimit, TierUse, tier_uses
from tickbox_core.rules.contest import Contest, Electorate
from tickbox_core.rules.measures import (
    BORDA,
    Measure,
    Measured,
    OrderNumbers,
    Points,
    Positions,
    Ticks,
    Weighted,
)
from tickbox_core.rules.outcome import (
    Chosen,
    CountingStep,
    How,
    Margin,
    Outcome,
    Placed,
    RankingRule,
    RunOffResult,
    Settling,
    Tie,
    TieBreak,
)
from tickbox_core.rules.ranked import Ranked
from tickbox_core.rules.support import of_items, options_of
from tickbox_core.rules.telling import explain_outcome
from tickbox_core.rules.tick_share import TickShare
from tickbox_core.rules.ties import Lexicographic, ListedFirst, Lot, LowerCost, Refuse
from tickbox_core.rules.unsettled import HandsBack, Unsettled, count_or_unsettled

__all__ = [
    "BORDA",
    "Choosing",
    "Chosen",
    "Contest",
    "CountingStep",
    "Electorate",
    "Greedy",
    "HandsBack",
    "How",
    "Lexicographic",
    "ListedFirst",
    "Lot",
    "LowerCost",
    "Margin",
    "Measure",
    "Measured",
    "OrderNumbers",
    "Outcome",
    "Placed",
    "Points",
    "Positions",
    "Ranked",
    "RankingRule",
    "Refuse",
    "RunOffResult",
    "Settling",
    "Threshold",
    "TickShare",
    "Ticks",
    "Tie",
    "TieBreak",
    "TierLimit",
    "TierUse",
    "Unsettled",
    "Weighted",
    "count_or_unsettled",
    "explain_outcome",
    "of_items",
    "options_of",
    "tier_uses",
]
