"""Frozen values: areas, roll, items, ballots, rounds, problems.

They know no arrays, no files and no clock.
"""

from tickbox_core.model.area import TOWN_LEVELS, Area, AreaTree, MicroGrid, level_words
from tickbox_core.model.ballots import Ballot, check_ticks
from tickbox_core.model.eligibility import Eligible
from tickbox_core.model.items import (
    NONE_OF_THESE,
    NONE_OF_THESE_WORDS,
    Funding,
    Item,
    Option,
    Picture,
    Question,
    TickList,
    with_origins,
)
from tickbox_core.model.limits import CategoryLimits, Limits, TickSums, TierLimits, cart_words
from tickbox_core.model.order import arrange_items, is_seed, order_seed, seed_of
from tickbox_core.model.people import (
    Elector,
    Ownership,
    Person,
    Residence,
    Roll,
    Service,
    Unit,
)
from tickbox_core.model.problems import Problem
from tickbox_core.model.round import (
    Category,
    PluginVersion,
    RollSummary,
    Round,
    RuleChoice,
    State,
    TieOfRound,
)
from tickbox_core.model.weights import Weights

Cycle = Round  # the name it had before 0.1

__all__ = [
    "NONE_OF_THESE",
    "NONE_OF_THESE_WORDS",
    "TOWN_LEVELS",
    "Area",
    "AreaTree",
    "Ballot",
    "Category",
    "CategoryLimits",
    "Elector",
    "Eligible",
    "Funding",
    "Item",
    "Limits",
    "MicroGrid",
    "Option",
    "Ownership",
    "Person",
    "Picture",
    "PluginVersion",
    "Problem",
    "Question",
    "Residence",
    "Roll",
    "RollSummary",
    "Round",
    "RuleChoice",
    "Service",
    "State",
    "TickList",
    "TickSums",
    "TieOfRound",
    "TierLimits",
    "Unit",
    "Weights",
    "arrange_items",
    "cart_words",
    "check_ticks",
    "is_seed",
    "level_words",
    "order_seed",
    "seed_of",
    "with_origins",
]
