"""What a posted notice of an owners' motion prints: judged by the law of its day, and added up.

Each entry holds the totals of one motion as printed, ``null`` for what is not: ``id``, ``kind``
(``ordinary`` or ``special``), ``{total,participating,yes,no,abstain,silent,void}_{heads,area}``,
``silent_with`` (to which side silence was counted), ``issued`` and ``returned`` papers, ``date``
(the last day of voting; a month, a year or ``unknown`` where no more is known) and percentages in
``pct``.  Areas are in m², of any precision.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import attrs

from tickbox_core.errors import BadValue, UnknownName
from tickbox_core.interchange.exact_json import (
    UniqueObject,
    number,
    object_of,
    others,
    refuse_repeated,
    whole_number,
    with_answers,
)
from tickbox_core.interchange.notice_percentages import PrintedPercentage
from tickbox_core.model.areas import fewest_decimals
from tickbox_core.numbers import AREA
from tickbox_core.rules.decimals import decimal
from tickbox_core.rules.motions import BarKind, Base, Counts, Practice, Result, Verdict, judge
from tickbox_core.text import EMPTY, Text, join_texts

BASES = (Base.HEADS, Base.AREA)
KINDS = ("ordinary", "special")
TOTALS = ("total", "participating", "yes")
MARKS = ("no", "abstain", "silent", "void")
AMOUNTS = tuple(f"{name}_{base}" for name in (*TOTALS, *MARKS) for base in BASES)
SIDES = ("majority", "yes", "no")
PAPERS = ("issued", "returned")
PERCENTAGES = {
    f"{name}_{base}": (name, base) for base in BASES for name in ("turnout", "yes", "no", "abstain")
}
READ = ("id", "kind", "date", "pct", "silent_with", *PAPERS, *AMOUNTS)

_PRINTED_AREA = attrs.evolve(AREA, places=None)
_RESULTS = {
    Result.PASSED: "pass",
    Result.REJECTED: "reject",
    Result.UNDETERMINED: "undetermined",
}
_CHECKS = {BarKind.QUORUM: "quorum", BarKind.APPROVAL: "approve"}
Amounts = Mapping[str, Fraction | None]


def answers(
    entries: Iterable[object], practice: Practice, today: date | None = None
) -> list[dict[str, Any]]:
    """One answer for each entry, in order; a bad one gets its ``error``, the rest are answered.

    ``practice`` are the layers of a place, of every day; an entry without a ``date`` is judged by
    those that hold ``today`` (``None``: from now on, as far as anybody knows).
    """
    notices = list(entries)
    given = with_answers(notices, lambda notice: check(notice, practice, today).plain())
    return [
        {**row, "ignored": _ignored(notice)} for row, notice in zip(given, notices, strict=True)
    ]


@attrs.frozen
class OpenSum:
    """A sum that does not close: what is ``printed``, and what it comes to."""

    what: str
    base: Base | None
    printed: Fraction
    computed: Fraction

    @property
    def difference(self) -> Fraction:
        """Printed less computed."""
        return self.printed - self.computed

    @property
    def text(self) -> Text:
        """It in words."""
        said = {name: decimal(abs(value)) for name, value in self._values.items()}
        words = EMPTY if self.base is None else self.base.words
        return _SUMS[self.what].filled(**said, base=words)

    def plain(self) -> dict[str, Any]:
        """For JSON: heads and papers as whole numbers, area as exact strings."""
        name = self.what if self.base is None else f"{self.what}_{self.base}"
        said = decimal if self.base is Base.AREA else int
        return {"what": name, **{name: said(value) for name, value in self._values.items()}}

    @property
    def _values(self) -> dict[str, Fraction]:
        return {
            "printed": self.printed,
            "computed": self.computed,
            "difference": self.difference,
        }


@attrs.frozen
class LawOfNotice:
    """The layer that the bars are of, since and until when it holds, and by what source."""

    key: str
    first: date | None
    last: date | None
    source: Text

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "key": self.key,
            "first": self.first and self.first.isoformat(),
            "last": self.last and self.last.isoformat(),
            "source": self.source.plain(),
        }


@attrs.frozen
class CheckedNotice:
    """What comes of a notice: the verdict, the sums that do not close, the percentages.

    ``wrong`` are those that do not agree, ``unchecked`` those of which that cannot be told;
    ``notes`` say in words what was not checked.
    """

    verdict: Verdict
    law: LawOfNotice | None
    sums: tuple[OpenSum, ...]
    wrong: tuple[PrintedPercentage, ...]
    unchecked: tuple[PrintedPercentage, ...]
    notes: tuple[Text, ...]
    others: tuple[tuple[Verdict, LawOfNotice | None], ...] = ()
    """What comes of it by other laws that may hold as well, where its last day is not known."""

    @property
    def settled(self) -> bool:
        """Whether every law that may hold comes to the same."""
        return all(one.result is self.verdict.result for one, _ in self.others)

    @property
    def result(self) -> str:
        """``pass``, ``reject`` or ``undetermined``."""
        return _RESULTS[self.verdict.result if self.settled else Result.UNDETERMINED]

    @property
    def why(self) -> Text:
        """The verdict in words, and what does not add up."""
        more = (*(one.text for one in self.sums), *(one.text for one in self.wrong))
        said = [self.verdict.sentence]
        if self.others:
            said = [one.sentence for one in (self.verdict, *(one for one, _ in self.others))]
            said.insert(0, _ALIKE if self.settled else _UNSETTLED)
        return join_texts([*said, *more])

    def plain(self) -> dict[str, Any]:
        """For JSON; what there is nothing of is left out at the end."""
        unchecked = [each.name for each in self.unchecked]
        notes = [note.plain() for note in self.notes]
        return {
            "result": self.result,
            "checks": self._checks(),
            "why": self.why.plain(),
            **self._laws(),
            "sums": [one.plain() for one in self.sums],
            "pct": {each.name: each.plain() for each in self.wrong},
            **({"pct_unchecked": unchecked} if unchecked else {}),
            **({"notes": notes} if notes else {}),
        }

    def _checks(self) -> dict[str, bool | None]:
        """Each bar by every law that may hold; null where these come to different answers."""
        found = [_checks(one) for one in (self.verdict, *(one for one, _ in self.others))]
        return {
            name: met if all(one[name] == met for one in found) else None
            for name, met in found[0].items()
        }

    def _laws(self) -> dict[str, Any]:
        """The law; null with a list of ``laws`` where any of several may hold."""
        known = [law and law.plain() for law in (self.law, *(law for _, law in self.others))]
        return {"law": None, "laws": known} if self.others else {"law": known[0]}


_UNSETTLED = Text(
    "表决最后一天是哪一天不清楚，而规定在可能的日子之间变更，按不同规定结论不同，不能认定：",
    "It is not known on which day voting ended, and the law changed between the days it may have "
    "been; by the one and the other it comes to different results, so it is undetermined:",
)
_ALIKE = Text(
    "表决最后一天是哪一天不清楚，规定在可能的日子之间变更，但按哪一部结论都相同：",
    "It is not known on which day voting ended, and the law changed between the days it may have "
    "been; by either it comes to the same:",
)


def check(notice: UniqueObject, laws: Practice, today: date | None = None) -> CheckedNotice:
    """One notice, by the layers of a place of every day; ``today`` where it has no ``date``.

    Raises ``BadValue`` or ``UnknownName`` for what cannot be read, and for totals that contradict
    one another.
    """
    kind = _kind(notice)
    may_hold = _laws_that_may_hold(notice, laws, today, kind)
    amounts = {name: _amount(notice, name) for name in AMOUNTS}
    _silent_with(notice)
    counts = [_counts(amounts, base) for base in BASES]
    judged = [
        (judge(one.bars(kind), counts, notes=(_basis(one, kind),)), _law(one, kind))
        for one in may_hold
    ]
    (verdict, law), *rest = judged
    printed = _percentages(notice, amounts)
    wrong = [each for each in printed if each.agrees is False]
    unchecked = [each for each in printed if each.agrees is None]
    return CheckedNotice(
        verdict,
        law,
        (*_sums(notice, amounts), *_papers(notice)),
        tuple(wrong),
        tuple(unchecked),
        tuple(_not_checked(notice, unchecked)),
        tuple(rest),
    )


def _ignored(notice: object) -> list[str]:
    """The keys that were not read, those inside ``pct`` included."""
    if not isinstance(notice, UniqueObject):
        return []
    table = notice.get("pct")
    inside = others(table, PERCENTAGES) if isinstance(table, UniqueObject) else []
    return [*others(notice, READ), *(f"pct.{name}" for name in inside)]


def _kind(notice: UniqueObject) -> str:
    kind = notice.get("kind")
    if kind in KINDS:
        return str(kind)
    raise UnknownName("kind of motion", "" if kind is None else str(kind), KINDS)


# -- the law of its day ----------------------------------------------------------------------------


def _laws_that_may_hold(
    notice: UniqueObject, laws: Practice, today: date | None, kind: str
) -> list[Practice]:
    """The layers that hold on its last day of voting; several where they change in its days.

    Raises ``BadValue`` where none has such bars.
    """
    days = _days(notice, laws)
    if days is None:
        return [_on_its_day(laws, today, kind)]
    first, last = days
    changes = {one.first for one in laws.layers if one.first}
    changes |= {one.last + timedelta(days=1) for one in laws.layers if one.last}
    name = f"bars.{kind}"
    found: list[Practice] = []
    for day in sorted({first, *(one for one in changes if first < one <= last)}):
        practice = laws.on(day)
        known = practice.find(name)
        if not any(known == one.find(name) for one in found):
            found.append(_on_its_day(laws, day, kind))
    return found


def _on_its_day(laws: Practice, day: date | None, kind: str) -> Practice:
    practice, name = laws.on(day), f"bars.{kind}"
    if practice.find(name) is None and laws.find(name) is not None:
        begun = min(
            (layer.first for layer in laws.layers if name in layer.values and layer.first),
            default=None,
        )
        raise BadValue(
            "date",
            Text(f"{day}当时的规定这里没有。", f"the law of {day} is not known here."),
            Text("这里的规定从{day}起。", "What is known here begins on {day}.").filled(
                day=begun or "–"
            ),
        )
    return practice


_MONTH, _YEAR, _UNKNOWN = re.compile("([0-9]{4})-([0-9]{2})"), re.compile("[0-9]{4}"), "unknown"


def _days(notice: UniqueObject, laws: Practice) -> tuple[date, date] | None:
    """The days between which its last day of voting may lie: one day, where it is printed.

    Of a notice that prints a month or a year alone it is one of these; of ``unknown`` any day of
    which the law is known here.
    """
    said = notice.get("date")
    if said is None:
        return None
    try:
        if isinstance(said, str) and len(said) == len("2021-01-01"):
            return (day := date.fromisoformat(said)), day
        if isinstance(said, str) and _MONTH.fullmatch(said):
            first = date.fromisoformat(f"{said}-01")
            return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])
        if isinstance(said, str) and _YEAR.fullmatch(said):
            return date(int(said), 1, 1), date(int(said), 12, 31)
    except ValueError:
        pass
    if said == _UNKNOWN:
        begun = [one.first for one in laws.layers if one.first]
        return min(begun, default=date.min), date.max
    raise BadValue(
        "date",
        Text(f"“{said}”不是日期。", f"'{said}' is no day."),
        Text(
            "请写成2021-01-31这样；只知道月份或年份就写2021-01或2021，都不知道写unknown。",
            "Write it like 2021-01-31; 2021-01 or 2021 where only the month or year is known, "
            "'unknown' where neither is.",
        ),
    )


def _law(practice: Practice, kind: str) -> LawOfNotice | None:
    found = practice.find(f"bars.{kind}")
    if found is None:
        return None
    layer = found.layer
    return LawOfNotice(layer.key, layer.first, layer.last, found.sourced.source)


def _basis(practice: Practice, kind: str) -> Text:
    found = practice.find(f"bars.{kind}")
    source = EMPTY if found is None else found.sourced.source
    return Text("依据：{source}。", "Bars: {source}.").filled(source=source)


# -- amounts ---------------------------------------------------------------------------------------


def _amount(notice: UniqueObject, name: str) -> Fraction | None:
    """An amount as printed: heads, or m² of any precision; ``BadValue`` for what is none."""
    value = notice.get(name)
    if value is None:
        return None
    area = name.endswith(f"_{Base.AREA}")
    read = number(value, name, _PRINTED_AREA) if area else Fraction(whole_number(value, name))
    if read < 0:
        raise BadValue(
            name,
            Text(f"{value}是负数。", f"{value} is negative."),
            Text("请核对原件。", "Check the original."),
        )
    return read


def _counts(amounts: Amounts, base: Base) -> Counts:
    """What the notice prints on one base; areas have the decimals of the finest of them."""
    printed = [amounts[f"{name}_{base}"] for name in TOTALS]
    decimals = fewest_decimals(one for one in printed if one is not None)
    unit = 10**decimals if base is Base.AREA else 1
    total, participating, yes = (None if one is None else one * unit for one in printed)
    return Counts(base, total, participating, yes, decimals)


def _checks(verdict: Verdict) -> dict[str, bool | None]:
    named = {(check.kind, check.base): check.met for check in verdict.checks}
    return {
        f"{_CHECKS[kind]}_{base}": named.get((kind, base)) for kind in _CHECKS for base in BASES
    }


# -- sums ------------------------------------------------------------------------------------------


def _silent_with(notice: UniqueObject) -> str:
    """To which side silence was counted; empty where to none, or nobody says."""
    said = notice.get("silent_with")
    if said is None:
        return ""
    if said not in SIDES:
        raise UnknownName("side", str(said), SIDES)
    return str(said)


def _sums(notice: UniqueObject, amounts: Amounts) -> Iterator[OpenSum]:
    """What does not close: the marks against those taking part, and these against all."""
    counted = bool(_silent_with(notice))
    for base in BASES:
        of = {name: amounts[f"{name}_{base}"] for name in (*TOTALS, *MARKS)}
        marks, part, total = _sum_of_marks(of, counted), of["participating"], of["total"]
        if marks is not None and part is not None and marks != part:
            yield OpenSum("participating", base, part, marks)
        beside = None if counted else _beside(of)
        if beside is not None and total is not None and beside > total:
            yield OpenSum("total", base, total, beside)


def _sum_of_marks(of: Amounts, counted_silence: bool) -> Fraction | None:
    """Yes, no, abstentions and void papers together; ``None`` where only the yes is printed.

    Silence that was counted to a side may stand in that side's number, or beside it: where it
    closes with the one or the other, it closes.
    """
    yes, no = of["yes"], of["no"]
    if yes is None or no is None:
        return None
    marks = yes + no + (of["abstain"] or 0) + (of["void"] or 0)
    if counted_silence and marks != of["participating"]:
        return marks + (of["silent"] or 0)
    return marks


def _beside(of: Amounts) -> Fraction | None:
    """Those taking part and those silent, who are different people."""
    part, silent = of["participating"], of["silent"]
    return None if part is None or silent is None else part + silent


def _papers(notice: UniqueObject) -> Iterator[OpenSum]:
    """More papers that came back than were handed out."""
    issued, returned = (
        None if notice.get(name) is None else whole_number(notice[name], name) for name in PAPERS
    )
    if issued is not None and returned is not None and returned > issued:
        yield OpenSum("returned", None, Fraction(returned), Fraction(issued))


_SUMS = {
    "participating": Text(
        "各项意见的{base}合计为{computed}，公布的参与{base}为{printed}，相差{difference}。",
        "The marks add up to {computed} by {base}, {printed} are printed as taking part: "
        "{difference} of difference.",
    ),
    "total": Text(
        "参与的和未表态的{base}合计为{computed}，超过公布的总{base}{printed}，相差{difference}。",
        "Those taking part and those silent add up to {computed} by {base}, more than all of "
        "{printed}: {difference} of difference.",
    ),
    "returned": Text(
        "收回的票{printed}张，多于发出的{computed}张，相差{difference}。",
        "{printed} papers came back of {computed} handed out: {difference} of difference.",
    ),
}


# -- percentages, and what was not checked ---------------------------------------------------------


def _percentages(notice: UniqueObject, amounts: Amounts) -> list[PrintedPercentage]:
    """The percentages that are printed, each with the amounts it should come from."""
    if notice.get("pct") is None:
        return []
    table = refuse_repeated(object_of(notice["pct"], "pct"))
    return [
        PrintedPercentage.read(name, what, base, table[name], amounts)
        for name, (what, base) in PERCENTAGES.items()
        if table.get(name) is not None
    ]


def _not_checked(notice: UniqueObject, unchecked: Iterable[PrintedPercentage]) -> list[Text]:
    """What was not understood or cannot be checked, in words: that is not to say it is wrong."""
    found = [one.not_checked for one in unchecked]
    side = _silent_with(notice)
    if side:
        found.append(_SILENCE.filled(side=_SIDE_WORDS[side]))
    passed_over = _ignored(notice)
    if passed_over:
        keys = ", ".join(passed_over)
        found.append(_PASSED_OVER.filled(keys=keys))
    return found


_SILENCE = Text(
    "未表态的计入{side}：议事规则是否约定、票是否送达，这里没有核对。",
    "Silence was counted with {side}: whether the estate's rules say so, and whether the papers "
    "were served, is not checked here.",
)
_SIDE_WORDS = {
    "majority": Text("多数意见", "the majority"),
    "yes": Text("同意", "those in favour"),
    "no": Text("不同意", "those against"),
}
_PASSED_OVER = Text("没有看懂、没有核对：{keys}。", "Not understood and not checked: {keys}.")
