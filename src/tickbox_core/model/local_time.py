"""The place's day and hour: the one room that turns instants into days.

A *zone* is an IANA name.  A *stamp* is an instant as it is kept: ISO 8601 with its offset.  An hour
is ``18:00``; of a last day without one the hour is its end, 24:00.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

import attrs

from tickbox_core.errors import BadValue
from tickbox_core.text import Text

DEFAULT_ZONE = "Asia/Shanghai"
"""Of a folder that says nothing: as every place that used tickbox before zones were asked for."""
END_OF_DAY = "24:00"
HOUR = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])|24:00")


def read_zone(name: str) -> tzinfo:
    """The zone of that IANA name.

    Raises ``BadValue`` for a name that is unknown here, saying so where the machine has no zones at
    all.  The default zone needs none: its offset has been +08:00 on every day since 1992.
    """
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones  # seldom needed

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        if name == DEFAULT_ZONE:
            return timezone(timedelta(hours=8), DEFAULT_ZONE)
        raise BadValue(
            f"zone {name!r}", *(_UNKNOWN if available_timezones() else _NO_ZONES)
        ) from None


_UNKNOWN = (
    Text("没有这个时区。", "there is no such time zone."),
    Text(
        "请用 IANA 名称，如 Asia/Shanghai。",
        "Give its IANA name, as Asia/Shanghai.",
    ),
)
_NO_ZONES = (
    Text("这台机器上没有时区数据（tzdata）。", "this machine has no time zone data (tzdata)."),
    Text(
        "请安装系统的 tzdata 软件包，或 pip install tzdata。",
        "Install the system's tzdata package, or 'pip install tzdata'.",
    ),
)


def told_in(clock: Callable[[], datetime], zone: tzinfo | None) -> Callable[[], datetime]:
    """A clock that tells the hour of a zone; without one as it is."""
    return clock if zone is None else lambda: clock().astimezone(zone)


def day_at(instant: datetime) -> date:
    """The day of an instant, where its offset is."""
    return instant.date()


def day_of(stamp: str, zone: tzinfo | None = None) -> date:
    """The day of a stamp: as it was written, or in a zone.

    A stamp of one day alone is that day.  Raises ``ValueError`` for what is no stamp.
    """
    instant = datetime.fromisoformat(stamp)
    if zone is not None and instant.tzinfo is not None:
        instant = instant.astimezone(zone)
    return day_at(instant)


def instant_of_stamp(stamp: str) -> datetime:
    """The instant of a stamp.  Raises ``ValueError`` for what is no stamp."""
    return datetime.fromisoformat(stamp)


def check_hour(hour: str) -> str:
    """An hour as it is kept, ``18:00``; empty for none.  Raises ``BadValue``."""
    said = hour.strip().translate(_WIDE)
    if re.fullmatch("[0-9]:[0-5][0-9]", said):
        said = f"0{said}"
    if said and not HOUR.fullmatch(said):
        raise BadValue(
            "hour",
            Text(f"“{hour}”不是钟点。", f"'{hour}' is no hour of the day."),
            Text("请写成 18:00；一天结束写 24:00。", "Write 18:00; the end of a day is 24:00."),
        )
    return said


_WIDE = {ord("："): ":", **{0xFF10 + figure: str(figure) for figure in range(10)}}


def instant_of(day: date, hour: str, zone: tzinfo | None) -> datetime:
    """When it is that hour of that day in a zone (``24:00``: when the day is over).

    An hour that a change of the clocks leaves out comes as much later; of one that comes twice it
    is the first.
    """
    if hour == END_OF_DAY:
        day, hour = day + timedelta(days=1), "00:00"
    told = datetime.combine(day, time.fromisoformat(hour), zone)
    return told if zone is None else told.astimezone(UTC).astimezone(zone)


def hour_words(moment: datetime, *, ends: bool = False) -> Text:
    """Day and hour as people say them; ``ends``: midnight is the 24:00 of the day before."""
    hour, day = f"{moment:%H:%M}", day_at(moment)
    if ends and hour == "00:00":
        hour, day = END_OF_DAY, day - timedelta(days=1)
    month = _MONTHS[day.month - 1]
    return Text(
        f"{day.year}年{day.month}月{day.day}日{hour}", f"{hour} on {day.day} {month} {day.year}"
    )


_MONTHS = (
    "January February March April May June July August September October November December"
).split()


@attrs.frozen
class TimeLeft:
    """How long it is until something, in the largest unit that says it well."""

    days: int
    hours: int
    minutes: int

    @classmethod
    def between(cls, now: datetime, then: datetime) -> TimeLeft:
        """From one instant to a later one; nothing where it has passed.  Minutes are begun ones."""
        seconds = max(0, -((now - then) // timedelta(seconds=1)))
        minutes = -(-seconds // 60)
        return cls(minutes // 1440, minutes % 1440 // 60, minutes % 60)

    @property
    def words(self) -> Text:
        """As people say it: days and hours, hours and minutes, minutes."""
        parts = [
            (self.days, "天", "day"),
            (self.hours, "小时", "hour"),
            (self.minutes if not self.days else 0, "分钟", "minute"),
        ]
        said = [(number, zh, en) for number, zh, en in parts if number]
        if not said:
            return Text("不到1分钟", "less than a minute")
        return Text(
            "".join(f"{number}{zh}" for number, zh, _ in said),
            " and ".join(f"{number} {en}{'s' if number > 1 else ''}" for number, _, en in said),
        )
