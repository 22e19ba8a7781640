"""A kind of field for many numbers at once: sheets from a pile, written as ``1-50 53 60-62``."""

from __future__ import annotations

import re
from typing import Any

import attrs

from tickbox_core.categories import field
from tickbox_core.categories.kinds import Kind
from tickbox_core.numbers import NotANumber, is_grouped
from tickbox_core.text import EMPTY, Text

MOST_NUMBERS = 5_000
"""Numbers in one field: more than one pile has, and a slip of the hand (``1-50000``) is caught."""
LARGEST_NUMBER = 10**9

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_WIDE |= dict.fromkeys(map(ord, "–—−﹣〜～~至到"), ord("-"))
_PARTS = re.compile(r"[\s、;]+|,")
_RANGE = re.compile(r"([0-9]{1,10})(?:-([0-9]{1,10}))?")
_HYPHENS = re.compile(r"\s*-\s*")


@attrs.frozen
class Numbers(Kind):
    """Numbers from 1, none of them twice, with ranges: plain a list of whole numbers."""

    example = "1-50 53"

    @property
    def remedy(self) -> Text:
        """How to write them."""
        return Text(
            f"请写票号，连着的写成1-50，中间空一格，如“1-50 53”；不要重复，"
            f"一次最多{MOST_NUMBERS}个。",
            f"Give numbers with blanks between, ranges as 1-50 (1-50 53); none of them twice, "
            f"at most {MOST_NUMBERS} at a time.",
        )

    def parse(self, text: str) -> list[int]:
        """Numbers and ranges with blanks, commas or semicolons between; ``NotANumber`` if not."""
        said = text.strip()
        if said.startswith("[") and said.endswith("]"):
            said = said[1:-1]  # as JSON has it
        if any(is_grouped(part) for part in re.split(r"[\s、，;；]+", said)):
            raise _doubt(
                Text(
                    f"“{_short(said)}”里的逗号不清楚。",
                    f"the comma in '{_short(said)}' is not clear.",
                ),
                Text("请用空格隔开。", "Put blanks between the numbers."),
            )
        parts = _PARTS.split(_HYPHENS.sub("-", said.translate(_WIDE)))
        spans = [_span(part) for part in parts if part]
        if sum(last - first + 1 for first, last in spans) > MOST_NUMBERS:
            raise _doubt(
                Text(f"一次最多{MOST_NUMBERS}个号。", f"at most {MOST_NUMBERS} numbers at a time."),
                Text("请分几次办。", "Do it in several steps."),
            )
        return _once([one for first, last in spans for one in range(first, last + 1)])

    def format(self, plain: Any) -> str:
        """With ranges of three and more."""
        runs: list[list[int]] = []
        for number in plain:
            if runs and number == runs[-1][-1] + 1:
                runs[-1].append(number)
            else:
                runs.append([number])
        return " ".join(
            f"{run[0]}-{run[-1]}" if len(run) > 2 else " ".join(map(str, run)) for run in runs
        )

    def value(self, plain: Any) -> tuple[int, ...]:
        """All of them, in the order that was given; the text with ranges will do as well."""
        given = self.parse(plain) if isinstance(plain, str) else plain
        if not isinstance(given, (list, tuple)) or not 0 < len(given) <= MOST_NUMBERS:
            raise ValueError("numbers")
        if any(type(one) is not int or not 0 < one <= LARGEST_NUMBER for one in given):
            raise ValueError("numbers")
        return tuple(_once(list(given)))

    def plain(self, value: Any) -> list[int]:
        """A list."""
        return list(value)

    def schema(self) -> dict[str, Any]:
        """An array of whole numbers, or a string with ranges."""
        number = {"type": "integer", "minimum": 1, "maximum": LARGEST_NUMBER}
        several = {"type": "array", "items": number, "minItems": 1, "maxItems": MOST_NUMBERS}
        return {"anyOf": [{**several, "uniqueItems": True}, {"type": "string", "pattern": "[0-9]"}]}


def numbers(zh: str, en: str, **more: Any) -> Any:
    """Numbers with ranges (a tuple of ``int``)."""
    return field(Numbers(), zh, en, **more)


def _span(part: str) -> tuple[int, int]:
    found = _RANGE.fullmatch(part)
    if found is None:
        raise _doubt(Text(f"看不懂“{_short(part)}”。", f"'{_short(part)}' is no number or range."))
    first = int(found[1])
    last = int(found[2] or first)
    if not 0 < first <= LARGEST_NUMBER or last > LARGEST_NUMBER:
        raise _doubt(Text(f"没有{_short(part)}号。", f"there is no number {_short(part)}."))
    if last < first:
        raise _doubt(
            Text(f"“{part}”前大后小。", f"'{part}' runs backwards."),
            Text(f"是不是{last}-{first}？", f"Was {last}-{first} meant?"),
        )
    return first, last


def _once(found: list[int]) -> list[int]:
    seen: set[int] = set()
    for one in found:
        if one in seen:
            raise _doubt(Text(f"{one}写了两次。", f"{one} is there twice."))
        seen.add(one)
    return found


def _doubt(problem: Text, remedy: Text = EMPTY) -> NotANumber:
    return NotANumber(problem, remedy, doubtful=True)


def _short(text: str) -> str:
    return text if len(text) <= 20 else f"{text[:19]}…"
