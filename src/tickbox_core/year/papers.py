"""Paper ballots: printed in batches, handed back, keyed by two people, a third look at mismatches.

A *sheet* is one household's paper, with a number and a column for each of its slots.  What is keyed
is sealed.  Two people key every slot of a sheet without seeing what the other keyed; where they
agree it is settled, where they differ, or one of them cannot tell, a third look decides.  A
*reading* is what one person keyed of a slot: ticks, a spoiled paper with its reason, or that it
cannot be read.  Whoever read first may take it back until another has read.  A batch reconciles:
printed = returned + spoiled + outstanding.

What is settled is *counted* by the batch, once all of it is settled: were it by the ballot, whoever
reads second would see in the turnout, or in the length of the log, what the first has read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import StrEnum

import attrs

from tickbox_core.errors import NotListed
from tickbox_core.text import Text, as_text
from tickbox_core.workflow.entries import DiaryEntry, rejection, require_text

MOST_NAMED = 10
"""So many numbers of sheets at most are named in one sentence."""


class SheetWhere(StrEnum):
    """Where a sheet is."""

    OUTSTANDING = "outstanding"
    RETURNED = "returned"
    SPOILED = "spoiled"

    @property
    def words(self) -> Text:
        """Where, in words."""
        return _WHERE_WORDS[self]


_WHERE_WORDS = {
    SheetWhere.OUTSTANDING: Text("未收回", "outstanding"),
    SheetWhere.RETURNED: Text("已收回", "returned"),
    SheetWhere.SPOILED: Text("作废", "spoiled"),
}


@attrs.frozen
class KeyedReading:
    """What one person keyed of a slot; all of it is ``None`` or false where it is erased.

    ``ticks``: what is ticked, none in a blank ballot.  ``spoiled``: why the paper cannot count.
    ``unsure``: it cannot be read, a third person has to look.  ``revision``: of the ballot that
    counted for the slot then, 0 where there was none.
    """

    ticks: tuple[str, ...] | None = attrs.field(repr=False)
    by: str = attrs.field(repr=False)
    at: str
    spoiled: Text | None = attrs.field(default=None, repr=False)
    unsure: bool = attrs.field(default=False, repr=False)
    revision: int | None = attrs.field(default=None, repr=False)

    @classmethod
    def of(cls, happened: DiaryEntry) -> KeyedReading:
        """As the diary has it."""
        ticks, spoiled = happened.secret("ticks"), happened.secret("spoiled")
        return cls(
            None if ticks is None else tuple(ticks),
            happened.secret("by", ""),
            happened.at,
            None if spoiled is None else as_text(spoiled),
            bool(happened.secret("unsure", False)),
            happened.secret("revision"),
        )

    @property
    def is_known(self) -> bool:
        """Whether it was not erased."""
        return self.ticks is not None or self.spoiled is not None or self.unsure

    def agrees(self, other: KeyedReading) -> bool:
        """Whether both say the same; why a paper is spoiled may be said in other words."""
        if self.unsure or other.unsure:
            return False
        if self.spoiled is not None or other.spoiled is not None:
            return self.spoiled is not None and other.spoiled is not None
        return self.ticks == other.ticks


@attrs.frozen(hash=False)
class Sheet:
    """A printed sheet; ``keyed`` by slot, ``done`` slots are counted or void.

    ``taken_back``: readings that were taken back and are superseded, by slot.
    """

    round: str
    number: int
    batch: str
    slots: tuple[str, ...]
    where: SheetWhere = SheetWhere.OUTSTANDING
    keyed: Mapping[str, tuple[KeyedReading, ...]] = attrs.field(factory=dict)
    done: Mapping[str, str] = attrs.field(factory=dict)
    taken_back: Mapping[str, tuple[KeyedReading, ...]] = attrs.field(factory=dict)

    def read_by(self, who: str, slot: str) -> bool:
        """Whether somebody has read a slot already."""
        return any(one.by == who for one in self.keyed.get(slot, ()))


@attrs.frozen
class Batch:
    """How many sheets of a batch are where; they always add up to ``printed``."""

    batch: str
    printed: int
    returned: int
    spoiled: int
    outstanding: int
    reconciled: bool


class Papers:
    """The sheets of an area's rounds, by round and number."""

    kinds = frozenset(
        {"sheets-printed", "sheet-returned", "sheet-spoiled", "sheet-keyed", "sheet-unkeyed"}
        | {"sheet-done", "batch-reconciled", "proxied"}
    )

    def __init__(self) -> None:
        self.sheets: dict[tuple[str, int], Sheet] = {}
        self.reconciled: dict[tuple[str, str], tuple[int, int]] = {}
        self._counted: dict[tuple[str, str], str] = {}
        self.mandates: list[tuple[str, str, str]] = []  # round, proxy, number of the mandate
        self._read: dict[tuple[str, str], dict[tuple[int, str], None]] = {}

    def apply(self, happened: DiaryEntry) -> None:
        """Sheets were printed, returned, spoiled, keyed or done, or a batch was reconciled."""
        facts, round = happened.facts, happened.facts["cycle"]
        if happened.kind == "sheets-printed":
            for sheet in facts["sheets"]:
                self.sheets[round, sheet["number"]] = Sheet(
                    round, sheet["number"], facts["batch"], tuple(sheet["slots"])
                )
        elif happened.kind == "proxied":
            proxy, mandate = happened.secret("proxy", ""), happened.secret("mandate", "")
            self.mandates.append((round, proxy, mandate))
        elif happened.kind == "batch-reconciled":
            counts = (facts["returned"], facts["spoiled"])
            self.reconciled[round, facts["batch"]] = counts
            self._counted[round, facts["batch"]] = happened.at
        else:
            key = (round, facts["number"])
            self._note_reader(self.sheets[key], happened)
            self.sheets[key] = self._changed(self.sheets[key], happened)

    def _note_reader(self, sheet: Sheet, happened: DiaryEntry) -> None:
        """Keep in which order each person has read, for the list of what they keyed last."""
        if happened.kind == "sheet-keyed":
            key = (sheet.number, happened.facts["slot"])
            self._read.setdefault((sheet.round, happened.secret("by", "")), {})[key] = None
        elif happened.kind == "sheet-unkeyed":
            slot = happened.facts["slot"]
            for one in sheet.keyed.get(slot, ()):
                self._read.get((sheet.round, one.by), {}).pop((sheet.number, slot), None)

    @staticmethod
    def _changed(sheet: Sheet, happened: DiaryEntry) -> Sheet:
        if happened.kind == "sheet-returned":
            return attrs.evolve(sheet, where=SheetWhere.RETURNED)
        if happened.kind == "sheet-spoiled":
            return attrs.evolve(sheet, where=SheetWhere.SPOILED)
        slot = happened.facts["slot"]
        if happened.kind == "sheet-done":
            return attrs.evolve(sheet, done={**sheet.done, slot: happened.facts["end"]})
        stood = sheet.keyed.get(slot, ())
        if happened.kind == "sheet-unkeyed":  # there is one reading alone, whoever's it was
            gone = {**sheet.taken_back, slot: (*sheet.taken_back.get(slot, ()), *stood)}
            return attrs.evolve(sheet, keyed={**sheet.keyed, slot: ()}, taken_back=gone)
        return attrs.evolve(sheet, keyed={**sheet.keyed, slot: (*stood, KeyedReading.of(happened))})

    def sheet(self, round: str, number: int) -> Sheet:
        """The sheet of that number, or ``NotListed``."""
        try:
            return self.sheets[round, number]
        except KeyError:
            raise NotListed(Text("纸质选票", "sheet"), f"{round}/{number}") from None

    def of(self, round: str) -> tuple[Sheet, ...]:
        """The sheets of a round, by number."""
        return tuple(sheet for (id_, _), sheet in self.sheets.items() if id_ == round)

    def read_last(self, round: str, who: str, most: int) -> tuple[tuple[Sheet, str], ...]:
        """Sheet and slot of what somebody keyed last, the newest first."""
        found = list(self._read.get((round, who), {}))[-most:]
        return tuple((self.sheets[round, number], slot) for number, slot in reversed(found))

    def batches(self, round: str) -> tuple[Batch, ...]:
        """How the batches of a round stand."""
        names = dict.fromkeys(sheet.batch for sheet in self.of(round))
        return tuple(self.batch(round, name) for name in names)

    def batch(self, round: str, name: str) -> Batch:
        """How one batch stands, or ``NotListed``."""
        sheets = [sheet for sheet in self.of(round) if sheet.batch == name]
        if not sheets:
            raise NotListed(Text("批次", "batch"), name)
        count = {where: sum(sheet.where is where for sheet in sheets) for where in SheetWhere}
        return Batch(
            name,
            len(sheets),
            count[SheetWhere.RETURNED],
            count[SheetWhere.SPOILED],
            count[SheetWhere.OUTSTANDING],
            self.reconciled.get((round, name))
            == (count[SheetWhere.RETURNED], count[SheetWhere.SPOILED]),
        )

    def reconciled_at(self, round: str, batch: str) -> str:
        """When a batch was counted by hand last, as a stamp; empty where it never was."""
        return self._counted.get((round, batch), "")

    def mismatches(self, round: str) -> tuple[tuple[Sheet, str], ...]:
        """Sheets and slots that wait for a third look."""
        return tuple(
            (sheet, slot)
            for sheet in self.of(round)
            for slot in sheet.slots
            if is_keyed_twice(sheet, slot) and not is_settled(sheet, slot)
        )

    def settled(self, round: str, batch: str) -> tuple[tuple[Sheet, str], ...]:
        """Sheets and slots of a batch to be counted now; none until all that came back is settled.

        By slot, so that neither the order of keying nor the sheet is seen in the log.
        """
        back = [
            sheet
            for sheet in self.of(round)
            if sheet.batch == batch and sheet.where is SheetWhere.RETURNED
        ]
        if any(not is_settled(sheet, slot) for sheet in back for slot in sheet.slots):
            return ()
        left = [(one, slot) for one in back for slot in one.slots if slot not in one.done]
        return tuple(sorted(left, key=lambda one: one[1]))

    def unfinished(self, round: str) -> list[Text]:
        """What keeps a round with paper from closing, in words; whoever reads second sees none."""
        third = [_THIRD_LOOK] if self.mismatches(round) else []
        return [*third, *self._not_keyed(round), *self._not_reconciled(round)]

    def waiting(self, round: str) -> list[Text]:
        """What is to be done with paper, in words that are the same whether two readings agree."""
        twice = any(
            slot not in sheet.done and is_keyed_twice(sheet, slot)
            for sheet in self.of(round)
            for slot in sheet.slots
        )
        read = [_READ_TWICE] if twice else []
        return [*read, *self._not_keyed(round), *self._not_reconciled(round)]

    def _not_keyed(self, round: str) -> Iterator[Text]:
        waiting = [
            sheet.number
            for sheet in self.of(round)
            if sheet.where is SheetWhere.RETURNED
            and any(
                slot not in sheet.done and not is_keyed_twice(sheet, slot) for slot in sheet.slots
            )
        ]
        if waiting:
            listed = "、".join(map(str, waiting[:10]))
            yield Text(
                f"已收回的纸质选票还没有录完：{listed}。",
                f"returned sheets are not keyed to the end: {listed}.",
            )

    def _not_reconciled(self, round: str) -> Iterator[Text]:
        open_ones = [batch.batch for batch in self.batches(round) if not batch.reconciled]
        if open_ones:
            listed = "、".join(open_ones)
            yield Text(f"批次还没有核对：{listed}。", f"batches are not reconciled: {listed}.")


