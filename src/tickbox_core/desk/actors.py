"""Who acts: an actor with a name and a role, made from a token or by the host, never from a form.

``Town.actor`` makes one from a token of staff or of an office.  A host that knows its own staff (a
portal's log-in, or the command line, whose user owns the folder) makes one itself.
"""

from __future__ import annotations

import unicodedata
from enum import StrEnum

import attrs

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


@attrs.frozen
class Actor:
    """Who asks for an act; ``name`` stands in the sealed part of what is written.

    ``office`` is the office that gives a member or a representative the role.
    """

    name: str = ""
    role: Role = Role.ANYBODY
    office: str = ""

    @property
    def named(self) -> bool:
        """Whether it says who it is."""
        return bool(_plain(self.name))

    def is_same_person(self, other: Actor) -> bool:
        """Whether both go by one name, width, case and blanks aside: then it is one person."""
        return _plain(self.name) == _plain(other.name)


NOBODY = Actor()


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
