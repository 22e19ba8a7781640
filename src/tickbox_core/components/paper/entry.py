"""What somebody types of a paper: the printed numbers of its ticks, or one sign.

``3 7 12`` are ticks; ``0`` a blank ballot, ``x`` and a reason a spoiled one, ``?`` one that cannot
be read, ``-`` goes back to the last one.  A number pad alone will do: ``+`` parts numbers, ``*`` is
``x`` and ``/`` is ``?``.  A table may have the words instead: 空白, 作废 and a reason, 看不清.
Nothing is guessed: what is not clear is refused in words.
"""

from __future__ import annotations

import re
from enum import StrEnum

import attrs

from tickbox_core.components.paper.printed import PrintedList
from tickbox_core.errors import TickboxError
from tickbox_core.model import Ballot, Round, check_ticks
from tickbox_core.text import EMPTY, Text, join_texts
from tickbox_core.workflow.entries import rejection

LONGEST = 4_000
"""Characters; every number of a list of a thousand items takes fewer."""
LONGEST_REASON = 200
SUGGESTED = 2

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_WIDE |= dict.fromkeys((0xA0, 0x2007, 0x2009, 0x202F, 0x3000), 0x20)
_WIDE |= dict.fromkeys(map(ord, "×✕✖✗✘Ｘ"), ord("x"))
_WIDE |= dict.fromkeys(map(ord, "–—―−﹣－ー"), ord("-"))
_WIDE |= {ord("。"): ord("."), ord("·"): ord("."), ord("〇"): ord("0"), ord("、"): ord(",")}
_BETWEEN = re.compile(r"[\s,;+#]+")
_NUMBER = re.compile(r"([0-9]+)(?:[.*]([0-9]+))?")
_SPOILED = re.compile(r"[xX*](?:$|(?![0-9])[\s:,.]*(.*))", re.DOTALL)
_SPOILED_WORD = re.compile(r"(?:作废票?|废票|废)(?:$|[\s:,.(]+(.*?)\)?$)", re.DOTALL)
_BLANK_WORDS = frozenset("空白 空白票 空票 未勾 未勾选 没勾 没勾选 无勾选".split())
_UNSURE_WORDS = frozenset("看不清 看不清楚 不清楚 不清".split())
_FIGURES = re.compile(r"[0-9\s,.]+")
_ALIKE = ("35", "38", "56", "68", "17", "49", "06", "08", "27")
"""Figures that are taken for one another on paper."""


class Says(StrEnum):
    """What was typed: ticks (none: a blank ballot), one of the signs, or to go back."""

    TICKS = "ticks"
    SPOILED = "spoiled"
    UNSURE = "unsure"
    BACK = "back"


@attrs.frozen
class KeyedEntry:
    """What was typed of one person's column; ``numbers`` as printed, in the order of typing."""

    says: Says
    ticks: tuple[str, ...] = attrs.field(default=(), repr=False)
    numbers: tuple[str, ...] = attrs.field(default=(), repr=False)
    reason: Text = attrs.field(default=EMPTY, repr=False)


def read_entry(typed: str, listed: PrintedList) -> KeyedEntry:
    """Read what was typed; pure.

    Raises ``NotPossible`` with all that is wrong: nothing typed, a number that is not on the list
    (with those that it may have been), one that stands there twice, an item with options without
    one of them, signs and numbers together.
    """
    said = typed.translate(_WIDE).strip()
    if len(said) > LONGEST:
        raise rejection(
            Text("写得太长了。", "that is too long."),
            Text("请只写勾了的编号。", "Give the numbers of the ticks alone."),
        )
    if not said:
        raise rejection(
            Text("还没有写。", "nothing was typed."),
            Text("请写勾了的编号；一项没勾就写0。", "Give the numbers ticked; 0 if there is none."),
        )
    if said == "-":
        return KeyedEntry(Says.BACK)
    if said in ("?", "/") or said in _UNSURE_WORDS:
        return KeyedEntry(Says.UNSURE)
    if found := _SPOILED.fullmatch(said) or _SPOILED_WORD.fullmatch(said):
        return KeyedEntry(Says.SPOILED, reason=_reason(found[1] or ""))
    if said in _BLANK_WORDS or _BETWEEN.split(said) == ["0"]:
        return KeyedEntry(Says.TICKS)
    numbers = _numbers([part for part in _BETWEEN.split(said) if part], listed)
    return KeyedEntry(Says.TICKS, tuple(listed.ticks[one] for one in numbers), numbers)


def heard(typed: str, listed: PrintedList) -> tuple[tuple[str, Text | None], ...]:
    """Every number that was typed with what it is called; ``None`` where it is not on the list."""
    said = typed[:LONGEST].translate(_WIDE)
    parts = (part for part in _BETWEEN.split(said) if _NUMBER.fullmatch(part) and part != "0")
    plain = (part.replace("*", ".").lstrip("0") for part in parts)
    return tuple((_short(one), listed.words.get(one)) for one in dict.fromkeys(plain))


def why_void(round: Round, ticks: tuple[str, ...]) -> Text | None:
    """Why a ballot with these ticks would not count; ``None`` where it keeps to the limits."""
    try:
        check_ticks(Ballot("paper", ticks), round.ticklist, round.limits)
    except TickboxError as refusal:
        return refusal.text
    return None