_THIRD_LOOK = Text(
    "有两个人录得不一样的选票，等第三人核对。",
    "ballots that two people read differently wait for a third look.",
)
_READ_TWICE = Text(
    "有已录两遍、还没有计入的选票：两遍不同的由第三人核对；整批录完、核对批次之后，一起计入。",
    "ballots read twice are not counted yet: where two readings differ a third person looks; once "
    "all of a batch is keyed, reconciling it counts them together.",
)


# -- commands ----------------------------------------------------------------------------------


def printed(
    papers: Papers, round: str, batch: str, households: Iterable[tuple[str, ...]], by: str
) -> DiaryEntry:
    """A batch of sheets was printed: one sheet for each household's slots.

    Raises ``NotPossible`` for a batch name that is in use, a slot that has an unspoiled sheet, or
    nothing to print.
    """
    name = require_text(batch, Text("批次名称", "the name of the batch"))
    sheets = papers.of(round)
    if any(sheet.batch == name for sheet in sheets):
        raise rejection(Text(f"批次“{name}”已经有了。", f"there is a batch '{name}' already."))
    held = {
        slot: sheet.number
        for sheet in sheets
        if sheet.where is not SheetWhere.SPOILED
        for slot in sheet.slots
    }
    first = len(sheets) + 1
    homes = list(households)
    new = [{"number": first + at, "slots": list(slots)} for at, slots in enumerate(homes)]
    if not new:
        raise rejection(Text("没有要打印的选票。", "there is nothing to print."))
    for home in homes:
        for slot in home:
            if slot in held:
                raise rejection(
                    Text(
                        f"这一户已有第{held[slot]}号选票。",
                        f"this household has sheet {held[slot]} already.",
                    ),
                    Text("请先把旧的作废。", "Spoil the old one first."),
                )
    return DiaryEntry("sheets-printed", {"cycle": round, "batch": name, "sheets": new}, {"by": by})


