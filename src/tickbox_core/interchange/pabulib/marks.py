"""Raw votes to marks: which projects a ballot names, as positions, and with how many points."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate, chain, repeat
from typing import Any

from tickbox_core.counting import Profile
from tickbox_core.interchange.pabulib.figures import figures_alone, number, units
from tickbox_core.interchange.pabulib.projects import POINT_DECIMAL, say_like
from tickbox_core.interchange.pabulib.votes import BESIDE, RawVote, RawVotes
from tickbox_core.interchange.reading import (
    COUNTED_ONCE,
    ROW_LEFT_OUT,
    TICK_LEFT_OUT,
    shown,
)
from tickbox_core.numbers import pointed_thousand
from tickbox_core.text import EMPTY, Text

Marks = tuple[int, ...]
Points = int | Fraction
_BLANK = {"", "none"}  # "None" is what a missing value became on its way through some programs


def ticked(cast: RawVotes, ids: tuple[str, ...], *, ordered: bool) -> Profile:
    """The profile of votes that only name projects, in the voter's order where that matters."""
    place = {id_: at for at, id_ in enumerate(ids)}
    small = len(ids) <= 256
    groups = None if ordered or len(ids) > _PARTED else _at_one_stroke(cast.raw, place)
    if groups is None:
        # up to 256 items fit into bytes: less memory, and they are hashed and joined faster
        groups = _one_by_one(cast, ids, place, bytes if small else tuple, ordered)
    return Profile(
        items=ids,
        ticks=b"".join(groups) if small else tuple(chain.from_iterable(groups)),
        ends=tuple(accumulate(map(len, groups))),
        counts=tuple(groups.values()),
        ordered=ordered,
    )


_PARTED = 255
"""Stands between ballots in bytes, so that no item may be that many."""


def _at_one_stroke(raw: Mapping[RawVote, int], place: Mapping[str, int]) -> dict[Any, int] | None:
    """The groups of equal ballots, if each names projects, and none of them twice.

    All names of all ballots are looked up in one row, and each ballot is put in order by taking
    what it does not name off the whole list.
    """
    named = [*filter(None, raw)]
    position = {**place, _NEXT: _PARTED}.__getitem__
    try:
        marks = bytes(map(position, f",{_NEXT},".join(named).split(","))) if named else b""
    except KeyError:
        return None
    ballots = marks.split(_PART) if named else []
    if len(ballots) != len(named):
        return None  # a quoted cell holds what parts ballots here
    names = len(marks) - max(0, len(ballots) - 1)
    if len(named) < len(raw):
        ballots.insert([*raw].index(""), b"")
    without = bytes(range(len(place))).translate
    every = repeat(None)
    groups: dict[Any, int] = {}
    so_far = groups.get
    for key, voters in zip(
        map(without, every, map(without, every, ballots)), raw.values(), strict=True
    ):
        groups[key] = so_far(key, 0) + voters
        names -= len(key)
    return None if names else groups  # some are left where a ballot names one twice


_NEXT = "\n"
"""Stands between ballots in one row of names: no id is a line end."""
_PART = bytes([_PARTED])


def _one_by_one(
    cast: RawVotes,
    ids: tuple[str, ...],
    place: Mapping[str, int],
    frozen: Callable[[Iterable[int]], Any],
    ordered: bool,
) -> dict[Any, int]:
    """The same of any votes; what does not fit is refused, or left out when lenient."""
    position = place.__getitem__
    groups: dict[Any, int] = {}
    so_far = groups.get
    for raw, voters in cast.raw.items():
        try:
            marks = [*map(position, raw.split(","))]
        except KeyError:
            marks = [at for at, _ in _named(raw, raw, place, cast)]
        if not ordered:
            marks.sort()
        if len({*marks}) < len(marks):
            marks = _once(raw, marks, ids, cast)
        key = frozen(marks)
        groups[key] = so_far(key, 0) + voters
    return groups


def pointed(cast: RawVotes, ids: tuple[str, ...]) -> tuple[Profile, int, Counter[int]]:
    """The profile of votes with points, and how many of its points make one of the file's.

    The last is how many give 0 points to an item, by its position: these do not tick it.
    """
    zeros: Counter[int] = Counter()
    place = {id_: at for at, id_ in enumerate(ids)}
    groups: Counter[tuple[tuple[int, Points], ...]] = Counter()
    for raw, voters in cast.raw.items():
        pairs = _with_points(raw, place, ids, cast)
        if pairs is not None:
            for at in (at for at, points in pairs if not points):
                zeros[at] += voters
            groups[tuple(pair for pair in pairs if pair[1])] += voters
    unit = units({points for pairs in groups for _, points in pairs})
    if any(isinstance(points, Fraction) for pairs in groups for _, points in pairs):
        _say_points(cast)
    return (
        Profile(
            items=ids,
            ticks=tuple(at for at, _ in chain.from_iterable(groups)),
            ends=tuple(accumulate(map(len, groups))),
            counts=tuple(groups.values()),
            points=tuple(int(points * unit) for _, points in chain.from_iterable(groups)),
        ),
        unit,
        zeros,
    )


