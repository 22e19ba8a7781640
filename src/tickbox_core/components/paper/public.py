"""What acts with paper answer: sheets, batches, what was keyed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import attrs

from tickbox_core.categories.kinds import Choice, YesNo
from tickbox_core.declarations import (
    COUNT,
    ListOf,
    Ref,
    Row,
    Said,
    Typed,
    gives,
)
from tickbox_core.ledger import Receipt
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.answers import ReceiptAnswer

MISMATCHES = ListOf(
    Row((COUNT, Ref("slot")), Text("第{0}号票，{1}", "sheet {0}, {1}")),
)
"""Sheet and slot of every ballot that waits for a third look."""
WAITS_FOR = Choice(
    {
        "": EMPTY,
        "second": Text("另一个人再录一遍", "another person to key it again"),
        "third": Text("第三人核对", "a third look"),
        "batch": Text("整批录完并核对，一起计入", "its batch, with which it counts"),
        "comparison": Text(
            "两遍的比对；不同的在“待第三人核对”里看",
            "the comparison of both readings; what differs is seen where a third look is due",
        ),
    }
)


SECOND = 2


class KeyedBallot(Protocol):
    """What the desk knows of a paper that was keyed (``KeyedSlot``, ``KeyedPaper``)."""

    @property
    def reading(self) -> int: ...

    @property
    def waits_for(self) -> str: ...

    @property
    def receipt(self) -> Receipt | None: ...

    @property
    def void(self) -> Text | None: ...


@attrs.frozen
class SheetAnswer:
    """A printed sheet, and whose ballots stand on it."""

    number: int = gives(COUNT, "票号", "number")
    slots: tuple[str, ...] = gives(ListOf(Ref("slot")), "席位", "slots")


@attrs.frozen
class BatchAnswer:
    """How many sheets of a batch are where; they always add up to those printed."""

    batch: str = gives(Typed(), "批次", "batch")
    printed: int = gives(COUNT, "打印", "printed")
    returned: int = gives(COUNT, "收回", "returned")
    spoiled: int = gives(COUNT, "作废", "spoiled")
    outstanding: int = gives(COUNT, "未收回", "outstanding")
    reconciled: bool = gives(YesNo(), "已核对", "reconciled")


@attrs.frozen
class KeyedAnswer:
    """How a ballot stands after it was keyed; ``waits_for`` is empty when it is done.

    ``reading``: which one it was.  Who reads second learns that it is kept and nothing else: not
    whether both readings agree, which would say what the first one is.
    """

    reading: int = gives(COUNT, "第几遍", "reading")
    waits_for: str = gives(WAITS_FOR, "还等", "waits for")
    receipt: ReceiptAnswer | None = gives(ReceiptAnswer, "回执", "receipt", none=True)
    void: Text | None = gives(Said(), "不计的原因", "why it does not count", none=True)

    @classmethod
    def of(cls, keyed: KeyedBallot) -> KeyedAnswer:
        """What the reader is told."""
        if keyed.reading == SECOND:
            return cls(SECOND, "comparison", None, None)
        receipt = None if keyed.receipt is None else ReceiptAnswer.of(keyed.receipt)
        return cls(keyed.reading, keyed.waits_for, receipt, keyed.void)


@attrs.frozen
class TakenBackAnswer:
    """Of which sheet, and which person of it, a reading was taken back."""

    number: int = gives(COUNT, "票号", "number")
    place: int = gives(COUNT, "第几位", "person")


@attrs.frozen
class TickSum:
    """How many of a count sheet ticked one item (or option)."""

    tick: str = gives(Ref("tick"), "事项", "item")
    number: int = gives(COUNT, "票数", "ticks")


@attrs.frozen
class CountedSheet:
    """A count sheet as it stands in the log: how many people it counts, and the sums."""

    number: int = gives(COUNT, "编号", "number")
    participants: int = gives(COUNT, "参与人数", "participants")
    ticks: tuple[TickSum, ...] = gives(ListOf(TickSum), "各项票数", "ticks by item")

    @classmethod
    def of(cls, entry: Mapping[str, Any]) -> CountedSheet:
        """A sheet by its entry."""
        sums = tuple(TickSum(tick, number) for tick, number in entry["ticks"].items())
        return cls(entry["number"], len(entry["places"]), sums)


@attrs.frozen
class CountSheetAnswer:
    """A count sheet that was taken: its number, and how many people it counts."""

    number: int = gives(COUNT, "编号", "number")
    participants: int = gives(COUNT, "参与人数", "participants")