def returned(papers: Papers, round: str, number: int, by: str, *, late: bool = False) -> DiaryEntry:
    """A sheet came back.  Raises ``NotPossible`` where it did already, or is spoiled.

    ``late``: registered after the announced hour, and said to have been handed in before it.
    """
    moved = _moved(papers, round, number, "sheet-returned", by)
    return attrs.evolve(moved, facts={**moved.facts, "in_time": True}) if late else moved


def spoiled(papers: Papers, round: str, number: int, by: str) -> DiaryEntry:
    """A sheet is of no use and was handed back for another.  Refused like ``returned``."""
    return _moved(papers, round, number, "sheet-spoiled", by)


def check_numbers(papers: Papers, round: str, numbers: Iterable[int]) -> None:
    """Name every number at once of which there is no sheet, or which is registered already.

    Raises ``NotListed`` for a single one that is not there, else ``NotPossible``.
    """
    unknown, moved = [], []
    for number in numbers:
        sheet = papers.sheets.get((round, number))
        if sheet is None:
            unknown.append(number)
        elif sheet.where is not SheetWhere.OUTSTANDING:
            moved.append(number)
    if len(unknown) == 1:
        papers.sheet(round, unknown[0])
    if unknown:
        raise rejection(
            Text("没有这些票号：{numbers}。", "there are no sheets {numbers}.").filled(
                numbers=_listed(unknown)
            ),
            Text("请核对票号。", "Check the numbers."),
        )
    if len(moved) > 1:
        raise rejection(
            Text(
                "这些票已经登记过收回或作废：{numbers}。",
                "sheets {numbers} are registered as returned or spoiled already.",
            ).filled(numbers=_listed(moved)),
            Text("请去掉这些票号。", "Leave them out."),
        )


