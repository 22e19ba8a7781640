"""A file's own figures beside those of its ballots: ``votes``, ``score`` and ``selected``.

Nothing is taken from them.  Where they say otherwise than the ballots, that is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from tickbox_core.counting import PlainEngine, Profile, count_ticks
from tickbox_core.interchange.pabulib.figures import number
from tickbox_core.interchange.reading import Trouble, shown
from tickbox_core.model import Item
from tickbox_core.numbers import one_thousand, pointed_thousand
from tickbox_core.rules.budget.ballots import as_cast
from tickbox_core.rules.decimals import decimal
from tickbox_core.text import EMPTY, Text, join_texts

NAMED = 5
"""Differences that are told one by one."""


def ballots_of(kind: str, limits: Mapping[str, Fraction]) -> str:
    """How a file means its ballots to be scored: of an order the first of K places gives K points.

    ``max_length`` says how many places there are; without it, as many as there are projects.
    """
    most = limits.get("max_length")
    if kind == "ordinal" and most is not None and most.denominator == 1 and most > 0:
        return f"borda-{most}"
    return "as-cast"


def reading_of(
    kind: str, limits: Mapping[str, Fraction], items: Sequence[Item], profile: Profile
) -> str:
    """How a file's ballots are scored where nobody says otherwise: by META, or its column.

    Many files have a column ``score`` that gives a ballot of ``k`` places ``k`` … 1 points
    (``modified``).  Where META names no ``max_length``, or nobody was chosen by it (no column
    ``selected``), and every score of the column is found so, the column says how.
    """
    said = ballots_of(kind, limits)
    if kind != "ordinal" or not _said("score", items):
        return said
    if "max_length" in limits and _said("selected", items):
        return said
    if not _differing("score", items, _scores(profile, said, 1) or ()):
        return said
    return "modified" if _explained("modified", items, profile) else said


def compare(
    items: Sequence[Item],
    profile: Profile,
    call: str,
    point_units: int,
    zeros: Mapping[int, int],
    trouble: Trouble,
    line: int,
) -> None:
    """Tell where ``votes`` and ``score`` are not what the ballots add up to.

    ``zeros``: by an item's position, how many ballots give it 0 points.
    """
    if not _said("votes", items) and not _said("score", items):
        return
    ticks = count_ticks(profile)
    differing = _differing("votes", items, ticks)
    if differing:
        named = [number + zeros.get(at, 0) for at, number in enumerate(ticks)]
        remedy = _BALLOTS_COUNT if _differing("votes", items, named) else _ZEROS_COUNTED
        _tell("votes", differing, trouble, line, remedy)
    if not _said("score", items):
        return
    # where a tick is a tick, a score is the number of them
    points = _scores(profile, call, point_units) or ticks
    differing = _differing("score", items, points)
    if differing:
        other = "modified"
        elsewhere = profile.ordered and call != other and _explained(other, items, profile)
        remedy = _ANOTHER_CALL.filled(call=other) if elsewhere else _BALLOTS_COUNT
        _tell("score", differing, trouble, line, remedy)


_ZEROS_COUNTED = Text(
    "以选票为准。这一栏把给0分的也算作勾选，这里不算。",
    "The ballots count. All of the column counts 0 points as a tick, and here they are none.",
)
_BALLOTS_COUNT = Text("以选票为准。", "The ballots count.")
_ANOTHER_CALL = Text(
    "以选票为准。这一栏全是按 --ballots {call} 计的。",
    "The ballots count. All of the column is what --ballots {call} gives.",
)


def _said(column: str, items: Sequence[Item]) -> bool:
    """Whether the file has such a column, and something in it."""
    # a row has every column of its header, so that the first one tells of all
    return bool(items) and column in items[0].fields and any(i.fields[column] for i in items)


def _scores(profile: Profile, call: str, point_units: int) -> list[Fraction] | None:
    """Points by item as a call reads the ballots; ``None`` where there are none."""
    scored = PlainEngine().tally(as_cast(profile, call, "pabulib"))
    if scored.points is None:
        return None
    return [Fraction(points, point_units) for points in scored.points]


def _explained(call: str, items: Sequence[Item], profile: Profile) -> bool:
    """Whether a call gives every score of the column."""
    points = _scores(profile, call, 1)
    return points is not None and not _differing("score", items, points)


def _differing(
    column: str, items: Sequence[Item], counted: Sequence[Fraction | int]
) -> list[tuple[str, str, Fraction | int]]:
    """Id, what the column says, and what was counted, where these are not the same."""
    return [
        (item.id, item.fields[column], value)
        for item, value in zip(items, counted, strict=True)
        if (said := item.fields.get(column)) and said != str(value) and number(said) != value
    ]


def _tell(
    column: str,
    differing: Sequence[tuple[str, str, Fraction | int]],
    trouble: Trouble,
    line: int,
    remedy: Text,
) -> None:
    listed = [
        Text(
            f"{shown(id_)} 写{shown(said)}{_read(said).zh}，选票为{_figure(value)}",
            f"{shown(id_)} says {shown(said)}{_read(said).en}, the ballots {_figure(value)}",
        )
        for id_, said, value in differing[:NAMED]
    ]
    told = join_texts(listed, "；", "; ")
    more = len(differing) - NAMED
    zh, en = (f"；另有{more}项", f"; and {more} more") if more > 0 else ("", "")
    trouble.warn(
        line,
        Text(
            f"{column} 一栏与选票不符：{told.zh}{zh}。",
            f"the column {column} is not what the ballots add up to: {told.en}{en}.",
        ),
        remedy,
    )


def _read(said: str) -> Text:
    """How a figure was read whose mark some would read otherwise: 1.200, 1,200."""
    value = number(said) if pointed_thousand(said) or one_thousand(said) else None
    if value is None:
        return EMPTY
    return Text("（读作{value}）", " (read as {value})").filled(value=_figure(value))


def _figure(value: Fraction | int) -> str:
    return decimal(Fraction(value))


def selected_otherwise(items: Sequence[Item], chosen: Sequence[str]) -> Text | None:
    """Whether a file's own ``selected`` says the same; ``None`` where it has none."""
    if not any(item.fields.get("selected") for item in items):
        return None
    own = {item.id for item in items if number(item.fields.get("selected", "")) not in (None, 0)}
    here = set(chosen)
    more, less = sorted(own - here), sorted(here - own)
    if not more and not less:
        return Text("与文件自己的 selected 一致。", "The file's own column selected says the same.")
    there = Text(f"文件里入选而这里没有：{_ids(more)}", f"there and not here: {_ids(more)}")
    only = Text(f"这里入选而文件里没有：{_ids(less)}", f"here and not there: {_ids(less)}")
    said = [text for ids, text in ((more, there), (less, only)) if ids]
    told = join_texts(said, "；", "; ")
    return Text(
        f"与文件自己的 selected 不同：{told.zh}。",
        f"The file's own column selected differs: {told.en}.",
    )


def _ids(ids: Sequence[str]) -> str:
    more = f" … (+{len(ids) - NAMED})" if len(ids) > NAMED else ""
    return ", ".join(map(shown, ids[:NAMED])) + more
