"""What an entry itself says of how long its sealed part is kept, for whoever does not know it.

Among an entry's facts ``keeps`` holds ``as`` (a kind of personal data), ``begins`` (purposes that
it serves from here on) and ``ends`` (purposes that are over with it, or, as ``day:2027-06-30``, the
last day of those that it begins).  A purpose is a kind of thing and an id: ``round:r1``.  What is
sealed may go once all purposes that the entry begins are over; where it begins none, only when a
day is named.  No code of its kind is needed for that: an entry whose component is not installed, or
that a newer version wrote, comes due and is erased like any other.

>>> keeps = Keeps("offices", ("office:o1",), ("day:2027-06-30",))
>>> keeps.plain()
{'as': 'offices', 'begins': ['office:o1'], 'ends': ['day:2027-06-30']}
>>> Keeps.of({"keeps": keeps.plain()}) == keeps
True
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import attrs

KEEPS = "keeps"
DAY = "day:"


@attrs.frozen
class Keeps:
    """As what kind of personal data, from which purposes on, and which are over."""

    as_: str
    begins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()

    def plain(self) -> dict[str, Any]:
        """For the entry's facts; ``of`` reads it."""
        return {"as": self.as_, "begins": list(self.begins), "ends": list(self.ends)}

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Keeps | None:
        """What the entry says; ``None`` where it says nothing, or nothing that can be read."""
        said = facts.get(KEEPS)
        if not isinstance(said, Mapping) or not isinstance(said.get("as"), str):
            return None
        begins, ends = said.get("begins", ()), said.get("ends", ())
        if not (_purposes(begins) and _purposes(ends)):
            return None
        return cls(said["as"], tuple(begins), tuple(ends))

    @property
    def until(self) -> date | None:
        """The last day of what it begins, if one is said."""
        days = [one.removeprefix(DAY) for one in self.ends if one.startswith(DAY)]
        return date.fromisoformat(days[-1]) if days else None


def _purposes(found: Any) -> bool:
    if not isinstance(found, Sequence) or isinstance(found, str):
        return False
    return all(isinstance(one, str) and ":" in one and _is_day(one) for one in found)


def _is_day(purpose: str) -> bool:
    if not purpose.startswith(DAY):
        return True
    try:
        date.fromisoformat(purpose.removeprefix(DAY))
    except ValueError:
        return False
    return True


@attrs.frozen
class Retention:
    """How the entries of some kinds are kept: purposes with the names of facts in braces."""

    as_: str
    begins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()

    def keeps(self, facts: Mapping[str, Any]) -> Keeps:
        """What an entry with these facts says; a purpose whose fact is missing is left out."""
        return Keeps(self.as_, _fill_purposes(self.begins, facts), _fill_purposes(self.ends, facts))


def _fill_purposes(purposes: tuple[str, ...], facts: Mapping[str, Any]) -> tuple[str, ...]:
    found = []
    for purpose in purposes:
        kind, _, rest = purpose.partition(":")
        value = facts.get(rest.strip("{}"))
        if isinstance(value, str) and value:
            found.append(f"{kind}:{value}")
    return tuple(found)
