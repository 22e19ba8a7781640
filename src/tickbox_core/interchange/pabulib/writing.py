"""Elections out, in Pabulib's format: what others read, without anything about who voted.

Voters get fresh numbers and rows stand in a shuffled order, so that neither says who is who or who
came when.  Items with options are written as a project for each option.  What the format has no
place for stands in META under keys that begin with ``tickbox_``; totals follow from the rows.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator, Sequence
from fractions import Fraction

import attrs

from tickbox_core.counting import PlainEngine, Profile
from tickbox_core.errors import BadValue
from tickbox_core.interchange.election import Election
from tickbox_core.interchange.pabulib.projects import VOTE_TYPES
from tickbox_core.model import Item, TickList
from tickbox_core.text import Text

Row = Sequence[object]
_SHUFFLED = random.SystemRandom()


def write_pabulib(
    election: Election,
    *,
    selected: Sequence[str] | None = None,
    extra: Sequence[tuple[str, str]] = (),
    shuffled: random.Random = _SHUFFLED,
) -> str:
    """The text of a ``.pb`` file; ``read_pabulib`` reads the same items and ballots from it.

    ``selected``: ids of the items chosen, noted in a column of the projects.  ``extra``: further
    pairs of key and value for META.  Raises ``BadValue`` for a tick whose id holds a comma, which
    the format cannot hold.
    """
    names = _projects(election)
    for name, _, _ in names:
        if "," in name or "\n" in name:
            raise BadValue(
                f"item {name}",
                Text("编号里有逗号。", "its id holds a comma."),
                Text("Pabulib 用逗号分隔编号，请换编号。", "Pabulib parts ids by commas."),
            )
    sections: tuple[tuple[str, Iterator[Row]], ...] = (
        ("META", _meta(election, len(names), extra)),
        ("PROJECTS", _project_rows(election, names, selected)),
        ("VOTES", _vote_rows(election, [name for name, _, _ in names], shuffled)),
    )
    return "".join(f"{name}\n{_written(rows)}" for name, rows in sections)


def _written(rows: Iterator[Row]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerows(rows)
    return out.getvalue()


def _projects(election: Election) -> list[tuple[str, Item, str]]:
    """What stands for a project: its id, the item, and the option's name behind the title."""
    listed = TickList(election.items)
    found = []
    for item in election.items:
        titles = {f"{item.id}/{option.id}": option.title.zh for option in item.options}
        for tick in filter(listed.supports, item.ticks):
            found += [(tick, item, titles.get(tick, ""))]
    return found


def _meta(election: Election, projects: int, extra: Sequence[tuple[str, str]]) -> Iterator[Row]:
    yield "key", "value"
    known: dict[str, str] = {"description": election.name.zh, **election.meta}
    known["num_projects"] = str(projects)
    known["num_votes"] = str(election.profile.ballots)
    known["vote_type"] = election.vote_type if election.vote_type in VOTE_TYPES else "approval"
    if election.budget is not None:
        known["budget"] = _decimal(Fraction(election.budget, election.minor_units))
    yield from known.items()
    yield from extra


def _pointed(election: Election) -> bool:
    """Whether ballots give points; where all are blank the kind of election says so."""
    return election.profile.points is not None or election.vote_type in ("cumulative", "scoring")


def _project_rows(
    election: Election, names: list[tuple[str, Item, str]], selected: Sequence[str] | None
) -> Iterator[Row]:
    heads = ["project_id", "cost", "name", "category", "votes"]
    pointed = _pointed(election)
    if pointed:
        heads.append("score")
    yield [*heads, "selected"] if selected is not None else heads
    tally = PlainEngine().tally(election.profile)
    column = {name: at for at, name in enumerate(election.profile.items)}
    for name, item, option in names:
        cost = next((o.cost for o in item.options if f"{item.id}/{o.id}" == name), None)
        cost = item.cost if cost is None else cost
        at = column[name]
        row: list[object] = [
            name,
            "" if cost is None else _decimal(Fraction(cost, election.minor_units)),
            item.title.zh + (f"（{option}）" if option else ""),
            item.category,
            tally.ticks[at],
        ]
        if pointed:
            points = 0 if tally.points is None else tally.points[at]
            row.append(_decimal(Fraction(points, election.point_units)))
        if selected is not None:
            row.append(int(item.id in selected))
        yield row


def _vote_rows(election: Election, names: list[str], shuffled: random.Random) -> Iterator[Row]:
    pointed = _pointed(election)
    yield ["voter_id", "vote", "points"] if pointed else ["voter_id", "vote"]
    rows = list(_votes(election.profile, set(names), election.point_units))
    shuffled.shuffle(rows)
    for number, (vote, points) in enumerate(rows, 1):
        yield [number, vote, points] if pointed else [number, vote]


def _votes(profile: Profile, kept: set[str], point_units: int) -> Iterator[tuple[str, str]]:
    """A row for every voter; "none of these" is no project, so such a ballot leaves it out."""
    for (start, end), count in zip(profile.spans(), profile.counts, strict=True):
        ticks = [(at, profile.items[profile.ticks[at]]) for at in range(start, end)]
        ticks = [(at, name) for at, name in ticks if name in kept]
        vote = ",".join(name for _, name in ticks)
        points = ""
        if profile.points is not None:
            held = profile.points
            points = ",".join(_decimal(Fraction(held[at], point_units)) for at, _ in ticks)
        for _ in range(count):
            yield vote, points


def _decimal(value: Fraction) -> str:
    """A number whose denominator is a power of ten, in figures."""
    whole, part = divmod(abs(value.numerator), value.denominator)
    sign = "-" if value < 0 else ""
    if not part:
        return f"{sign}{whole}"
    places = 1
    while (part * 10**places) % value.denominator:
        places += 1
    return f"{sign}{whole}.{part * 10**places // value.denominator:0{places}d}"


@attrs.frozen
class Unplaced:
    """What the format has no place for, as it stands in META."""

    base: str
    registered: int
    households: int
    rule: str
    on_paper: int

    def rows(self) -> tuple[tuple[str, str], ...]:
        """Keys and values."""
        return tuple((f"tickbox_{name}", str(value)) for name, value in attrs.asdict(self).items())
