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

from tickbox_core.year.entries import Happened, Plain

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
    def of(cls, facts: Plain) -> Keeps | None:
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


class Purposes:
    """The purposes that entries name, and whether they are over: a fold over all kinds."""

    def __init__(self) -> None:
        self._open: dict[str, date | None] = {}
        """Those that go on, each with its last day if one is said."""

    def apply(self, happened: Happened) -> None:
        """An entry begins purposes, or ends some; one that is begun again goes on."""
        keeps = Keeps.of(happened.facts)
        if keeps is None:
            return
        self._open.update(dict.fromkeys(keeps.begins, keeps.until))
        for purpose in keeps.ends:
            self._open.pop(purpose, None)

    def is_over(self, purpose: str, today: date) -> bool:
        """Whether a purpose is over: nobody has begun it, it was ended, or its last day is past."""
        if purpose not in self._open:
            return True
        until = self._open[purpose]
        return until is not None and until < today


# -- the core's own kinds ------------------------------------------------------------------------


@attrs.frozen
class Rule:
    """How the entries of some kinds are kept: purposes with the names of facts in braces."""

    as_: str
    begins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()

    def keeps(self, facts: Plain) -> Keeps:
        """What an entry with these facts says; a purpose whose fact is missing is left out."""
        return Keeps(self.as_, _filled(self.begins, facts), _filled(self.ends, facts))


def _filled(purposes: tuple[str, ...], facts: Plain) -> tuple[str, ...]:
    found = []
    for purpose in purposes:
        kind, _, rest = purpose.partition(":")
        value = facts.get(rest.strip("{}"))
        if isinstance(value, str) and value:
            found.append(f"{kind}:{value}")
    return tuple(found)


def _table(*rows: tuple[str, Rule]) -> dict[str, Rule]:
    return {kind: rule for kinds, rule in rows for kind in kinds.split()}


_ROUND, _OFFICE, _MEETING = ("round:{cycle}",), ("office:{id}",), ("meeting:{id}",)
RULES = _table(
    ("proxied sheets-printed sheet-returned sheet-spoiled sheet-keyed", Rule("ballots", _ROUND)),
    ("batch-reconciled assisted count-sheet", Rule("ballots", _ROUND)),
    ("feasibility posting-withdrawn correction", Rule("staff", _ROUND)),
    ("tie-posted tie-settled result-posted override final", Rule("staff", _ROUND)),
    ("codes-issued", Rule("staff", ("round:{round}",))),
    ("motion-posted motion-disputed motion-dispute-ended", Rule("papers", ("motion:{motion}",))),
    ("problem", Rule("problems", ("problem:{ref}",))),
    ("meeting", Rule("meetings", _MEETING)),
    ("meeting-held", Rule("meetings", _MEETING, _MEETING)),
    ("office", Rule("offices", _OFFICE, ("day:{until}",))),
    ("office-ended", Rule("offices", _OFFICE, _OFFICE)),
    ("award jury-score", Rule("awards", ("award:{award}",))),
    ("import-undone headers-mapped group publisher case-nominated erased judged", Rule("staff")),
    ("token-given token-taken", Rule("staff")),
)
"""How long what is sealed is kept, of the kinds of which that needs no code."""
ENDS = _table(
    ("problem-solved", Rule("problems", (), ("problem:{ref}",))),
    ("problem-reopened", Rule("problems", ("problem:{ref}",))),
    ("award-decided", Rule("awards", (), ("award:{award}",))),
)
"""Kinds that seal nothing and begin or end a purpose."""


def with_keeps(happened: Happened) -> Happened:
    """An entry that is about to be written, with what it says of how long it is kept.

    What a component has written of that itself stays.
    """
    if KEEPS in happened.facts:
        return happened
    rule = ENDS.get(happened.kind)
    if rule is None and happened.sealed is not None:
        rule = RULES.get(happened.kind)
    if rule is None:
        return happened
    keeps = rule.keeps(happened.facts)
    return attrs.evolve(happened, facts={**happened.facts, KEEPS: keeps.plain()})
