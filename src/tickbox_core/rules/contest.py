"""What a rule is handed: the listed items, the counted ballots, and what is to be decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from tickbox_core.counting import PlainEngine, Profile, TallyEngine, united_by_household
from tickbox_core.errors import BadValue, BaseTooSmall
from tickbox_core.model import Ballot, Item, TickList
from tickbox_core.model._checks import electors, frozen_mapping, optional_count
from tickbox_core.model.areas import TWO_DECIMALS, check_decimals
from tickbox_core.text import Text


@attrs.frozen(hash=False)
class Electorate:
    """How many could take part: electors and households on the roll (``None``: not known).

    ``weights``: by name of a weight, the sum over all electors (floor area in m² with
    ``decimals``, say), as each voter's is in the profile.
    """

    registered: int | None = attrs.field(default=None, converter=electors)
    households: int | None = attrs.field(default=None, converter=electors)
    weights: Mapping[str, int] = attrs.field(factory=dict, converter=frozen_mapping)
    decimals: int = attrs.field(default=TWO_DECIMALS, converter=check_decimals)


@attrs.frozen(eq=False)
class Contest:
    """Items in listed order and the ballots over them.

    ``profile`` groups the ballots of persons; ``by_household`` unites them per household where
    households are known.  ``places`` is how many items are to be chosen (``None``: all are only
    ranked).  ``budget`` and the items' costs are in the smallest unit of money, of which
    ``minor_units`` make one currency unit (100 fen to the yuan); ``point_units`` of the profile's
    points make one point.

    Raises ``BaseTooSmall`` where more took part than the electorate holds, ``BadValue`` where the
    ballots were grouped over another list.
    """

    items: tuple[Item, ...]
    profile: Profile
    by_household: Profile | None = None
    electorate: Electorate = Electorate()
    places: int | None = attrs.field(default=None, converter=optional_count)
    budget: int | None = None
    minor_units: int = 100
    engine: TallyEngine = attrs.field(factory=PlainEngine)
    point_units: int = 1

    def __attrs_post_init__(self) -> None:
        self._check_list(self.profile)
        _fits("registered", self.electorate.registered, self.profile)
        if self.by_household is not None:
            self._check_list(self.by_household)
            _fits("households", self.electorate.households, self.by_household)

    @property
    def ticklist(self) -> TickList:
        """What the profile's columns stand for: items, or options of items."""
        return TickList(self.items)

    def _check_list(self, profile: Profile) -> None:
        if profile.items != self.ticklist.ids:
            raise BadValue(
                "ballot",
                Text(
                    "选票所用的清单与本次清单不同。", "the ballots were grouped over another list."
                ),
                Text("请用同一份清单。", "Use one list, in one order."),
            )

    @classmethod
    def of_ballots(
        cls,
        items: Iterable[Item],
        ballots: Iterable[Ballot],
        electorate: Electorate | None = None,
        *,
        places: int | None = None,
        budget: int | None = None,
        weights: Mapping[str, Mapping[str, int]] | None = None,
        ordered: bool = False,
    ) -> Contest:
        """Group the ballots, and unite them per household if every ballot names one.

        ``weights`` gives, by name of the weight, that of each voter; ``ordered`` says that the
        order of ticks is one of preference.
        """
        listed, cast = tuple(items), tuple(ballots)
        ids = TickList(listed).ids
        households = all(ballot.household is not None for ballot in cast)
        return cls(
            items=listed,
            profile=Profile.of_ballots(ids, cast, weights=weights, ordered=ordered),
            by_household=(
                Profile.of_ballots(ids, united_by_household(cast)) if households else None
            ),
            electorate=electorate or Electorate(),
            places=places,
            budget=budget,
        )


def _fits(base: str, size: int | None, profile: Profile) -> None:
    if size is not None and profile.ballots > size:
        raise BaseTooSmall(base, size, profile.ballots)
