"""How long the papers of a motion are kept after its result is published.

An owner may ask a court to annul a decision within a year, and the papers are the proof.  So they
are kept for a year whatever any layer of law says, or where none is named; a layer may make it
longer, never shorter: what was kept too long can still be erased, what was erased too early cannot
be brought back.

A term of years ends with the day of its last month that has the same number, and with the last day
of that month where it has none (Civil Code arts. 201 to 203); the day it begins on is not counted,
and the whole of its last day belongs to it.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import attrs

from tickbox_core.errors import BadValue
from tickbox_core.rules.motions.practice import Practice, SourcedValue
from tickbox_core.text import Text

LEAST_YEARS = 1
"""So long at least; the right to have a decision annulled does not hang on a plugin."""
YEARS, DAYS = "keep.years", "keep.days"
_DIGITS = 10
_OURS = Text(
    "没有查到保存期的规定：按业主可请求撤销的一年保存",
    "no rule says how long: kept for the year in which an owner may seek annulment",
)


@attrs.frozen
class Term:
    """Kept to the end of the day ``last``; ``source`` says which rule made it so long."""

    last: date
    source: Text

    def over(self, today: date) -> bool:
        """Whether its last day has passed."""
        return today > self.last


def kept_until(published: date, *practices: Practice) -> Term:
    """The longest term that any of these practices asks for, never less than a year.

    Raises ``BadValue`` for a rule that is no whole number.
    """
    longest = Term(years_later(published, LEAST_YEARS), _OURS)
    for practice in practices:
        for term in _terms(published, practice):
            longest = term if term.last >= longest.last else longest
    return longest


def readable(practice: Practice) -> None:
    """Raise ``BadValue`` where what a layer says of keeping is no whole number."""
    kept_until(date.min, practice)


def _terms(published: date, practice: Practice) -> list[Term]:
    found = []
    for name, later in ((YEARS, years_later), (DAYS, days_later)):
        # every layer's, not only the most local: none may undercut the one above it
        for layer in practice.trace(name):
            if layer.sourced.value is not None:
                number = _whole(layer)
                found.append(Term(later(published, number), layer.sourced.source))
    return found


def _whole(found: SourcedValue) -> int:
    value = found.sourced.value
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < _DIGITS:
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise BadValue(
        f"{found.layer.key}: keep",
        Text(f"保存期“{value}”不是整数。", f"'{value}' is no whole number of years or days."),
        Text("请填整数年（keep.years）。", "Give whole years (keep.years)."),
    )


def years_later(day: date, years: int) -> date:
    """The same day so many years later, the last of its month where it has no such day."""
    if day.year + years > date.max.year:
        return date.max
    year = day.year + years
    return date(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]))


def days_later(day: date, days: int) -> date:
    """So many days later."""
    return date.max if days > (date.max - day).days else day + timedelta(days=days)
