"""Elections out, in Pabulib's format: what others read, without anything about who voted.

Voters get fresh numbers and rows stand in an order that has nothing to do with the one they came
in, so that neither says who is who or who came when.  Items with options are written as a project
for each option.  Totals follow from the rows.
"""

from __future__ import annotations

import csv
import hashlib
import io
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from tickbox_core.counting import PlainEngine, Profile
from tickbox_core.errors import BadValue
from tickbox_core.interchange.election import Election
from tickbox_core.interchange.pabulib.options import COLUMNS, titled
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
    seed: str = "",
) -> str:
    """The text of a ``.pb`` file; ``read_pabulib`` reads the same items and ballots from it.

    ``selected``: ids of the items chosen, noted in a column of the projects.  ``extra``: further
    pairs of key and value for META.  With a ``seed`` the same ballots always stand in the same
    order, that of the hashes of seed and ballot; without one in an order that nobody can make
    again.  Raises ``BadValue`` for an id that the format cannot hold (a comma, a line end, blanks
    at its ends), and for a cell that no reader takes.
    """
    names = _projects(election)
    for name, _, _ in names:
        _check_id(name)
    rows = list(_votes(election.profile, {name for name, _, _ in names}, election.point_units))
    if seed:
        rows = _by_hash(rows, seed)
    else:
        shuffled.shuffle(rows)
    sections: tuple[tuple[str, Iterator[Row]], ...] = (
        ("META", _meta(election, len(names), extra)),
        ("PROJECTS", _project_rows(election, names, selected)),
        ("VOTES", _vote_rows(rows, _pointed(election))),
    )
    return "".join(f"{name}\n{_written(rows)}" for name, rows in sections)


def _check_id(name: str) -> None:
    """Raise ``BadValue`` for an id that would be read as another one, or as two."""
    if "," in name:
        raise BadValue(
            f"item {name}",
            Text("编号里有逗号。", "its id holds a comma."),
            Text("Pabulib 用逗号分隔编号，请换编号。", "Pabulib parts ids by commas."),
        )
    if not name or name != name.strip() or _BREAK.search(name):
        raise BadValue(
            f"item {name!r}",
            Text(
                "编号首尾有空白，或含有换行。",
                "its id begins or ends in blanks or holds a line end.",
            ),
            Text("Pabulib 读不回来，请换编号。", "Pabulib would read another one; change the id."),
        )


_BREAK = re.compile(r"[\n\r\0]+")


def _written(rows: Iterator[Row]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerows(map(_cells, rows))
    return out.getvalue()


def _cells(row: Row) -> list[str]:
    """The cells of a row, each on one line: a name of a section in one would begin a section."""
    cells = [_BREAK.sub(" ", str(cell)).strip() for cell in row]
    longest = max(map(len, cells))
    if longest > csv.field_size_limit():
        raise BadValue(
            cells[0],
            Text(f"一格有{longest}个字，读不回来。", f"a cell has {longest:,} characters."),
            Text("Pabulib 装不下这么长的一格。", "Nobody reads cells that long; use the bundle."),
        )
    return cells


def _by_hash(rows: list[tuple[str, str]], seed: str) -> list[tuple[str, str]]:
    """The rows in the order of SHA-256 of seed, ballot and which of the equal ballots it is.

    It follows from the ballots alone, so that nothing is left of the order they came in.
    """
    keyed = [
        (hashlib.sha256("\0".join((seed, *row, str(which))).encode()).digest(), row)
        for row, number in Counter(rows).items()
        for which in range(number)
    ]
    return [row for _, row in sorted(keyed)]


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
    # a budget is one of all costs: where one is unknown, a reader would refuse the file
    if election.budget is not None and not _unknown_cost(election):
        known["budget"] = _decimal(Fraction(election.budget, election.minor_units))
    yield from known.items()
    yield from extra


def _unknown_cost(election: Election) -> bool:
    return any(_cost(item, tick) is None for tick, item, _ in _projects(election))


def _cost(item: Item, tick: str) -> int | None:
    """What a project costs: its option where that says so, else its item."""
    own = next((o.cost for o in item.options if f"{item.id}/{o.id}" == tick), None)
    return item.cost if own is None else own


def _pointed(election: Election) -> bool:
    """Whether ballots give points; where all are blank the kind of election says so."""
    return election.profile.points is not None or election.vote_type in ("cumulative", "scoring")


def _project_rows(
    election: Election, names: list[tuple[str, Item, str]], selected: Sequence[str] | None
) -> Iterator[Row]:
    pointed = _pointed(election)
    options = any(item.options for item in election.items)
    tiers = any(item.tier for item in election.items)
    english = has_english(election.items)
    heads = ["project_id", "cost", "name", "category", "votes"]
    heads += ["score"] * pointed + ["selected"] * (selected is not None)
    yield [*heads, *(["tier"] * tiers), *([ENGLISH] * english), *(COLUMNS if options else ())]
    tally = PlainEngine().tally(election.profile)
    column = {name: at for at, name in enumerate(election.profile.items)}
    for name, item, option in names:
        at = column[name]
        title = titled(item.title.zh, option) if option else item.title.zh
        cost = _money(_cost(item, name), election.minor_units)
        row: list[object] = [name, cost, title, item.category, tally.ticks[at]]
        if pointed:
            points = 0 if tally.points is None else tally.points[at]
            row.append(_decimal(Fraction(points, election.point_units)))
        if selected is not None:
            row.append(int(item.id in selected))
        row += [item.tier] * tiers
        row += [_in_english(item, name, option)] * english
        if options:
            own = [item.id, option, _money(item.cost, election.minor_units)]
            row += own if item.options else ["", "", ""]
        yield row


ENGLISH = "name_en"
"""The column of titles in English; ``name`` holds the Chinese ones."""


def has_english(items: Sequence[Item]) -> bool:
    """Whether a title of them is known in another language than Chinese."""
    return any(
        title.zh != title.en
        for item in items
        for title in (item.title, *(option.title for option in item.options))
    )


def _in_english(item: Item, tick: str, option: str) -> str:
    if not option:
        return item.title.en
    own = next((o.title for o in item.options if f"{item.id}/{o.id}" == tick), item.title)
    return titled(item.title.en, own.en)


def _money(amount: int | None, minor_units: int) -> str:
    return "" if amount is None else _decimal(Fraction(amount, minor_units))


def _vote_rows(rows: list[tuple[str, str]], pointed: bool) -> Iterator[Row]:
    yield ["voter_id", "vote", "points"] if pointed else ["voter_id", "vote"]
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
    if places == 3 and 0 < whole < 1000:
        places = 4  # three would stand where a point may part thousands
    return f"{sign}{whole}.{part * 10**places // value.denominator:0{places}d}"
