"""Paper: what is answered of sheets and batches; all else is in ``year`` and ``desk`` yet."""

from tickbox_core.components.paper.public import (
    CODES,
    MISMATCHES,
    WAITS_FOR,
    BatchAnswer,
    CountSheetAnswer,
    KeyedAnswer,
    SheetAnswer,
)

__all__ = [
    "CODES",
    "MISMATCHES",
    "WAITS_FOR",
    "BatchAnswer",
    "CountSheetAnswer",
    "KeyedAnswer",
    "SheetAnswer",
]
