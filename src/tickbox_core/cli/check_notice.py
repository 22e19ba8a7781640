"""``tickbox check-notice FILE.json``: does what a posted notice prints add up to what it claims?

Each entry holds the totals of one motion as printed, ``null`` for what is not: ``id``, ``kind``
(``ordinary`` or ``special``), ``{total,participating,yes}_{heads,area}`` and, where printed,
percentages in ``pct`` (``turnout_heads``, ``turnout_area``, ``yes_heads``, ``yes_area``: those
taking part of all, those in favour of those taking part).  Areas are in m², of any precision.

The bars come from a jurisdiction, by default ``cn`` of the plugin ``tickbox-china``.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from fractions import Fraction
from itertools import takewhile
from pathlib import Path
from typing import Any

import attrs

from tickbox_core import Registry, open_registry
from tickbox_core.cli.exact_json import (
    UniqueObject,
    number,
    object_of,
    others,
    read_entries,
    refuse_repeated,
    whole_number,
    with_answers,
    with_notes,
)
from tickbox_core.errors import BadValue, MissingPlugin, PluginFailed, UnknownName
from tickbox_core.model.areas import fewest_decimals
from tickbox_core.numbers import AREA, narrow
from tickbox_core.rules.decimals import format_fixed
from tickbox_core.rules.motions import (
    Amount,
    BarKind,
    Base,
    Counts,
    Practice,
    Result,
    Verdict,
    judge,
)
from tickbox_core.terminal.parser import Parser
from tickbox_core.terminal.printing import one_line, print_json
from tickbox_core.terminal.table import WIDTH, wrap_text
from tickbox_core.text import EMPTY, Language, Text, join_texts

BASES = (Base.HEADS, Base.AREA)
KINDS = ("ordinary", "special")
TOTALS = ("total", "participating", "yes")
_TOTALS_READ = tuple(f"{total}_{base}" for total in TOTALS for base in BASES)
_PRINTED = {BarKind.QUORUM: "turnout", BarKind.APPROVAL: "yes"}
PERCENTAGES = {f"{_PRINTED[kind]}_{base}": (kind, base) for base in BASES for kind in _PRINTED}
DEFAULT, PLUGIN = "cn", "tickbox-china"
READ = ("id", "kind", "pct", *(f"{total}_{base}" for total in TOTALS for base in BASES))

_RESULTS = {
    Result.PASSED: "pass",
    Result.REJECTED: "reject",
    Result.UNDETERMINED: "undetermined",
}
_REFUSED = Text("无法核对。", "This cannot be checked. ")
_PERCENTAGE_WORDS = {
    BarKind.QUORUM: Text("{base}参与率", "turnout by {base}"),
    BarKind.APPROVAL: Text("{base}同意率", "approval by {base}"),
}
_CHECKS = {BarKind.QUORUM: "quorum", BarKind.APPROVAL: "approve"}


class CheckNotice:
    """Judges the notices of a file by the law of a place."""

    help = Text("核对张贴的表决结果", "check the totals printed on a posted notice")

    def configure(self, parser: Parser) -> None:
        """The file, the jurisdiction, ``--json``."""
        parser.add_argument("file", type=Path, metavar="FILE.json")
        parser.add_argument(
            "--jurisdiction",
            default=DEFAULT,
            help=parser.said(Text("适用哪里的规定（默认 cn）", "whose law applies (default cn)")),
        )
        parser.add_argument(
            "--json", action="store_true", help=parser.said(Text("输出 JSON", "print JSON"))
        )

    def run(self, args: argparse.Namespace) -> int:
        """Answer every entry; 0 whatever they come to."""
        out = args.without_plugin
        registry = open_registry(without=out) if out else open_registry()
        practice = law(registry, args.jurisdiction)
        entries = read_entries(args.file)
        given = with_notes(answers(entries, practice), entries, (*_TOTALS_READ, "pct"))
        if args.json:
            print_json(given)
        else:
            print("\n".join(told(given, args.lang)))
        return 0


def law(registry: Registry, jurisdiction: str) -> Practice:
    """The law of a place.

    Raises ``MissingPlugin`` where no plugin brings any, or the one that should has failed;
    ``UnknownName`` for a place that none of them knows.
    """
    for notice in registry.notices:
        if isinstance(notice, PluginFailed) and notice.plugin == PLUGIN:
            raise notice
    if jurisdiction not in registry.jurisdictions and DEFAULT not in registry.jurisdictions:
        raise MissingPlugin(f"--jurisdiction {jurisdiction}", PLUGIN)
    return registry.practice(jurisdiction)


def told(given: Iterable[dict[str, Any]], language: Language) -> list[str]:
    """The answers for people: the id, and below it what was found."""
    lines: list[str] = []
    for answer in given:
        refused = "error" in answer
        why = answer["error" if refused else "why"][language]
        said = f"{_REFUSED.said_in(language)}{why}" if refused else why
        lines.append("–" if answer["id"] is None else one_line(str(answer["id"])))
        for each in (said, *(note[language] for note in answer.get("notes", ()))):
            lines += [f"    {line}" for line in wrap_text(one_line(each), WIDTH - 4)]
    return lines


def answers(entries: Iterable[object], practice: Practice) -> list[dict[str, Any]]:
    """One answer for each entry, in order; a bad one gets its ``error``, the rest are answered."""
    notices = list(entries)
    given = with_answers(notices, lambda notice: _answer(notice, practice))
    return [
        {**row, "ignored": _ignored(notice)} for row, notice in zip(given, notices, strict=True)
    ]


def _answer(notice: UniqueObject, practice: Practice) -> dict[str, Any]:
    kind = _kind(notice)
    counts = [_counts(notice, base) for base in BASES]
    verdict = judge(practice.bars(kind), counts, notes=(_basis(practice, kind),))
    printed = _printed(notice, counts)
    wrong = [each for each in printed if each.agrees is False]
    unchecked = [each.name for each in printed if each.agrees is None]
    answer: dict[str, Any] = {
        "result": _RESULTS[verdict.result],
        "checks": _checks(verdict),
        "why": join_texts([verdict.sentence, *(each.text for each in wrong)]).plain(),
        "pct": {each.name: each.plain() for each in wrong},
    }
    return {**answer, "pct_unchecked": unchecked} if unchecked else answer


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


def _counts(notice: UniqueObject, base: Base) -> Counts:
    """What the notice prints on one base; heads are whole, areas have the finest's decimals."""
    read = _square_metres if base is Base.AREA else _heads
    printed = {
        name: None if notice.get(name) is None else read(notice[name], name)
        for name in (f"{total}_{base}" for total in TOTALS)
    }
    decimals = fewest_decimals(one for one in printed.values() if one is not None)
    unit = 10**decimals if base is Base.AREA else 1
    total, participating, yes = (None if one is None else one * unit for one in printed.values())
    return Counts(base, total, participating, yes, decimals)