def _reason(said: str) -> Text:
    """Why a paper is spoiled; empty while it is still to be asked for."""
    reason = " ".join(said.split())
    if reason and _FIGURES.fullmatch(reason):
        raise rejection(
            Text("x后面写原因，不写编号。", "behind x stands a reason, no numbers."),
            Text("票能看清就只写编号。", "If the paper can be read, give the numbers alone."),
        )
    if len(reason) > LONGEST_REASON:
        raise rejection(
            Text(f"原因最多{LONGEST_REASON}个字。", f"a reason has {LONGEST_REASON} characters.")
        )
    return Text.of(reason) if reason else EMPTY


def _numbers(parts: list[str], listed: PrintedList) -> tuple[str, ...]:
    """The printed numbers that were typed, each once; every fault is told."""
    found: dict[str, None] = {}
    faults: list[Text] = []
    unknown: list[str] = []
    for part in parts:
        number = _NUMBER.fullmatch(part)
        if number is None or set(number[1]) == {"0"}:
            faults.append(_no_number(part))
            continue
        printed = number[1].lstrip("0") + (f".{number[2].lstrip('0')}" if number[2] else "")
        if printed in found:
            faults.append(Text(f"{printed}写了两次。", f"{printed} is there twice."))
        elif printed in listed.ticks:
            found[printed] = None
        elif (options := _missed_option(number[1], listed)) is not None:
            faults.append(options)
        elif number[2]:
            faults.append(
                Text(f"第{number[1]}项没有分选项。", f"item {number[1]} has no options.")
                if _item(number[1]) in listed.options
                else _not_listed([number[1]], listed, found)
            )
        elif printed not in unknown:
            unknown.append(printed)
    if unknown:
        faults.insert(0, _not_listed(unknown, listed, found))
    if faults:
        words = any(_NUMBER.fullmatch(part) is None for part in parts)
        raise rejection(join_texts(faults), _SIGNS if words else EMPTY)
    return tuple(found)


_SIGNS = Text(
    "请写勾了的编号；空白票写0，作废票写x和原因，看不清写?。",
    "Give the numbers ticked; 0 for a blank ballot, x and a reason for a spoiled one, ? where it "
    "cannot be read.",
)


def _no_number(part: str) -> Text:
    if part == "0" or not part.strip("0"):
        return Text("0是空白票，不能和编号写在一起。", "0 is a blank ballot and stands alone.")
    if set(part) & {"?", "/"}:
        return Text(
            "有一处看不清，就只写一个“?”。", "where something cannot be read, '?' stands alone."
        )
    if "-" in part:
        return Text(
            f"“{_short(part)}”里的横线看不懂：编号之间空一格。",
            f"the hyphen in '{_short(part)}' says nothing: put blanks between numbers.",
        )
    return Text(f"“{_short(part)}”不是编号。", f"'{_short(part)}' is no number.")


def _missed_option(figures: str, listed: PrintedList) -> Text | None:
    """An item with options: which of them has to be said."""
    number = _item(figures)
    lines = listed.options.get(number, 0)
    if not lines:
        return None
    return Text(
        f"第{number}项有几个选项：请写{number}.1到{number}.{lines}。",
        f"item {number} has options: give {number}.1 to {number}.{lines}.",
    )


def _item(figures: str) -> int:
    return int(figures) if len(figures) < 10 else 0


def _not_listed(unknown: list[str], listed: PrintedList, typed: dict[str, None]) -> Text:
    """What is not on the list, how far the list goes, and what it may have been."""
    shown = [_short(one) for one in unknown[:5]]
    said = Text(
        f"清单里没有{'、'.join(shown)}。清单是1到{listed.last}项。",
        f"{', '.join(shown)} is not on the list, which goes from 1 to {listed.last}.",
    )
    if len(unknown) == 1:
        taken = {one.partition(".")[0] for one in typed}
        maybe = [one for one in suggested(unknown[0], listed.last) if str(one) not in taken]
        if maybe:
            return join_texts([said, _maybe([str(one) for one in maybe[:SUGGESTED]])])
    if any(len(one) > len(str(listed.last)) for one in unknown):
        return join_texts([said, Text("编号之间要空一格。", "Put a blank between numbers.")])
    return said


def _maybe(numbers: list[str]) -> Text:
    return Text(f"是不是{'，或者'.join(numbers)}？", f"Was it {', or '.join(numbers)}?")


def suggested(figures: str, last: int) -> list[int]:
    """Numbers up to ``last`` for which a number may have been taken.

    Figures changed places, one that looks alike; where there is none of these, a figure too many.
    """
    if len(figures) > len(str(last)) + 1:
        return []
    swapped = {
        figures[:at] + figures[at + 1] + figures[at] + figures[at + 2 :]
        for at in range(len(figures) - 1)
    }
    alike = {
        figures[:at] + other + figures[at + 1 :]
        for at, figure in enumerate(figures)
        for pair in _ALIKE
        if figure in pair
        for other in pair.replace(figure, "")
    }
    doubled = {
        figures[:at] + figures[at + 1 :]
        for at in range(len(figures) - 1)
        if figures[at] == figures[at + 1]
    }
    near = _on_list(swapped | alike, figures, last)
    return near or _on_list(doubled, figures, last)


def _on_list(found: set[str], figures: str, last: int) -> list[int]:
    return sorted(
        int(one)
        for one in found
        if one != figures and not one.startswith("0") and one and int(one) <= last
    )


def _short(text: str) -> str:
    return text if len(text) <= 12 else f"{text[:11]}…"
