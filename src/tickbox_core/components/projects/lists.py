"""What projects ask of the lists that they come of, and of what was decided about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from tickbox_core.categories import Plan, Proposal
from tickbox_core.counting import Share
from tickbox_core.model import Round, Unit
from tickbox_core.rules.subsidy import SubsidyRule
from tickbox_core.text import Text


class ListedItems(Protocol):
    """Rounds, and what the policies of their items say of carrying them out."""

    def round(self, round_id: str) -> Round:
        """A round, or ``NotListed``."""
        ...

    def plan(self, round_id: str, item_id: str) -> Plan:
        """How an item is carried out; ``NO_PLAN`` where its policy is gone."""
        ...

    def needed_motions(self, round_id: str, item_id: str) -> tuple[Proposal, ...] | None:
        """The motions that carrying an item out needs; nothing is locked meanwhile.

        ``None`` where nobody can say which they are.
        """
        ...

    def lacking_motions(
        self, round_id: str, item_id: str, needed: Iterable[Proposal] | None
    ) -> list[Text]:
        """What is said of each of them that has not passed, or of their not being known."""
        ...

    def subsidies(self, round_id: str) -> tuple[SubsidyRule, ...]:
        """The subsidies that the law of a round's place publishes today."""
        ...

    def homes(self, round_id: str, areas: Sequence[str]) -> tuple[Unit, ...]:
        """The units on the roll of a round that lie in any of these areas; all, where none."""
        ...

    def ticks(self, round_id: str, item_id: str) -> Share | None:
        """The share of those who ticked an item, once that is published."""
        ...

    def check_passed(self, motion: str, since: str) -> None:
        """Raise ``NotListed`` for an unknown motion, ``NotPossible`` where it has not passed.

        The same where it was opened before ``since`` (a moment): it was asked of something else.
        """
        ...
