"""Who is responsible for something: an office or a firm, never a resident."""

from __future__ import annotations

from enum import StrEnum

import attrs

from tickbox_core.text import Text


class Side(StrEnum):
    """Who is responsible for something: the troika (三驾马车), a partner unit, or others."""

    COMMITTEE = "residents-committee"
    OWNERS = "owners-committee"
    FIRM = "property-firm"
    PARTNER = "partner"
    OTHER = "other"

    @property
    def words(self) -> Text:
        """The side in words."""
        return _SIDE_WORDS[self]


_SIDE_WORDS = {
    Side.COMMITTEE: Text("居委会", "residents' committee"),
    Side.OWNERS: Text("业委会", "owners' committee"),
    Side.FIRM: Text("物业公司", "property firm"),
    Side.PARTNER: Text("共建单位", "partner unit"),
    Side.OTHER: Text("其他", "other"),
}


@attrs.frozen
class Party:
    """Somebody responsible (an office or a firm, never a resident), and for what."""

    side: Side
    name: Text
    task: Text
