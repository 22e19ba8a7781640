"""What can go wrong, as small nouns with fields and one plain sentence in each language.

Every error says what is wrong, where, and what to do.  ``error.text`` holds the sentence in both
languages; ``str(error)`` is the English one; ``error.code`` is a stable name for programs.
"""

from tickbox_core.errors.counting import (
    BadTable,
    BaseTooSmall,
    BaseUnknown,
    MandateRefused,
    MarkedDifferently,
    RuleDoesNotFit,
    TieRefused,
)
from tickbox_core.errors.handed_in import (
    BadCommand,
    BadValue,
    ChooseOne,
    CostsTooMuch,
    DuplicateId,
    DuplicateVoter,
    Fault,
    FaultyTables,
    MalformedFile,
    RepeatedTick,
    TooFewOfCategory,
    TooFewOfTier,
    TooFewTicks,
    TooManyOfCategory,
    TooManyOfTier,
    TooManyTicks,
    UnknownId,
    UnknownName,
)
from tickbox_core.errors.keeping import (
    BadArchive,
    FileChanged,
    KeyUnusable,
    LedgerBroken,
    NotConfirmed,
    StoreUnavailable,
    StoreUnsafe,
)
from tickbox_core.errors.plugins import MissingExtra, MissingPlugin, PluginClash, PluginFailed
from tickbox_core.errors.root import TickboxError
from tickbox_core.errors.rounds import (
    AlreadyCast,
    ChangedMeanwhile,
    CountedOnSheet,
    KeyReused,
    ListTakenDown,
    NotAllowed,
    NotCountersigned,
    NotListed,
    NotPossible,
    NotReady,
    TickingEnded,
    UnknownSlot,
    WrongState,
)
from tickbox_core.errors.tokens import TokenTaken

__all__ = [
    "AlreadyCast",
    "BadArchive",
    "BadCommand",
    "BadTable",
    "BadValue",
    "BaseTooSmall",
    "BaseUnknown",
    "ChangedMeanwhile",
    "ChooseOne",
    "CostsTooMuch",
    "CountedOnSheet",
    "DuplicateId",
    "DuplicateVoter",
    "Fault",
    "FaultyTables",
    "FileChanged",
    "KeyReused",
    "KeyUnusable",
    "LedgerBroken",
    "ListTakenDown",
    "MalformedFile",
    "MandateRefused",
    "MarkedDifferently",
    "MissingExtra",
    "MissingPlugin",
    "NotAllowed",
    "NotConfirmed",
    "NotCountersigned",
    "NotListed",
    "NotPossible",
    "NotReady",
    "PluginClash",
    "PluginFailed",
    "RepeatedTick",
    "RuleDoesNotFit",
    "StoreUnavailable",
    "StoreUnsafe",
    "TickboxError",
    "TickingEnded",
    "TieRefused",
    "TokenTaken",
    "TooFewOfCategory",
    "TooFewOfTier",
    "TooFewTicks",
    "TooManyOfCategory",
    "TooManyOfTier",
    "TooManyTicks",
    "UnknownId",
    "UnknownName",
    "UnknownSlot",
    "WrongState",
]

for _name in __all__:  # an error's address is this room, whichever file of it holds the class
    globals()[_name].__module__ = __name__
