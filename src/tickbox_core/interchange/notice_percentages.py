"""A percentage as a notice prints it, and the share that it should be."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import takewhile
from typing import Any

import attrs

from tickbox_core.errors import BadValue
from tickbox_core.interchange.exact_json import UniqueObject, number, others, refuse_repeated
from tickbox_core.numbers import narrow
from tickbox_core.rules.decimals import format_fixed
from tickbox_core.rules.motions import Base, Of
from tickbox_core.rules.motions.bars import named_of
from tickbox_core.text import EMPTY, Text

_PART = {"turnout": "participating"}
_WORDS = {
    "turnout": Text("{base}参与率", "turnout by {base}"),
    "yes": Text("{base}同意率", "approval by {base}"),
    "no": Text("{base}不同意率", "share against by {base}"),
    "abstain": Text("{base}弃权率", "share of abstentions by {base}"),
}
MOST_PLACES = 9  # beyond, nothing is compared


@attrs.frozen
class PrintedPercentage:
    """A percentage as printed (``value`` where it can be read), and what it should come from."""

    name: str
    what: str
    base: Base
    of: Of
    written: str
    value: Fraction | None
    part: Fraction | None
    whole: Fraction | None

    @classmethod
    def read(
        cls,
        name: str,
        what: str,
        base: Base,
        printed: object,
        amounts: Mapping[str, Fraction | None],
    ) -> PrintedPercentage:
        """From a string or number, or from ``{"value", "of"}`` that says of whom it is.

        Turnout is of all, the others of those taking part where nothing is said.  Raises
        ``BadValue`` for what has another shape, ``UnknownName`` for another base.
        """
        of = Of.ALL if what == "turnout" else Of.PARTICIPATING
        if isinstance(printed, UniqueObject):
            printed, of = _with_base(refuse_repeated(printed), name, of)
        written = narrow(str(printed)).strip().rstrip("%").strip()
        try:
            given = type(printed)(written) if isinstance(printed, str) else printed
            value: Fraction | None = number(given, f"pct.{name}")
        except BadValue:
            value = None
        whole = "total" if of is Of.ALL else "participating"
        part = amounts[f"{_PART.get(what, what)}_{base}"]
        return cls(name, what, base, of, written, value, part, amounts[f"{whole}_{base}"])

    @property
    def places(self) -> int:
        """Its decimals as printed; beyond nine, nothing is compared."""
        digits = takewhile(str.isdigit, self.written.partition(".")[2])
        return min(len("".join(digits)), MOST_PLACES)

    @property
    def exact(self) -> Fraction | None:
        """The percentage it should be; ``None`` where the amounts are not printed."""
        if self.part is None or not self.whole:
            return None
        return 100 * self.part / self.whole

    @property
    def agrees(self) -> bool | None:
        """Whether it is the exact share rounded, either way at the half, to its decimals.

        ``None`` where it cannot be told: it is not understood, or the amounts are not printed.
        """
        if self.value is None or self.exact is None:
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
        how = Text("，是截去尾数而非四舍五入", ", cut off rather than rounded")
        return Text(
            "公布的{name}为{written}%，复算为{recomputed}%{how}。",
            "The printed {name} is {written}%, recomputed {recomputed}%{how}.",
        ).filled(
            name=self._called,
            written=self.written,
            recomputed=self.recomputed or "–",
            how=how if self.cut_off else EMPTY,
        )

    @property
    def not_checked(self) -> Text:
        """Why it cannot be told whether it is right."""
        if self.value is None:
            said = Text(
                "公布的{name}“{written}”没有看懂，没有核对。",
                "The printed {name} '{written}' was not understood and not checked.",
            )
        else:
            said = Text(
                "公布的{name}{written}%没有核对：算它的数字没有公布。",
                "The printed {name} of {written}% was not checked: what it comes from is not "
                "printed.",
            )
        return said.filled(name=self._called, written=self.written)

    def plain(self) -> dict[str, Any]:
        """The printed and the recomputed percentage for JSON."""
        return {
            "printed": self.written,
            "recomputed": self.recomputed,
            "cut_off": self.cut_off,
        }

    @property
    def _called(self) -> Text:
        named = _WORDS[self.what].filled(base=self.base.words)
        usual = self.of is (Of.ALL if self.what == "turnout" else Of.PARTICIPATING)
        if usual:
            return named
        whole = Text("（占全体）", " (of all)") if self.of is Of.ALL else _OF_PART
        return Text(f"{named.zh}{whole.zh}", f"{named.en}{whole.en}")


_OF_PART = Text("（占参与的）", " (of those taking part)")


def _with_base(printed: UniqueObject, name: str, usual: Of) -> tuple[object, Of]:
    """The value of a percentage and of whom it is."""
    unknown = others(printed, ("value", "of"))
    if unknown or printed.get("value") is None:
        raise BadValue(
            f"pct.{name}",
            Text("看不懂。", "cannot be read."),
            Text(
                '请写成{"value": "56.01", "of": "all"}。',
                'Write it {"value": "56.01", "of": "all"}.',
            ),
        )
    said = printed.get("of")
    return printed["value"], usual if said is None else named_of(str(said))
