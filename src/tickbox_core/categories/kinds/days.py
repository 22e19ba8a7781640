"""Days and months of the calendar."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import attrs

from tickbox_core.categories.kinds.base import Kind, Plain, Unfit, half_width, no
from tickbox_core.model.local_time import HOUR
from tickbox_core.text import Text

_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_DAY = re.compile(rf"{_MONTH.pattern}-(0[1-9]|[12][0-9]|3[01])")
_TYPED_DAY = re.compile(
    r"([0-9]{4})(?:[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})[日号]?|([0-9]{2})([0-9]{2}))(00:00:00)?"
)
_WEEKDAY = r"\s*\(?(?:周|星期|礼拜)[一二三四五六日天]\)?"
_PART = "(?:凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|夜间|晚)"
_CLOCK = r"[0-9]{1,2}[:时点][0-9]{0,2}(?::[0-9]{2}(?:\.[0-9]+)?|分)?(?:\s*[AaPp][Mm])?"
# what may stand behind a day: the day of the week, a part of the day, a time
_TIME = re.compile(
    rf"(?:{_WEEKDAY})?"
    rf"(?:\s*{_PART}|(?:[ T]|(?<=[日号周一二三四五六天)]))\s*{_PART}?\s*{_CLOCK})?$"
)
_TYPED_MONTH = re.compile(r"([0-9]{4})(?:[-/.年]([0-9]{1,2})月?|([0-9]{2}))")


@attrs.frozen
class Day(Kind):
    """A day of the calendar: plain ``2026-07-01``."""

    input = "date"
    example = "2026-07-01"

    @property
    def remedy(self) -> Text:
        """How to write it."""
        return Text("请写成年-月-日，如2026-07-01。", "Write it as 2026-07-01.")

    def parse(self, text: str) -> Plain:
        """Year, month and day, in any of the usual ways, year first; midnight may stand behind."""
        found = _TYPED_DAY.fullmatch("".join(half_width(text).split()))
        if not found:
            raise no(text)
        year, month, day, *together = found.groups()
        return _day(int(year), int(month or together[0]), int(day or together[1])).isoformat()

    def describe(self, plain: Plain) -> Text:
        """In words in Chinese, ISO in English."""
        day = self.value(plain)
        return Text(f"{day.year}年{day.month}月{day.day}日", day.isoformat())

    def value(self, plain: Plain) -> date:
        """The day."""
        if not isinstance(plain, str) or not _DAY.fullmatch(plain):
            raise no(plain)
        return _day(*map(int, plain.split("-")))

    def plain(self, value: Any) -> Plain:
        """ISO 8601."""
        return value.isoformat() if isinstance(value, date) else value

    def schema(self) -> dict[str, Any]:
        """A date."""
        return {"type": "string", "format": "date", "pattern": f"^{_DAY.pattern}$"}


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Unfit(_NO_SUCH_DAY) from None


_NO_SUCH_DAY = Text("日历上没有这一天，请核对。", "No calendar has that day; look again.")


@attrs.frozen
class DayOfRecord(Day):
    """A day on which something was noted.

    The day of the week, a part of the day or a time may stand behind it, and is left.
    """

    def parse(self, text: str) -> Plain:
        """As a day; ``2026-07-01 10:30`` is that day."""
        return super().parse(_TIME.sub("", half_width(text).strip()))


_TYPED_HOUR = re.compile(r"([0-9]{1,2})(?:[:.时点]([0-9]{1,2})?分?)?")


@attrs.frozen
class Hour(Kind):
    """An hour of the day: plain ``18:00``; ``24:00`` is the end of the day."""

    example = "18:00"

    @property
    def remedy(self) -> Text:
        """How to write it."""
        return Text("请写成18:00；一天结束写24:00。", "Write it as 18:00; 24:00 ends the day.")

    def parse(self, text: str) -> Plain:
        """Hours, and minutes if there are some."""
        found = _TYPED_HOUR.fullmatch("".join(half_width(text).split()))
        if not found:
            raise no(text)
        return self.value(f"{int(found[1]):02d}:{int(found[2] or 0):02d}")

    def describe(self, plain: Plain) -> Text:
        """As it is written."""
        return Text.of(self.value(plain))

    def value(self, plain: Plain) -> str:
        """The hour as it is kept."""
        if not isinstance(plain, str) or not HOUR.fullmatch(plain):
            raise no(plain)
        return plain

    def schema(self) -> dict[str, Any]:
        """Hours and minutes."""
        return {"type": "string", "pattern": f"^({HOUR.pattern})$"}


@attrs.frozen
class Month(Kind):
    """A month: ``2026-07``."""

    input = "month"
    example = "2026-07"

    @property
    def remedy(self) -> Text:
        """How to write it."""
        return Text("请写成年-月，如2026-07。", "Write year and month, 2026-07.")

    def parse(self, text: str) -> Plain:
        """Year and month, in any of the usual ways."""
        found = _TYPED_MONTH.fullmatch("".join(half_width(text).split()))
        if not found:
            raise no(text)
        return self.value(f"{found[1]}-{int(found[2] or found[3]):02d}")

    def describe(self, plain: Plain) -> Text:
        """In words in Chinese."""
        year, month = self.value(plain).split("-")
        return Text(f"{year}年{int(month)}月", plain)

    def value(self, plain: Plain) -> str:
        """Itself."""
        if not isinstance(plain, str) or not _MONTH.fullmatch(plain):
            raise no(plain)
        return plain

    def schema(self) -> dict[str, Any]:
        """Year and month."""
        return {"type": "string", "pattern": f"^{_MONTH.pattern}$"}
