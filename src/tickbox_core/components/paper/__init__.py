"""Paper: what is answered of sheets and batches, and how what is typed of one is read.

All else is in ``year`` and ``desk`` yet.
"""

from tickbox_core.components.paper.entry import (
    LONGEST_REASON,
    KeyedEntry,
    Says,
    heard,
    read_entry,
    why_void,
)
from tickbox_core.components.paper.printed import PrintedList, printed_numbers
from tickbox_core.components.paper.public import (
    MISMATCHES,
    WAITS_FOR,
    BatchAnswer,
    CountedSheet,
    CountSheetAnswer,
    KeyedAnswer,
    SheetAnswer,
    TakenBackAnswer,
)

__all__ = [
    "LONGEST_REASON",
    "MISMATCHES",
    "WAITS_FOR",
    "BatchAnswer",
    "CountSheetAnswer",
    "CountedSheet",
    "KeyedAnswer",
    "KeyedEntry",
    "PrintedList",
    "Says",
    "SheetAnswer",
    "TakenBackAnswer",
    "heard",
    "printed_numbers",
    "read_entry",
    "why_void",
]
