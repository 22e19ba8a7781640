"""Small pictures as SVG: bars, a thermometer, a time line.  Values in, a string out.

Whole numbers decide every length; what is drawn is rounded to a hundredth of a unit.  A picture is
read without its colours: parts are filled, wholes are outlined, what is done is a full mark and
what is planned an empty one, and lines that mean something else are dashed.  Colours are the
stylesheet's (``wall.css``), so a picture without it is black on white.  Words stand beside a
picture, where they wrap and grow.  Where they say the same as the picture, it has no title and is
hidden from screen readers; else it has one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

import attrs

WIDTH = 300
"""All pictures are so many units wide: about as many pixels on a small phone."""


@attrs.frozen
class PlanStep:
    """A step of a plan: its number on the line, the day it is due and the day it was done."""

    number: int
    due: date | None
    done: date | None
    late: bool = False


def length(part: int, whole: int, width: int = WIDTH) -> str:
    """``part`` of ``whole`` as so many units of a width, never more than all of it.

    >>> length(1, 3), length(5, 4), length(1, 0)
    ('100', '300', '0')
    """
    if whole <= 0:
        return "0"
    hundredths = max(0, min(part, whole)) * width * 100 // whole
    units, rest = divmod(hundredths, 100)
    return f"{units}.{rest:02d}".rstrip("0") if rest else str(units)


def bar(part: int, whole: int, mark: tuple[int, int] | None = None, title: str = "") -> str:
    """``part`` of ``whole``; ``mark`` (so many of so many) is a line that is to be reached."""
    drawn = [_tube(5, length(part, whole), 14)]
    if mark is not None:
        x = length(*mark)
        drawn.append(_line(x, 0, x, 24, "mark"))
    return _svg("bar-drawn", WIDTH, 24, drawn, title)


def thermometer(promised: int | None, spent: int, allowed: int | None, title: str = "") -> str:
    """Money spent, filled; a line at what was promised, a dashed one at what was allowed later.

    Amounts in fen; the scale ends at the largest of them.
    """
    later = allowed if allowed != promised else None
    marks = [(promised, "mark promised"), (later, "mark allowed")]
    whole = max([spent, *(amount for amount, _ in marks if amount is not None)])
    drawn = [_tube(6, length(spent, whole), _EDGE)]
    for amount, kind in marks:
        if amount is not None:
            x = length(amount, whole)
            drawn.append(_line(x, 0, x, 36, kind))
    return _svg("thermometer", WIDTH, 36, drawn, title)


def key(kind: str) -> str:
    """A sign of the thermometer, to stand beside its words: spent, promised or allowed."""
    if kind == "spent":
        drawn = '<rect class="part" x="2" y="2" width="20" height="20" stroke="currentColor"/>'
    else:
        drawn = _line("12", 0, "12", 24, f"mark {kind}")
    return _svg("key", 24, 24, [drawn], "")


_EDGE = 16


def timeline(steps: Sequence[PlanStep], today: date, title: str = "") -> str:
    """Steps on a line by their day: full when done, empty when planned, doubly ringed when late.

    A step without any day stands at the end, where nothing is known yet.  ``today`` is a dashed
    line while anything is still to be done.
    """
    days = [day for step in steps if (day := step.done or step.due)] or [today]
    going_on = any(step.done is None for step in steps)
    first, last = min([*days, *[today] * going_on]), max([*days, *[today] * going_on])
    span = max((last - first).days, 1)
    inner = WIDTH - 2 * _EDGE
    drawn = [_line("0", 28, str(WIDTH), 28, "axis")]
    if going_on:
        x = _shift(length((today - first).days, span, inner), _EDGE)
        drawn.append(_line(x, 4, x, 52, "today"))
    places: dict[str, int] = {}
    for step in steps:
        day = step.done or step.due
        at = span if day is None else (day - first).days
        x = _shift(length(at, span, inner), _EDGE)
        row = places[x] = places.get(x, -1) + 1
        drawn.append(_spot(step, x, 28 + row * 2 * _EDGE))
    height = 56 + 2 * _EDGE * max(places.values(), default=0)
    return _svg("timeline", WIDTH, height, drawn, title)


def _spot(step: PlanStep, x: str, y: int) -> str:
    kind = "done" if step.done else "late" if step.late else "planned"
    shape = f'<circle class="{kind}" cx="{x}" cy="{y}" r="13" stroke="currentColor"/>'
    if kind == "late":
        shape += f'<circle class="late ring" cx="{x}" cy="{y}" r="9" stroke="currentColor"/>'
    words = f'<text x="{x}" y="{y + 6}" text-anchor="middle">{step.number}</text>'
    return f'<g class="{kind}">{shape}{words}</g>'


def _tube(y: int, filled: str, height: int) -> str:
    size = f'x="0" y="{y}" height="{height}"'
    return (
        f'<rect class="part" {size} width="{filled}"/>'
        f'<rect class="whole" {size} width="{WIDTH}" fill="none" stroke="currentColor"/>'
    )


def _line(x1: str, y1: int, x2: str, y2: int, kind: str) -> str:
    dash = ' stroke-dasharray="5 4"' if kind in ("mark allowed", "today") else ""
    ends = f'x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"'
    return f'<line class="{kind}" {ends} stroke="currentColor" stroke-width="3"{dash}/>'


def _shift(units: str, by: int) -> str:
    whole, _, rest = units.partition(".")
    return f"{int(whole) + by}.{rest}" if rest else str(int(whole) + by)


def _svg(kind: str, width: int, height: int, drawn: Sequence[str], title: str) -> str:
    seen = f'role="img"><title>{escape(title)}</title>' if title else 'aria-hidden="true">'
    head = f'<svg class="drawn {kind}" viewBox="-2 -2 {width + 4} {height + 4}" '
    return f'{head}xmlns="http://www.w3.org/2000/svg" {seen}{"".join(drawn)}</svg>'
