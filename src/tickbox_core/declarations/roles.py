"""The roles in which people act for an area."""

from __future__ import annotations

from enum import StrEnum

from tickbox_core.text import Text


class Role(StrEnum):
    """Who asks: anybody, who works for the area, or whoever holds an office in a part of it.

    ``STAFF`` are the committee's own people; ``TOWN`` reads with them and sees to awards, a
    ``KEYER`` keys paper, an ``OBSERVER`` reads and never writes.
    """

    ANYBODY = "anybody"
    STAFF = "staff"
    TOWN = "town"
    KEYER = "keyer"
    OBSERVER = "observer"
    GROUP = "group"
    STAIRWELL = "stairwell"

    @property
    def words(self) -> Text:
        """The role in words."""
        return _ROLE_WORDS[self]


_ROLE_WORDS = {
    Role.ANYBODY: Text("任何人", "anybody"),
    Role.STAFF: Text("工作人员", "staff"),
    Role.TOWN: Text("镇（街道）工作人员", "staff of the town"),
    Role.KEYER: Text("录入员", "keyers"),
    Role.OBSERVER: Text("观察员", "observers"),
    Role.GROUP: Text("监督管理小组成员", "members of a supervision group"),
    Role.STAIRWELL: Text("楼组代表", "stairwell representatives"),
}

WITH_TOKENS = (Role.STAFF, Role.TOWN, Role.KEYER, Role.OBSERVER)
"""The roles that a staff token can give; offices bring their own tokens."""
