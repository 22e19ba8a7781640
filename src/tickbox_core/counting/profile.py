"""The ballots in columns: equal ones grouped, items as numbers.

A ``Profile`` is what engines count.  It holds *distinct* ballots only: group ``g`` is cast by
``counts[g]`` voters and ticks the items ``ticks[ends[g - 1]:ends[g]]`` (positions in ``items``).
The columns are read-only sequences of ints: tuples or bytes here, arrays where a plugin brings
them.

*No points are no tick*: an item to which a ballot gives 0 points is not on that ballot, here and so
for every engine, rule, share and tie behind it.  A ballot that gives 0 to everything is blank: it
takes part and ticks nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, compress
from operator import eq

import attrs

from tickbox_core.errors import BadValue, DuplicateVoter, UnknownId
from tickbox_core.model import Ballot
from tickbox_core.text import Text

Marks = tuple[int, ...]


@attrs.frozen(eq=False)
class Profile:
    """Grouped ballots over a list of items.

    ``items``: ids in listed order.  ``ticks``: item positions of all groups, one after another.
    ``ends``: where each group's ticks end.  ``counts``: voters of each group.  ``points``: beside
    ``ticks`` where ballots give points, none of them 0.  ``weights``: by name of the
    base, the weight of *one* voter of each group (0.01 m² of floor area, say).  ``ordered``:
    whether the order of a ballot's ticks is an order of preference.
    """

    items: tuple[str, ...]
    ticks: Sequence[int] = ()
    ends: Sequence[int] = ()
    counts: Sequence[int] = ()
    points: Sequence[int] | None = None
    weights: Mapping[str, Sequence[int]] = attrs.field(factory=dict)
    ordered: bool = False

    def __attrs_post_init__(self) -> None:
        if self.points is not None and 0 in self.points:
            self._leave_out_zeros(self.points)

    def _leave_out_zeros(self, points: Sequence[int]) -> None:
        """Take what got no points off every ballot."""
        kept = [at for at, given in enumerate(points) if given]
        so_far = list(accumulate((bool(given) for given in points), initial=0))
        object.__setattr__(self, "ticks", tuple(int(self.ticks[at]) for at in kept))
        object.__setattr__(self, "points", tuple(int(points[at]) for at in kept))
        object.__setattr__(self, "ends", tuple(so_far[end] for end in self.ends))

    @property
    def ballots(self) -> int:
        """How many ballots were cast, empty ones included."""
        return int(sum(self.counts))  # columns may be an array's, whose sums can overflow

    @property
    def blank(self) -> int:
        """How many ballots tick nothing."""
        return int(sum(compress(self.counts, map(eq, self.ends, chain((0,), self.ends)))))

    def spans(self) -> Iterator[tuple[int, int]]:
        """Where each group's ticks start and end."""
        start = 0
        for end in self.ends:
            yield start, end
            start = end

    def groups(self) -> Iterator[tuple[Marks, int]]:
        """Each distinct ballot as item positions, and how many cast it."""
        for (start, end), count in zip(self.spans(), self.counts, strict=True):
            yield tuple(self.ticks[start:end]), count

    @classmethod
    def of_marks(
        cls, items: Iterable[str], marks: Mapping[Marks, int], *, ordered: bool = False
    ) -> Profile:
        """From distinct ballots (item positions) and how many cast each."""
        ids = tuple(items)
        # up to 256 items fit into bytes: an eighth of the memory, and arrays read them as they are
        column = bytes if len(ids) <= 256 else tuple
        return cls(
            items=ids,
            ticks=column(chain.from_iterable(marks)),
            ends=tuple(accumulate(map(len, marks))),
            counts=tuple(marks.values()),
            ordered=ordered,
        )

    @classmethod
    def of_ballots(
        cls,
        items: Iterable[str],
        ballots: Iterable[Ballot],
        *,
        weights: Mapping[str, Mapping[str, int]] | None = None,
        ordered: bool = False,
    ) -> Profile:
        """Group ballots; ``weights`` gives, by base, the weight of each voter.

        Raises ``UnknownId`` for a tick that is not on the list, ``DuplicateVoter`` for a second
        ballot of one voter, ``BadValue`` for a voter without a weight.
        """
        ids = tuple(items)
        groups = _group(ids, ballots, weights or {}, ordered)
        marks = [key[0] for key in groups]
        pointed = _all_pointed(groups)
        return cls(
            items=ids,
            ticks=tuple(chain.from_iterable(marks)),
            ends=tuple(accumulate(map(len, marks))),
            counts=tuple(groups.values()),
            points=tuple(chain.from_iterable(key[1] or () for key in groups)) if pointed else None,
            weights={
                base: tuple(key[2][place] for key in groups)
                for place, base in enumerate(weights or {})
            },
            ordered=ordered,
        )


