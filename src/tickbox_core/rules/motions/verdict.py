"""The verdict on a motion: four checks or more, what each found, and the sentence for the notice.

Any known false rejects; else any unknown leaves it undetermined; else it has passed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import Any

import attrs

from tickbox_core.errors import BadValue
from tickbox_core.model.areas import TWO_DECIMALS, unless_two
from tickbox_core.rules.motions.bars import Amount, Bar, Bars, Of, exact
from tickbox_core.rules.motions.bases import Base, percent
from tickbox_core.text import EMPTY, Text, join_texts


@attrs.frozen
class Counts:
    """What was counted on one base; ``None`` is unknown, area in m² with ``decimals``.

    ``total`` is the whole electorate of the motion, ``participating`` those who took part, ``yes``
    those in favour.  Raises ``BadValue`` for a negative amount, and for totals that contradict one
    another (more taking part than there are, more in favour than took part).
    """

    base: Base
    total: Amount | None
    participating: Amount | None
    yes: Amount | None
    decimals: int = TWO_DECIMALS

    def __attrs_post_init__(self) -> None:
        named = [(f"{what}_{self.base}", getattr(self, what)) for what in _AMOUNTS]
        known = [(name, exact(value, name)) for name, value in named if value is not None]
        for name, value in known:
            if value < 0:
                raise _negative(name, self._number(value))
        for (outer, whole), (inner, part) in pairwise(known):
            if part > whole:
                raise _contradiction(inner, self._number(part), outer, self._number(whole))

    def _number(self, amount: Amount) -> str:
        return self.base.number(amount, self.decimals)


_AMOUNTS = ("total", "participating", "yes")


def _negative(name: str, value: str) -> BadValue:
    return BadValue(
        name,
        Text(f"{value}是负数。", f"{value} is negative."),
        Text("请核对原件。", "Check the original."),
    )


def _contradiction(inner: str, part: str, outer: str, whole: str) -> BadValue:
    return BadValue(
        inner,
        Text(
            f"{part}大于{outer}的{whole}，互相矛盾。",
            f"{part} is more than the {whole} of {outer}, a contradiction.",
        ),
        Text("请核对原件。", "Check the original."),
    )


class Result(StrEnum):
    """Passed, rejected, or undetermined: not known to be either."""

    PASSED = "passed"
    REJECTED = "rejected"
    UNDETERMINED = "undetermined"

    @classmethod
    def of(cls, checks: Iterable[bool | None]) -> Result:
        """Any known false rejects; else any unknown leaves it undetermined; else passed."""
        found = set(checks)
        if False in found:
            return cls.REJECTED
        return cls.UNDETERMINED if None in found else cls.PASSED

    @property
    def words(self) -> Text:
        """The result as a notice says it."""
        return _RESULT_WORDS[self]


_RESULT_WORDS = {
    Result.PASSED: Text("通过", "passed"),
    Result.REJECTED: Text("未通过", "not passed"),
    Result.UNDETERMINED: Text(
        "无法判定（现有数字不足以下结论，不予认定）",
        "undetermined (the figures do not settle it, so nothing is certified)",
    ),
}


class BarKind(StrEnum):
    """Which of the two bars a check compares with."""

    QUORUM = "quorum"
    APPROVAL = "approval"


_OF_ALL = Text("同意{base}{part}／总{base}{whole}", "{base} in favour: {part} of all {whole}")
_AMOUNT_WORDS = {
    BarKind.QUORUM: Text(
        "参与表决{base}{part}／总{base}{whole}", "{base} taking part: {part} of {whole}"
    ),
    BarKind.APPROVAL: Text(
        "同意{base}{part}／参与表决{base}{whole}",
        "{base} in favour: {part} of {whole} taking part",
    ),
}


@attrs.frozen
class Check:
    """One bar on one base: ``part`` of ``whole`` against ``bar``, exact; ``None`` is unknown.

    Area is in m² with ``decimals``.  ``of`` says whom the whole of an approval is.
    """

    kind: BarKind
    base: Base
    bar: Bar
    part: Amount | None
    whole: Amount | None
    decimals: int = TWO_DECIMALS
    of: Of = Of.PARTICIPATING

    @property
    def met(self) -> bool | None:
        """Whether the bar is passed; ``None`` where the figures do not say."""
        return self.bar.met(self.part, self.whole)

    @property
    def result(self) -> Result:
        """The check alone, as a result."""
        return Result.of((self.met,))

    @property
    def share(self) -> Fraction | None:
        """The exact share, ``None`` where it is unknown or of nobody."""
        if self.part is None or not self.whole:
            return None
        return Fraction(self.part) / Fraction(self.whole)

    @property
    def missing(self) -> Fraction | None:
        """How much more it takes (whole heads; area up to its last decimal), ``whole`` as it is.

        ``None`` where the bar is passed, unknown, or of nobody.
        """
        if self.met is not False or not self.whole or self.part is None:
            return None
        return self.bar.needed(self.whole) - Fraction(self.part)

    @property
    def text(self) -> Text:
        """The check in words: the amounts, the share, the bar and how it stands to it."""
        return Text("{amounts}，要求{bar}：{found}", "{amounts}, {bar} required: {found}").filled(
            amounts=self.amounts, bar=self.bar.words(), found=self.found
        )

    @classmethod
    def of_plain(cls, plain: Mapping[str, Any]) -> Check:
        """The check that ``plain`` wrote."""
        base, decimals = Base(plain["base"]), plain.get("decimals") or TWO_DECIMALS
        part, whole = (
            None if plain[name] is None else base.amount(plain[name], decimals)
            for name in ("part", "whole")
        )
        of = Of(plain.get("of") or Of.PARTICIPATING)
        return cls(BarKind(plain["check"]), base, Bar.of(plain["bar"]), part, whole, decimals, of)

    def plain(self) -> dict[str, Any]:
        """The check for JSON; amounts and shares as exact strings, area in m²."""
        return {
            "check": str(self.kind),
            "base": str(self.base),
            "part": self._number(self.part),
            "whole": self._number(self.whole),
            "share": None if self.share is None else str(self.share),
            "bar": str(self.bar),
            "met": self.met,
            "missing": self._number(self.missing),
            **unless_two(self.decimals),
            **({} if self.of is Of.PARTICIPATING else {"of": str(self.of)}),
        }

    def _number(self, amount: Amount | None) -> str | None:
        return None if amount is None else self.base.number(amount, self.decimals)

    @property
    def amounts(self) -> Text:
        """The amounts in words, with their share."""
        line = (_OF_ALL if self.of is Of.ALL else _AMOUNT_WORDS[self.kind]).filled(
            base=self.base.words,
            part=self._amount_words(self.part),
            whole=self._amount_words(self.whole),
        )
        if self.part is None or not self.whole:
            return line
        share = percent(self.part, self.whole)
        return Text(f"{line.zh}（{share}）", f"{line.en} ({share})")

    def _amount_words(self, amount: Amount | None) -> Text:
        return _NOT_GIVEN if amount is None else self.base.said(amount, self.decimals)

    @property
    def found(self) -> Text:
        """How it stands to the bar, in words."""
        if self.met is None:
            return Text("无法判定", "cannot be told")
        if self.met:
            return Text("达到", "reached")
        if not self.whole:
            return Text("没有人参与，未达到", "nobody took part, not reached")
        if self.missing is None:
            return Text("未达到", "not reached")
        return Text("未达到，还差{by}", "not reached, {by} short").filled(
            by=self.base.said(self.missing, self.decimals)
        )


_NOT_GIVEN = Text("（未公布）", "(not given)")


@attrs.frozen
class Verdict:
    """All checks of a motion and what they come to.

    ``notes`` hold what the reader must know beside the checks; how silence was treated, say.
    """

    question: Text
    checks: tuple[Check, ...]
    notes: tuple[Text, ...] = ()

    @property
    def result(self) -> Result:
        """Passed, rejected or undetermined, over all checks."""
        return Result.of(check.met for check in self.checks)

    def on(self, base: Base) -> Result:
        """The result on one base alone."""
        return Result.of(check.met for check in self.checks if check.base is base)

    def check(self, kind: BarKind, base: Base) -> Check | None:
        """The check of that kind on that base, if the motion has it."""
        return next((c for c in self.checks if c.kind is kind and c.base is base), None)

    @property
    def sentence(self) -> Text:
        """What the notice says: the question, the result, every check, and the notes."""
        head = Text("{question}：{result}。", "{question}: {result}.")
        checks = join_texts([check.text for check in self.checks], "；", "; ")
        said = Text(f"{checks.zh}。", f"{checks.en}.")
        opening = (head if self.question else Text("{result}。", "{result}.")).filled(
            question=self.question, result=_capital(self.result.words, not self.question)
        )
        return join_texts([text for text in (opening, said, *self.notes) if text])

    def plain(self) -> dict[str, Any]:
        """The verdict for JSON."""
        return {
            "result": str(self.result),
            "checks": [check.plain() for check in self.checks],
            "notes": [note.plain() for note in self.notes],
            "sentence": self.sentence.plain(),
        }


def _capital(words: Text, at_start: bool) -> Text:
    return Text(words.zh, words.en.capitalize()) if at_start else words


def judge(
    bars: Sequence[Bars],
    counts: Iterable[Counts],
    question: Text = EMPTY,
    notes: tuple[Text, ...] = (),
) -> Verdict:
    """Compare what was counted with the bars, base by base, quorums first.

    A base nobody counted is unknown, so the motion cannot pass on it.  Raises ``BadValue`` where
    there are no bars: a motion that asks for nothing would pass by itself.
    """
    if not bars:
        raise BadValue(
            "motion",
            Text("没有规定任何通过条件。", "asks for no bar at all."),
            Text("请先选定法律依据。", "Choose the jurisdiction and kind first."),
        )
    found = {count.base: count for count in counts}
    pairs = [(each, found.get(each.base, Counts(each.base, None, None, None))) for each in bars]
    quorums = (
        _check(BarKind.QUORUM, each.quorum, count, count.participating, count.total)
        for each, count in pairs
        if each.quorum is not None
    )
    approvals = (_approval(each, count) for each, count in pairs)
    return Verdict(question, (*quorums, *approvals), notes)


def _approval(bars: Bars, count: Counts) -> Check:
    """Those in favour against those taking part, or against all."""
    whole = count.total if bars.of is Of.ALL else count.participating
    made = _check(BarKind.APPROVAL, bars.approval, count, count.yes, whole)
    return attrs.evolve(made, of=bars.of)


def _check(
    kind: BarKind, bar: Bar, count: Counts, part: Amount | None, whole: Amount | None
) -> Check:
    return Check(kind, count.base, bar, part, whole, count.decimals)
