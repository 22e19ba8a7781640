"""Choosing under a budget: greedy in plain Python, and what every budget rule shares.

*Spending* is the costs of the listed items and the budget.  A *call* turns ballots into scores:
ticks, points, Borda points, or ticks of the first so many.  A *fill* goes down a ranking and takes
what fits.  Proportional rules come as a plugin and use the same words.
"""

from tickbox_core.rules.budget.ballots import approvals, as_cast, as_points
from tickbox_core.rules.budget.filling import Filled, FillVerdict, Turn, fill
from tickbox_core.rules.budget.greedy import Greedy
from tickbox_core.rules.budget.scores import Scores
from tickbox_core.rules.budget.spending import BudgetCosts, amount
from tickbox_core.rules.budget.words import turn as turn_words

__all__ = [
    "BudgetCosts",
    "FillVerdict",
    "Filled",
    "Greedy",
    "Scores",
    "Turn",
    "amount",
    "approvals",
    "as_cast",
    "as_points",
    "fill",
    "turn_words",
]