def _say_points(cast: RawVotes) -> None:
    """How points are read that some would read as parting thousands."""
    given = chain.from_iterable(_parts(raw.partition(BESIDE)[2]) for raw in cast.raw)
    doubtful = [text for text in given if "." in text and pointed_thousand(text)]
    say_like(doubtful, cast.section.line, POINT_DECIMAL, cast.trouble)


def _named(
    raw: RawVote, vote: str, place: Mapping[str, int], cast: RawVotes
) -> list[tuple[int, int]]:
    """Each project that a vote names, and at which place among its names.

    A name that no project has is refused, or left out when lenient.
    """
    named = []
    for at, name in enumerate(_parts(vote, place)):
        if name in place:
            named.append((place[name], at))
        elif name:
            cast.trouble.drop(
                cast.line(raw),
                Text(
                    f"选票提到了 PROJECTS 里没有的项目“{shown(name)}”{_voters(raw, cast).zh}。",
                    f"the vote names '{shown(name)}', which PROJECTS does not hold"
                    f"{_voters(raw, cast).en}.",
                ),
                Text("请核对编号。", "Check the id."),
                TICK_LEFT_OUT,
            )
    return named


def _parts(field: str, known: Container[str] = ()) -> list[str]:
    """The parts of a list in a field; no part where the field says that there is none."""
    if field.lower() in _BLANK and field not in known:
        return []
    return [part.strip() for part in field.split(",")]


def _once(raw: RawVote, marks: list[int], ids: tuple[str, ...], cast: RawVotes) -> list[int]:
    """The marks without repetition: one project named twice is refused, or counts once."""
    seen: dict[int, bool] = {}
    for at in marks:
        if at in seen:
            cast.trouble.drop(
                cast.line(raw),
                Text(
                    f"选票把“{shown(ids[at])}”勾选了两次{_voters(raw, cast).zh}。",
                    f"the vote names '{shown(ids[at])}' twice{_voters(raw, cast).en}.",
                ),
                Text("每项只能写一次。", "A project can be named once."),
                COUNTED_ONCE,
            )
        seen[at] = True
    return list(seen)


def _voters(raw: RawVote, cast: RawVotes) -> Text:
    number = cast.raw[raw]
    if number == 1:
        return EMPTY
    return Text(f"（共{number}张相同的选票）", f" ({number} equal ballots)")


def _with_points(
    raw: RawVote, place: Mapping[str, int], ids: tuple[str, ...], cast: RawVotes
) -> tuple[tuple[int, Points], ...] | None:
    """Positions with points, sorted; ``None`` where the two columns do not match (lenient)."""
    vote, _, given = raw.partition(BESIDE)
    points = _points(given)
    if points is None or len(points) != len(_parts(vote, place)):
        cast.trouble.drop(
            cast.line(raw),
            Text(
                f"points“{shown(given)}”与 vote“{shown(vote)}”不对应{_voters(raw, cast).zh}。",
                f"the points '{shown(given)}' do not match the vote '{shown(vote)}'"
                f"{_voters(raw, cast).en}.",
            ),
            Text("每个项目给一个数字，用逗号分开。", "Give one number for each project."),
            ROW_LEFT_OUT,
        )
        return None
    named = _named(raw, vote, place, cast)
    first: dict[int, Points] = {}
    for at, where in named:
        first.setdefault(at, points[where])
    marks = _once(raw, [at for at, _ in named], ids, cast)
    return tuple(sorted((at, first[at]) for at in marks))


@lru_cache(maxsize=4096)
def _points(field: str) -> tuple[Points, ...] | None:
    """The numbers of a points field; ``None`` where a part is none.

    Whole ones are ints: a ``Fraction`` is hashed and multiplied many times as slowly.
    """
    # A list of names that ends in a comma has points that do: nothing for nobody.
    values = [
        int(part) if figures_alone(part) else number(part) if part else 0 for part in _parts(field)
    ]
    known = tuple(value for value in values if value is not None)
    return known if len(known) == len(values) else None