def of_numbers(sheets: Iterable[Sheet], numbers: Collection[int]) -> tuple[Sheet, ...]:
    """The sheets of these numbers; ``NotPossible`` names those that are not among them."""
    by_number = {sheet.number: sheet for sheet in sheets}
    missing = [number for number in numbers if number not in by_number]
    if missing:
        raise rejection(
            Text("没有这些票号：{numbers}。", "there are no sheets {numbers}.").filled(
                numbers=_listed(missing)
            ),
            Text("请核对票号。", "Check the numbers."),
        )
    return tuple(by_number[number] for number in sorted(numbers))


def _listed(numbers: list[int]) -> Text:
    shown = [str(number) for number in numbers[:MOST_NAMED]]
    more = "…" if len(numbers) > MOST_NAMED else ""
    return Text("、".join(shown) + more, ", ".join(shown) + more)


def is_settled(sheet: Sheet, slot: str) -> bool:
    """Whether it is known how a slot's ballot ends, be it counted yet or not."""
    return slot in sheet.done or agreed(sheet, slot) is not None


def agreed(sheet: Sheet, slot: str) -> KeyedReading | None:
    """What two people keyed alike, or a third look decided; ``None`` while nobody can tell.

    It is the reading that settled it: the second, or the third.
    """
    found = settling(sheet, slot)
    return found[-1] if found else None