_Key = tuple[Marks, Marks | None, Marks]


def _group(
    ids: tuple[str, ...],
    ballots: Iterable[Ballot],
    weights: Mapping[str, Mapping[str, int]],
    ordered: bool,
) -> Counter[_Key]:
    place = {id_: number for number, id_ in enumerate(ids)}
    seen: set[str] = set()
    groups: Counter[_Key] = Counter()
    for ballot in ballots:
        if ballot.voter in seen:
            raise DuplicateVoter(ballot.voter)
        seen.add(ballot.voter)
        marks, points = _positions(ballot, place, ordered)
        groups[marks, points, tuple(_weight(ballot, base, of) for base, of in weights.items())] += 1
    return groups


def _all_pointed(groups: Iterable[_Key]) -> bool:
    """Whether ballots give points; a blank ballot says nothing about it."""
    given = {points is not None for marks, points, _ in groups if marks}
    if len(given) < 2:
        return given == {True}
    raise BadValue(
        "ballot",
        Text("有的选票给分，有的不给。", "some give points and some do not."),
        Text("请统一。", "Let all give points, or none."),
    )


def _positions(
    ballot: Ballot, place: Mapping[str, int], ordered: bool
) -> tuple[Marks, Marks | None]:
    try:
        marks = tuple(place[tick] for tick in ballot.ticks)
    except KeyError as missing:
        raise UnknownId("item", missing.args[0], f"ballot {ballot.voter}") from None
    if ballot.points is None or not any(ballot.points):
        blank = ballot.points is not None
        return () if blank else marks if ordered else tuple(sorted(marks)), None
    pairs = [pair for pair in zip(marks, ballot.points, strict=True) if pair[1]]
    pairs = pairs if ordered else sorted(pairs)
    return tuple(mark for mark, _ in pairs), tuple(points for _, points in pairs)


def _weight(ballot: Ballot, base: str, weights: Mapping[str, int]) -> int:
    try:
        return weights[ballot.voter]
    except KeyError:
        raise BadValue(
            f"ballot {ballot.voter}",
            Text(f"没有“{base}”权数。", f"has no weight for '{base}'."),
            Text("请在名册里补上。", "Add it to the roll."),
        ) from None


def united_by_household(ballots: Iterable[Ballot]) -> list[Ballot]:
    """One ballot a household, ticking what any of its members ticks.

    Raises ``BadValue`` for a ballot that names no household, ``DuplicateVoter`` for a second
    ballot of one voter.
    """
    ticks: dict[str, dict[str, bool]] = {}
    seen: set[str] = set()
    for ballot in ballots:
        if ballot.household is None:
            raise BadValue(
                f"ballot {ballot.voter}",
                Text("没有写明属于哪一户。", "names no household."),
                Text("请补上户号，或改用别的基数。", "Add the household or use another base."),
            )
        if ballot.voter in seen:
            raise DuplicateVoter(ballot.voter)
        seen.add(ballot.voter)
        ticks.setdefault(ballot.household, {}).update(dict.fromkeys(ballot.ticks, True))
    united: dict[str, tuple[str, ...]] = {home: tuple(ticked) for home, ticked in ticks.items()}
    return [Ballot(home, ticked) for home, ticked in united.items()]
