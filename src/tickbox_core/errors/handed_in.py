"""What was handed in and cannot be taken: values, files, ids, ticks."""

from __future__ import annotations

import attrs

from tickbox_core.errors.root import TickboxError
from tickbox_core.text import EMPTY, Text, join_texts, yuan


@attrs.frozen
class BadValue(TickboxError):
    """A value that cannot be: names the place, the problem and the remedy."""

    where: str
    problem: Text
    remedy: Text = EMPTY
    said = Text("{where}：{problem}{remedy}", "{where}: {problem} {remedy}")


@attrs.frozen
class Fault:
    """What is wrong in one cell of a table; ``column`` is empty where it is the whole row.

    ``sheet`` names the sheet of a workbook that has several, ``cell`` the cell (``B3``).
    """

    file: str
    row: int
    column: str
    problem: Text
    remedy: Text
    sheet: str = ""
    cell: str = ""

    @property
    def text(self) -> Text:
        """Place, problem and remedy in one sentence."""
        zh = f"{self.file}“{self.sheet}”" if self.sheet else self.file
        en = f"{self.file}, sheet '{self.sheet}'" if self.sheet else self.file
        zh, en = (f"{zh} 第{self.row}行", f"{en}, row {self.row}") if self.row else (zh, en)
        if self.column:
            zh, en = f"{zh}“{self.column}”", f"{en}, column '{self.column}'"
        if self.cell:
            zh, en = f"{zh}（{self.cell}）", f"{en} ({self.cell})"
        problem, remedy = self.problem, self.remedy
        return Text(f"{zh}：{problem.zh}{remedy.zh}", f"{en}: {problem.en} {remedy.en}")


@attrs.frozen
class MalformedFile(TickboxError):
    """A file that cannot be read: names file, line (0 = the whole file), problem and remedy.

    ``more``: what else is wrong, in this file or in those read with it; ``others`` counts faults
    beyond those.
    """

    file: str
    line: int
    problem: Text
    remedy: Text
    more: tuple[Fault, ...] = ()
    others: int = 0
    said = Text("{place_zh}：{problem}{remedy}", "{place_en}: {problem} {remedy}")

    @property
    def fields(self) -> dict[str, object]:
        """The fields and the place in words."""
        zh = f"{self.file} 第{self.line}行" if self.line else self.file
        en = f"{self.file}, line {self.line}" if self.line else self.file
        return {**super().fields, "place_zh": zh, "place_en": en}

    @property
    def text(self) -> Text:
        """Every fault, a line each."""
        return join_texts(list(self.lines), "\n", "\n")

    @property
    def lines(self) -> tuple[Text, ...]:
        """A sentence for each fault, and how many there are beyond them."""
        beyond = Text(f"……另有{self.others}处。", f"… and {self.others} more.")
        rest = (*(fault.text for fault in self.more), *((beyond,) if self.others else ()))
        return (super().text, *rest)


@attrs.frozen
class FaultyTables(TickboxError):
    """Tables with faults: all of them are listed, and nothing was taken over."""

    faults: tuple[Fault, ...]
    said = Text(
        "表格里有{number}处错误，没有导入任何内容：{listed}",
        "the tables have {number} faults and nothing was imported: {listed}",
    )

    @property
    def fields(self) -> dict[str, object]:
        """The fields, how many faults there are, and all of them, a line each."""
        listed = join_texts([fault.text for fault in self.faults], "\n", "\n")
        return {**super().fields, "number": len(self.faults), "listed": listed}


@attrs.frozen
class BadCommand(TickboxError):
    """A command line that cannot be understood."""

    problem: Text
    remedy: Text
    said = Text("{problem}{remedy}", "{problem} {remedy}")


@attrs.frozen
class DuplicateId(TickboxError):
    """Two things of one kind carry the same id."""

    kind: str
    id: str
    said = Text(
        "{kind}编号“{id}”出现了两次；请给其中一个换编号。",
        "the {kind} id '{id}' occurs twice; give one of them another id.",
    )


@attrs.frozen
class UnknownId(TickboxError):
    """Something refers to an id that does not exist."""

    kind: str
    id: str
    where: str
    said = Text(
        "{where}提到了不存在的{kind}“{id}”；请核对编号。",
        "{where} names the {kind} '{id}', which does not exist; check the id.",
    )


@attrs.frozen
class UnknownName(TickboxError):
    """A rule, base, tie-break or other named choice that nobody offers."""

    kind: str
    name: str
    known: tuple[str, ...]
    said = Text(
        "没有名为“{name}”的{kind}；可选：{choices}。",
        "there is no {kind} named '{name}'; choose one of: {choices}.",
    )

    @property
    def fields(self) -> dict[str, object]:
        """The fields and the choices in one line."""
        return {**super().fields, "choices": ", ".join(self.known) or "–"}