def settling(sheet: Sheet, slot: str) -> tuple[KeyedReading, ...]:
    """The readings that settle a slot: the two that agree, or the third; none while it is open."""
    keyed = [one for one in sheet.keyed.get(slot, ()) if one.is_known]
    if len(keyed) >= 2 and keyed[0].agrees(keyed[1]):
        return tuple(keyed[:2])
    return (keyed[2],) if len(keyed) >= 3 else ()


def done(round: str, number: int, slot: str, end: str) -> DiaryEntry:
    """The ballot of a slot was cast, or is void.

    ``end`` is ``cast``, ``spoiled``, ``not-on-roll``, or the refusal's code.
    """
    return DiaryEntry("sheet-done", {"cycle": round, "number": number, "slot": slot, "end": end})


def reconcile(
    papers: Papers, round: str, batch: str, returned_: int, spoiled_: int, by: str
) -> DiaryEntry:
    """The papers of a batch were counted by hand, and the hand agrees with the register.

    Raises ``NotPossible`` with both counts where they differ.
    """
    known = papers.batch(round, batch)
    if (known.returned, known.spoiled) != (returned_, spoiled_):
        raise rejection(
            Text(
                f"登记收回{known.returned}张、作废{known.spoiled}张，"
                f"清点收回{returned_}张、作废{spoiled_}张，不一致。",
                f"registered: {known.returned} returned, {known.spoiled} spoiled; "
                f"counted by hand: {returned_} and {spoiled_}.",
            ),
            Text("请再清点一遍，或补登记。", "Count again, or register what is missing."),
        )
    facts = {
        "cycle": round,
        "batch": batch,
        "printed": known.printed,
        "returned": known.returned,
        "spoiled": known.spoiled,
        "outstanding": known.outstanding,
    }
    return DiaryEntry("batch-reconciled", facts, {"by": by})


def _moved(papers: Papers, round: str, number: int, kind: str, by: str) -> DiaryEntry:
    sheet = papers.sheet(round, number)
    require_text(by, Text("经办人", "who does it"))
    if sheet.where is not SheetWhere.OUTSTANDING:
        raise rejection(
            Text(
                f"第{number}号选票已登记为{sheet.where.words.zh}。",
                f"sheet {number} is registered as {sheet.where.words.en} already.",
            )
        )
    return DiaryEntry(kind, {"cycle": round, "number": number}, {"by": by})


def is_keyed_twice(sheet: Sheet, slot: str) -> bool:
    """Whether two people have read a slot."""
    return len(sheet.keyed.get(slot, ())) >= 2