def _heads(value: object, where: str) -> Fraction:
    return Fraction(whole_number(value, where))


def _square_metres(value: object, where: str) -> Fraction:
    return number(value, where, _PRINTED_AREA)


_PRINTED_AREA = attrs.evolve(AREA, places=None)


def _basis(practice: Practice, kind: str) -> Text:
    found = practice.find(f"bars.{kind}")
    source = EMPTY if found is None else found.sourced.source
    return Text("依据：{source}。", "Bars: {source}.").filled(source=source)


def _checks(verdict: Verdict) -> dict[str, bool | None]:
    named = {(check.kind, check.base): check.met for check in verdict.checks}
    return {
        f"{_CHECKS[kind]}_{base}": named.get((kind, base)) for kind in _CHECKS for base in BASES
    }


# -- printed percentages -----------------------------------------------------------------------


@attrs.frozen
class PrintedPercentage:
    """A percentage as printed, and the amounts it should come from."""

    kind: BarKind
    base: Base
    written: str
    value: Fraction | None
    part: Amount | None
    whole: Amount | None

    @property
    def name(self) -> str:
        """Its name in ``pct``."""
        return f"{_PRINTED[self.kind]}_{self.base}"

    @property
    def places(self) -> int:
        """Its decimals as printed; beyond nine, nothing is compared."""
        return min(len(_digits(self.written.partition(".")[2])), 9)

    @property
    def exact(self) -> Fraction | None:
        """The percentage it should be; ``None`` where the amounts are not printed."""
        if self.part is None or not self.whole:
            return None
        return Fraction(100 * self.part) / Fraction(self.whole)

    @property
    def agrees(self) -> bool | None:
        """Whether it is the exact share rounded, either way at the half, to its decimals."""
        if self.value is None:
            return False
        if self.exact is None:
            return None
        return abs(self.value - self.exact) <= Fraction(1, 2 * 10**self.places)

    @property
    def cut_off(self) -> bool:
        """Whether it is the exact share with its further decimals cut off."""
        if self.value is None or self.exact is None:
            return False
        return 0 <= self.exact - self.value < Fraction(1, 10**self.places)

    @property
    def recomputed(self) -> str | None:
        """The percentage recomputed, to the decimals that were printed and at least two."""
        return None if self.exact is None else format_fixed(self.exact, max(self.places, 2))

    @property
    def text(self) -> Text:
        """What is wrong with it, in words."""
        named = _PERCENTAGE_WORDS[self.kind].filled(base=self.base.words)
        if self.value is None:
            said = Text("公布的{name}“{it}”不是数字。", "The printed {name} '{it}' is no number.")
            return said.filled(name=named, it=self.written)
        how = Text("，是截去尾数而非四舍五入", ", cut off rather than rounded")
        return Text(
            "公布的{name}为{written}%，复算为{recomputed}%{how}。",
            "The printed {name} is {written}%, recomputed {recomputed}%{how}.",
        ).filled(
            name=named,
            written=self.written,
            recomputed=self.recomputed or "–",
            how=how if self.cut_off else EMPTY,
        )

    def plain(self) -> dict[str, Any]:
        """The printed and the recomputed percentage for JSON."""
        return {
            "printed": self.written,
            "recomputed": self.recomputed,
            "cut_off": self.cut_off,
        }


def _digits(written: str) -> str:
    return "".join(takewhile(str.isdigit, written))


def _printed(notice: UniqueObject, counts: Iterable[Counts]) -> list[PrintedPercentage]:
    """The percentages that are printed, each with the amounts it should come from."""
    if notice.get("pct") is None:
        return []
    table = refuse_repeated(object_of(notice["pct"], "pct"))
    by_base = {count.base: count for count in counts}
    return [
        _percentage(table[name], kind, by_base[base])
        for name, (kind, base) in PERCENTAGES.items()
        if table.get(name) is not None
    ]


def _percentage(value: object, kind: BarKind, counts: Counts) -> PrintedPercentage:
    part, whole = (
        (counts.participating, counts.total)
        if kind is BarKind.QUORUM
        else (counts.yes, counts.participating)
    )
    written = narrow(str(value)).rstrip("%").strip()
    try:
        amount = number(type(value)(written) if isinstance(value, str) else value, "pct")
    except BadValue:
        amount = None
    return PrintedPercentage(kind, counts.base, written, amount, part, whole)


COMMAND = CheckNotice()