@attrs.frozen
class TooManyTicks(TickboxError):
    """More ticks than the limits allow."""

    given: int
    limit: int
    said = Text(
        "您勾选了{given}项，最多只能勾选{limit}项；请取消{over}项。",
        "you ticked {given} items and at most {limit} are allowed; untick {over}.",
    )

    @property
    def fields(self) -> dict[str, object]:
        """The fields and how many to undo."""
        return {**super().fields, "over": self.given - self.limit}


@attrs.frozen
class TooFewTicks(TickboxError):
    """Fewer ticks than the limits ask for."""

    given: int
    limit: int
    said = Text(
        "您勾选了{given}项，至少要勾选{limit}项；请再勾选{short}项。",
        "you ticked {given} items and at least {limit} are needed; tick {short} more.",
    )

    @property
    def fields(self) -> dict[str, object]:
        """The fields and how many are missing."""
        return {**super().fields, "short": self.limit - self.given}


@attrs.frozen
class TooManyOfTier(TickboxError):
    """More ticks for items of one tier than its limits allow."""

    tier: str
    given: int
    limit: int
    words: Text = EMPTY
    said = Text(
        "“{words}”的事项您勾选了{given}项，最多{limit}项；请取消{over}项。",
        "you ticked {given} items of '{words}' and at most {limit} are allowed; untick {over}.",
    )

    @property
    def fields(self) -> dict[str, object]:
        """The fields and how many to undo."""
        words = self.words or self.tier
        return {**super().fields, "words": words, "over": self.given - self.limit}


@attrs.frozen
class TooFewOfTier(TickboxError):
    """Fewer ticks for items of one tier than its limits ask for."""

    tier: str
    given: int
    limit: int
    words: Text = EMPTY
    said = Text(
        "“{words}”的事项您勾选了{given}项，至少{limit}项；请再勾选{short}项。",
        "you ticked {given} items of '{words}' and at least {limit} are needed; tick {short} more.",
    )

    @property
    def fields(self) -> dict[str, object]:
        """The fields and how many are missing."""
        words = self.words or self.tier
        return {**super().fields, "words": words, "short": self.limit - self.given}


@attrs.frozen
class TooManyOfCategory(TickboxError):
    """More ticks for items of one category than its limits allow."""

    category: str
    given: int
    limit: int
    words: Text = EMPTY
    said = TooManyOfTier.said

    @property
    def fields(self) -> dict[str, object]:
        """The fields and how many to undo."""
        words = self.words or self.category
        return {**super().fields, "words": words, "over": self.given - self.limit}


@attrs.frozen
class TooFewOfCategory(TickboxError):
    """Fewer ticks for items of one category than its limits ask for."""

    category: str
    given: int
    limit: int
    words: Text = EMPTY
    said = TooFewOfTier.said

    @property
    def fields(self) -> dict[str, object]:
        """The fields and how many are missing."""
        words = self.words or self.category
        return {**super().fields, "words": words, "short": self.limit - self.given}


@attrs.frozen
class CostsTooMuch(TickboxError):
    """What a ballot ticks costs more than its money cart holds; both in fen."""

    cost: int
    budget: int
    said = Text(
        "您勾选的事项合计{sum}，每张选票最多{limit}，超出{over}；请取消一些。",
        "what you ticked costs {sum} together and a ballot may spend {limit}: {over} too much; "
        "untick something.",
    )

    @property
    def fields(self) -> dict[str, object]:
        """The fields, and in words both sums and by how much it is too much."""
        over = yuan(self.cost - self.budget)
        return {**super().fields, "sum": yuan(self.cost), "limit": yuan(self.budget), "over": over}


@attrs.frozen
class RepeatedTick(TickboxError):
    """One ballot ticks one item twice."""

    item: str
    voter: str
    said = Text(
        "“{voter}”把“{item}”勾选了两次；每项只能勾选一次。",
        "'{voter}' ticks '{item}' twice; an item can be ticked once.",
    )


@attrs.frozen
class DuplicateVoter(TickboxError):
    """Two ballots of one voter where each may have one."""

    voter: str
    said = Text(
        "“{voter}”有两张选票；请只保留一张。",
        "'{voter}' has two ballots; keep one of them.",
    )


@attrs.frozen
class ChooseOne(TickboxError):
    """An item with options that is not ticked in exactly one of them."""

    item: str
    choices: tuple[str, ...]
    said = Text(
        "“{item}”要在几个方案里选一个（{listed}）。",
        "'{item}' asks for one of its options: {listed}.",
    )

    @property
    def fields(self) -> dict[str, object]:
        """The fields, and the choices in a line."""
        return {**super().fields, "listed": ", ".join(self.choices)}
