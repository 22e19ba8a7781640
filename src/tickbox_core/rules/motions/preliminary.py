"""Whether a result is first posted as preliminary, and for how many days objections are taken.

Some places have the counted result posted as preliminary, hear objections, and only then make it
final.  A layer of law, or the motion itself, says so by a number of days
(``results.preliminary_days``); where none does, what is counted is final at once.  The day of
posting does not count (Civil Code art. 201), and the last day belongs to the time for objections:
final is the day after at the earliest.
"""

from __future__ import annotations

from datetime import date

from tickbox_core.errors import BadValue
from tickbox_core.rules.motions.keeping import days_later
from tickbox_core.rules.motions.practice import Practice
from tickbox_core.rules.motions.questions import LONGEST
from tickbox_core.text import Text

PRELIMINARY_DAYS = "results.preliminary_days"


def preliminary_days(practice: Practice) -> int:
    """For how many days a result is posted as preliminary; 0 where it is final at once.

    Raises ``BadValue`` for what a layer says that is no whole number of days.
    """
    found = practice.find(PRELIMINARY_DAYS)
    if found is None or found.sourced.value is None:
        return 0
    value = found.sourced.value
    if type(value) is int and 0 <= value <= LONGEST:
        return value
    raise BadValue(
        f"{found.layer.key}: {PRELIMINARY_DAYS}",
        Text(
            f"初步结果公示的天数“{value}”不是整数。",
            f"'{value}' is no whole number of days for a preliminary result.",
        ),
        Text("请填整数天。", "Give whole days."),
    )


def last_day_of_objections(posted: date, days: int) -> date:
    """The last day on which objections are taken to a result posted on a day.

    >>> last_day_of_objections(date(2026, 12, 1), 7)
    datetime.date(2026, 12, 8)
    """
    return days_later(posted, days)
