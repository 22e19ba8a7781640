"""Closed mediation: a record that nobody publishes, with the steps and days of the law.

Source: People's Mediation Law of China, arts. 15 (confidential), 17 (a party may refuse at any
time), 23 (open or closed as the parties ask), 33 (court confirmation within 30 days).  That it is
normally finished within a month is practice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

import attrs

from tickbox_core import Text
from tickbox_core.errors import NotPossible

USUAL_DAYS, CONFIRMATION_DAYS, SMALLEST = 30, 30, 5


class MediationStage(StrEnum):
    """Where a mediation stands."""

    ASKED = "asked"
    AGREED_TO = "agreed-to"
    AGREEMENT = "agreement"
    CONFIRMED = "confirmed"
    ENDED = "ended"

    @property
    def words(self) -> Text:
        """The stage in words."""
        return _STAGE_WORDS[self]


_STAGE_WORDS = {
    MediationStage.ASKED: Text("已申请", "asked for"),
    MediationStage.AGREED_TO: Text("双方同意调解", "both parties agree to it"),
    MediationStage.AGREEMENT: Text("达成协议", "an agreement was reached"),
    MediationStage.CONFIRMED: Text("法院已确认", "confirmed by the court"),
    MediationStage.ENDED: Text("调解终止", "ended"),
}


class Sitting(StrEnum):
    """Whether others may be there; closed unless all parties ask otherwise."""

    CLOSED = "closed"
    OPEN = "open"


@attrs.frozen
class Mediation:
    """One dispute; ``parties`` are shown in no ``repr``, no notice and no count."""

    matter: str
    parties: tuple[str, ...] = attrs.field(repr=False)
    asked: date = attrs.field()
    stage: MediationStage = MediationStage.ASKED
    sitting: Sitting = Sitting.CLOSED
    since: date | None = None

    @property
    def due(self) -> date:
        """By when it is normally finished."""
        return self.asked + timedelta(days=USUAL_DAYS)

    @property
    def confirm_by(self) -> date | None:
        """Until when both may ask the court to confirm the agreement."""
        if self.stage is not MediationStage.AGREEMENT or self.since is None:
            return None
        return self.since + timedelta(days=CONFIRMATION_DAYS)

    def agreed_to(
        self, by: Iterable[str], on: date, sitting: Sitting = Sitting.CLOSED
    ) -> Mediation:
        """All parties agree to mediate; ``NotPossible`` where one has not."""
        self._in(MediationStage.ASKED)
        if set(self.parties) - set(by):
            raise _no("还有当事人没有同意。", "a party has not agreed.")
        return attrs.evolve(self, stage=MediationStage.AGREED_TO, sitting=sitting, since=on)

    def refused(self, on: date) -> Mediation:
        """A party refuses: it ends, at any time before an agreement (art. 17)."""
        self._in(MediationStage.ASKED, MediationStage.AGREED_TO)
        return attrs.evolve(self, stage=MediationStage.ENDED, since=on)

    def agreement(self, on: date) -> Mediation:
        """The parties agree."""
        self._in(MediationStage.AGREED_TO)
        return attrs.evolve(self, stage=MediationStage.AGREEMENT, since=on)

    def confirmed(self, on: date) -> Mediation:
        """The court confirms what both asked for in time (art. 33)."""
        self._in(MediationStage.AGREEMENT)
        until = self.confirm_by
        if until is not None and on > until:
            raise _no("超过30天，不能再申请司法确认。", "more than 30 days have passed.")
        return attrs.evolve(self, stage=MediationStage.CONFIRMED, since=on)

    def _in(self, *stages: MediationStage) -> None:
        if self.stage not in stages:
            raise _no(
                f"现在是“{self.stage.words.zh}”，不能这样做。",
                f"it is now at '{self.stage.words.en}'.",
            )


def counts(mediations: Iterable[Mediation]) -> dict[str, int | None]:
    """What may be published: how many by stage, ``None`` where there are fewer than five."""
    found = Counter(str(one.stage) for one in mediations)
    return {str(stage): _visible_number(found[str(stage)]) for stage in MediationStage}


def _visible_number(number: int) -> int | None:
    return number if number == 0 or number >= SMALLEST else None


def _no(zh: str, en: str) -> NotPossible:
    return NotPossible(Text(zh, en))
