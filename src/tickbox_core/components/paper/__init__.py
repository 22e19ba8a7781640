"""Paper: what is answered of sheets and batches; all else is in ``year`` and ``desk`` yet."""

from tickbox_core.components.paper.public import (
    MISMATCHES,
    WAITS_FOR,
    BatchAnswer,
    CountSheetAnswer,
    KeyedAnswer,
    SheetAnswer,
)

__all__ = [
    "MISMATCHES",
    "WAITS_FOR",
    "BatchAnswer",
    "CountSheetAnswer",
    "KeyedAnswer",
    "SheetAnswer",
]
