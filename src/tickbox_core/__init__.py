"""tickbox: let the residents tick (让居民打钩) — a count that anyone can check.

>>> from tickbox_core import rank
>>> answer = rank(["gate", "garden"], [{"voter": "r1", "ticks": ["garden"]}])
>>> [(row["rank"], row["item"], row["share"]["numerator"]) for row in answer["ranking"]]
[(1, 'garden', 1), (2, 'gate', 0)]
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tickbox_core.api import choose, rank
    from tickbox_core.categories import (
        NOWHERE,
        CategoryPolicy,
        Disclosure,
        Objection,
        Plan,
        Policy,
        Proposal,
        Setting,
        Step,
    )
    from tickbox_core.components.places import ServicePlace
    from tickbox_core.components.wishes import Wish
    from tickbox_core.counting import Base, PlainEngine, Profile, Share, Tally, TallyEngine
    from tickbox_core.errors import TickboxError
    from tickbox_core.hooks import (
        Event,
        Identity,
        Jurisdiction,
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
        Round,
        RuleChoice,
        State,
        Unit,
    )
    from tickbox_core.registry import Registry, open_registry
    from tickbox_core.rules import (
        Contest,
        CountingStep,
        Electorate,
        Greedy,
        Lexicographic,
        ListedFirst,
        Lot,
        LowerCost,
        Margin,
        Outcome,
        Placed,
        RankingRule,
        Refuse,
        TickShare,
        Tie,
        TieBreak,
    )
    from tickbox_core.text import Language, Text
    from tickbox_core.year import AnnualList, Override, Posted, Raised

    Cycle = Round  # the name it had before 0.1

__version__ = "0.1.0"

HOMES = {
    "api": "choose rank",
    "categories": "NOWHERE CategoryPolicy Disclosure Objection Plan Policy Proposal Setting Step",
    "components.places": "ServicePlace",
    "components.wishes": "Wish",
    "counting": "Base PlainEngine Profile Share Tally TallyEngine",
    "errors": "TickboxError",
    "hooks": "Event Identity Jurisdiction Parameter RuleKind TieBreakKind hookimpl",
    "model": (
        "Area AreaTree Ballot Category Elector Item Limits MicroGrid Option Ownership "
        "Person PluginVersion Problem Question Residence Roll Round RuleChoice State Unit"
    ),
    "registry": "Registry open_registry",
    "rules": (
        "Contest CountingStep Electorate Greedy Lexicographic ListedFirst Lot LowerCost "
        "Margin Outcome Placed RankingRule Refuse TickShare Tie TieBreak"
    ),
    "text": "Language Text",
    "year": "AnnualList Override Posted Raised",
}
"""Where each name of the front door is at home: it is loaded when somebody asks for it."""
_HOME_OF = {name: home for home, names in HOMES.items() for name in names.split()}
_FORMERLY = {"Cycle": "Round"}


def __getattr__(name: str) -> Any:
    """A name of the front door, from the room where it is at home."""
    home = _HOME_OF.get(_FORMERLY.get(name, name))
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{home}"), _FORMERLY.get(name, name))
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


__all__ = [
    "NOWHERE",
    "AnnualList",
    "Area",
    "AreaTree",
    "Ballot",
    "Base",
    "Category",
    "CategoryPolicy",
    "Contest",
    "CountingStep",
    "Disclosure",
    "Elector",
    "Electorate",
    "Event",
    "Greedy",
    "Identity",
    "Item",
    "Jurisdiction",
    "Language",
    "Lexicographic",
    "Limits",
    "ListedFirst",
    "Lot",
    "LowerCost",
    "Margin",
    "MicroGrid",
    "Objection",
    "Option",
    "Outcome",
    "Override",
    "Ownership",
    "Parameter",
    "Person",
    "Placed",
    "PlainEngine",
    "Plan",
    "PluginVersion",
    "Policy",
    "Posted",
    "Problem",
    "Profile",
    "Proposal",
    "Question",
    "Raised",
    "RankingRule",
    "Refuse",
    "Registry",
    "Residence",
    "Roll",
    "Round",
    "RuleChoice",
    "RuleKind",
    "ServicePlace",
    "Setting",
    "Share",
    "State",
    "Step",
    "Tally",
    "TallyEngine",
    "Text",
    "TickShare",
    "TickboxError",
    "Tie",
    "TieBreak",
    "TieBreakKind",
    "Unit",
    "Wish",
    "__version__",
    "choose",
    "hookimpl",
    "open_registry",
    "rank",
]
