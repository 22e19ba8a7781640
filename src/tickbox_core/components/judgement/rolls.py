"""What a judgement asks of the round that its projects came of: the roll, the places, the codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from tickbox_core.model import Round, Unit
from tickbox_core.text import Text


class CommittedPlaces(Protocol):
    """The places of a roll, as a round's log has committed to them."""

    @property
    def leaves(self) -> Sequence[bytes]:
        """The leaf of each."""
        ...

    @property
    def households(self) -> Mapping[str, str | None]:
        """By slot what may be said of its home."""
        ...

    @property
    def tagged(self) -> bool:
        """Whether a leaf tells which home its place is of."""
        ...


class RoundRolls(Protocol):
    """Rounds and the rolls they were opened with."""

    def round(self, round_id: str) -> Round:
        """A round, or ``NotListed``."""
        ...

    def homes(self, round_id: str) -> Mapping[str, str | None]:
        """The unit of each slot of a round; ``None`` where a slot has none."""
        ...

    def has_slot(self, round_id: str, slot: str) -> bool:
        """Whether a round has a slot of that name."""
        ...

    def units(self, round_id: str) -> Sequence[Unit]:
        """All units on the roll of a round."""
        ...

    def places(self, round_id: str) -> CommittedPlaces:
        """How the places of a round were committed to."""
        ...


class VotingCodes(Protocol):
    """The codes that speak for slots."""

    def issue(
        self, id_: str, slots: Iterable[str] | None, roll_of: str, reason: Text
    ) -> dict[str, str]:
        """New codes for slots of the round ``roll_of``; ``None``: for all that have none yet."""
        ...

    def slot_of(self, id_: str, code: str) -> str | None:
        """The slot a typed code speaks for, or ``None``."""
        ...
