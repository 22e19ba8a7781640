"""What a file turns into: an election ready to be counted."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import attrs

from tickbox_core.counting import Profile
from tickbox_core.interchange.published import PublishedRound
from tickbox_core.model import Item
from tickbox_core.rules import Contest, Electorate
from tickbox_core.text import EMPTY, Text, as_text


def _held(value: Mapping[str, Any]) -> Mapping[str, Any]:
    return dict(value)


@attrs.frozen(eq=False)
class Election:
    """Items in the order of the file and the ballots over them, grouped.

    ``budget`` and the items' costs are whole numbers of the smallest unit of money, of which
    ``minor_units`` (a power of ten) make one unit of currency; ``None`` where the file does not
    say.  ``profile.points`` are whole numbers of which ``point_units`` make one point.  ``meta``
    is what the file says about itself, ``limits`` those of its numbers that limit ballots
    (``max_length``, ``min_sum_points`` …).  ``published``: how it was counted, where it is a round
    that was published.  ``dropped`` lists what a lenient reading left out, ``warnings`` what was
    kept and is worth knowing.  ``ballots`` is how the file means its ballots to be scored where
    nobody says otherwise (a call of ``rules.budget.ballots``).
    """

    name: Text = attrs.field(converter=as_text)
    items: tuple[Item, ...]
    profile: Profile
    vote_type: str = "approval"
    budget: int | None = None
    minor_units: int = 1
    point_units: int = 1
    meta: Mapping[str, str] = attrs.field(factory=dict, converter=_held)
    limits: Mapping[str, Fraction] = attrs.field(factory=dict, converter=_held)
    by_household: Profile | None = None
    electorate: Electorate = attrs.field(factory=Electorate)
    published: PublishedRound | None = None
    lenient: bool = False
    dropped: tuple[Text, ...] = ()
    warnings: tuple[Text, ...] = ()
    ballots: str = "as-cast"

    def contest(
        self, *, electorate: Electorate | None = None, places: int | None = None
    ) -> Contest:
        """What a rule is handed; ``electorate`` gives sizes that the file does not know.

        Raises ``BaseTooSmall`` where more took part than the electorate holds.
        """
        return Contest(
            items=self.items,
            profile=self.profile,
            by_household=self.by_household,
            electorate=electorate or self.electorate,
            places=places,
            budget=self.budget,
            minor_units=self.minor_units,
            point_units=self.point_units,
        )

    @property
    def leniency(self) -> Text:
        """What a reader of the result has to know about how the file was read."""
        if not self.lenient:
            return EMPTY
        number = len(self.dropped)
        if not number:
            return Text("宽松读取，无需略过任何内容。", "Read leniently; nothing was left out.")
        return Text(f"宽松读取，略过{number}处。", f"Read leniently; left out: {number}.")
