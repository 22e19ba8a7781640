"""Whether those who act may still do so once nobody else can change anything.

Who acts was asked before the transaction; it may have waited for others since.  A token that was
taken away meanwhile gives nothing: what its taking stands before in the diary is not done.
"""

from __future__ import annotations

from collections.abc import Callable

from tickbox_core.desk.diary import YearDiary
from tickbox_core.desk.hand import Hand
from tickbox_core.errors import TokenTaken
from tickbox_core.workflow import Actor

IsOut = Callable[[str], bool]
"""Whether a staff token of that grant is out."""


class Grants:
    """The grants of a desk's actors; ``is_out`` asks the town for those of its staff."""

    def __init__(self, hand: Hand, diary: YearDiary, is_out: IsOut | None) -> None:
        self._hand = hand
        self._diary = diary
        self._is_out = is_out

    def check(self, actor: Actor) -> None:
        """Raise ``TokenTaken`` where an actor came by a token that gives nothing any more."""
        if not actor.grant:
            return  # a host answers for its own staff
        if actor.office:
            stands = self._holds_office(actor)
        else:
            stands = self._is_out is None or self._is_out(actor.grant)
        if not stands:
            raise TokenTaken(actor.name)

    def _holds_office(self, actor: Actor) -> bool:
        with self._diary.reading() as book:
            found = book.people.of_token(actor.grant, self._hand.today())
        return found is not None and found.id == actor.office
