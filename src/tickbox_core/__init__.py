"""tickbox: let the residents tick (让居民打钩) — a count that anyone can check.

>>> from tickbox_core import rank
>>> answer = rank(["gate", "garden"], [{"voter": "r1", "ticks": ["garden"]}])
>>> [(row["rank"], row["item"], row["share"]["numerator"]) for row in answer["ranking"]]
[(1, 'garden', 1), (2, 'gate', 0)]
"""

from tickbox_core.api import rank
from tickbox_core.counting import Base, PlainEngine, Profile, Share, Tally, TallyEngine
from tickbox_core.errors import TickboxError
from tickbox_core.hooks import (
    CategoryPolicy,
    Disclosure,
    Event,
    Identity,
    Jurisdiction,
    Objection,
    Parameter,
    RuleKind,
    TieBreakKind,
    hookimpl,
)
from tickbox_core.model import (
    Area,
    AreaTree,
    Ballot,
    Category,
    Cycle,
    Elector,
    Item,
    Limits,
    MicroGrid,
    Option,
    Ownership,
    Person,
    PluginVersion,
    Problem,
    Question,
    Residence,
    Roll,
    RuleChoice,
    State,
    Unit,
)
from tickbox_core.registry import Registry, open_registry
from tickbox_core.rules import (
    Contest,
    Electorate,
    ListedFirst,
    Lot,
    Outcome,
    Placed,
    RankingRule,
    Refuse,
    TickShare,
    Tie,
    TieBreak,
)
from tickbox_core.text import Language, Text

__version__ = "0.1.0"

__all__ = [
    "Area",
    "AreaTree",
    "Ballot",
    "Base",
    "Category",
    "CategoryPolicy",
    "Contest",
    "Cycle",
    "Disclosure",
    "Elector",
    "Electorate",
    "Event",
    "Identity",
    "Item",
    "Jurisdiction",
    "Language",
    "Limits",
    "ListedFirst",
    "Lot",
    "MicroGrid",
    "Objection",
    "Option",
    "Outcome",
    "Ownership",
    "Parameter",
    "Person",
    "Placed",
    "PlainEngine",
    "PluginVersion",
    "Problem",
    "Profile",
    "Question",
    "RankingRule",
    "Refuse",
    "Registry",
    "Residence",
    "Roll",
    "RuleChoice",
    "RuleKind",
    "Share",
    "State",
    "Tally",
    "TallyEngine",
    "Text",
    "TickShare",
    "TickboxError",
    "Tie",
    "TieBreak",
    "TieBreakKind",
    "Unit",
    "__version__",
    "hookimpl",
    "open_registry",
    "rank",
]
