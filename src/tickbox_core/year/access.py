"""Ways in that were given and taken: voting codes, and tokens of those who work for an area.

How many codes were made is public, for whoever holds a second code could answer for somebody; less
than five of a sort are not told in numbers.  Whose they are, and why anybody got a new one, is
sealed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tickbox_core.counting.cells import LEAST
from tickbox_core.text import Text
from tickbox_core.workflow.entries import DiaryEntry

CODES, GIVEN, TAKEN = "codes-issued", "token-given", "token-taken"


class Access:
    """How often codes were made for each round, motion or judgement; how many tokens are out."""

    kinds = frozenset({CODES, GIVEN, TAKEN})

    def __init__(self) -> None:
        self.issued: Counter[str] = Counter()
        self.tokens = 0

    def apply(self, happened: DiaryEntry) -> None:
        """Codes were made, or a token was given or taken."""
        facts = happened.facts
        if happened.kind == CODES:
            self.issued[facts["round"]] += 1
        elif happened.kind == GIVEN:
            self.tokens += 1
        else:
            self.tokens -= facts["tokens"]


def codes_issued(id_: str, new: Sequence[str], again: Sequence[str], reason: Text) -> DiaryEntry:
    """Codes were made for a round, motion or judgement: for homes that had none, and again."""
    facts = {"round": id_, "new": _visible_number(len(new)), "again": _visible_number(len(again))}
    sealed = {"new": list(new), "again": list(again), "reason": reason.plain()}
    return DiaryEntry(CODES, facts, sealed)


def token_given(name: str, role: str, renewed: bool) -> DiaryEntry:
    """Somebody was given a token; ``renewed``: they had one already."""
    return DiaryEntry(GIVEN, {"role": role, "renewed": renewed}, {"name": name})


def token_taken(name: str, tokens: int) -> DiaryEntry:
    """All of somebody's tokens were taken away."""
    return DiaryEntry(TAKEN, {"tokens": tokens}, {"name": name})


def _visible_number(number: int) -> int | None:
    """A number of people; ``None`` for a handful."""
    return number if number == 0 or number >= LEAST else None
