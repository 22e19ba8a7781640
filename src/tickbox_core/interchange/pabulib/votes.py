"""VOTES, fast: equal raw votes are counted before any of them is taken apart.

A *raw vote* is the text of the ``vote`` field, with a zero byte and that of ``points`` behind it
where there are points; thousands of voters share one.  Where all rows are plain (no quotes, no
blank lines, equally many fields) the columns are cut out of the text at one stroke; otherwise row
by row.  Both give the same ``Cast``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property

import attrs

from tickbox_core.interchange.pabulib.sections import Columns, RowCheck, Section, columns
from tickbox_core.interchange.reading import ROW_LEFT_OUT, Record, Trouble, shown
from tickbox_core.text import Text

RawVote = str
BESIDE = "\0"  # between vote and points: no file that holds one gets this far


@attrs.define(slots=False)
class Cast:
    """How many cast each raw vote, over ``rows`` rows, and on which line the first of them is."""

    raw: Mapping[RawVote, int]
    rows: int
    section: Section
    columns: Columns
    trouble: Trouble
    with_points: bool

    def line(self, vote: RawVote) -> int:
        """The line of the first of these votes: looked for only where one is complained about."""
        return self._lines[vote]

    @cached_property
    def _lines(self) -> dict[RawVote, int]:
        lines: dict[RawVote, int] = {}
        quiet = Trouble(self.trouble.file, lenient=True)
        for line, _, vote in _good_rows(self, quiet):
            lines.setdefault(vote, line)
        return lines


def read_votes(section: Section, with_points: bool, trouble: Trouble) -> Cast:
    """The raw votes; refuses rows that are too short, and voters without an id or with two rows."""
    rows = section.rows(trouble)
    header = next(rows, None)
    needed = ("voter_id", "vote", "points") if with_points else ("voter_id", "vote")
    names = columns(section, header, needed, trouble)
    cast = Cast({}, 0, section, names, trouble, with_points)
    return _at_one_stroke(cast) or _row_by_row(cast)


# -- all rows at one stroke --------------------------------------------------------------------


def _at_one_stroke(cast: Cast) -> Cast | None:
    """The votes if every row is plain and every voter's id is new; ``None`` where one is not."""
    body = _plain_body(cast.section.text)
    if not body or cast.columns.again:
        return None
    # Every row but the first now starts behind ";", and a line end closes each last field.
    fields = body.replace("\n", "\n;").split(";")
    del fields[-1]
    width = body.count(";", 0, body.index("\n")) + 1
    if not _in_rows(fields, width, cast.columns.width):
        return None
    voters = _column(fields, "voter_id", width, cast)
    if "" in voters or len(set(voters)) < len(voters):
        return None
    votes = _column(fields, "vote", width, cast)
    if cast.with_points:
        points = _column(fields, "points", width, cast)
        votes = list(map(BESIDE.join, zip(votes, points, strict=True)))
    return attrs.evolve(cast, raw=Counter(votes), rows=len(voters))


def _plain_body(text: str) -> str | None:
    """The rows below the header, if none is blank or quoted; each ends with one line end."""
    _, _, body = text.lstrip("\n").partition("\n")
    body = body.rstrip("\n") + "\n"
    if '"' in text or "\n\n" in body or body == "\n":
        return None
    return body


def _in_rows(fields: list[str], width: int, named: int) -> bool:
    """Whether the fields make rows of this width, with nothing in fields that have no name."""
    if width < named or len(fields) % width:
        return False
    last = fields[width - 1 :: width]
    # A field holds at most one line end, so as many as there are rows means one in each.
    if "".join(last).count("\n") != len(last):
        return False
    return not any("".join(fields[at::width]).strip() for at in range(named, width))


def _column(fields: list[str], name: str, width: int, cast: Cast) -> list[str]:
    return list(map(str.strip, fields[cast.columns.place[name] :: width]))


# -- row by row --------------------------------------------------------------------------------


def _row_by_row(cast: Cast) -> Cast:
    raw: Counter[RawVote] = Counter()
    voters: dict[str, int] = {}
    for line, voter, vote in _good_rows(cast, cast.trouble):
        if _first(voter, voters, line, cast.trouble):
            raw[vote] += 1
    return attrs.evolve(cast, raw=raw, rows=_number_of_rows(cast))


def _good_rows(cast: Cast, trouble: Trouble) -> Iterator[tuple[int, str, RawVote]]:
    """Line, voter and raw vote of each row that is as long as its header."""
    names = cast.columns
    check = RowCheck(names, trouble)
    for line, row in _rows_below(cast, trouble):
        if check.fits(line, row):
            vote = names.of("vote", row)
            raw = BESIDE.join((vote, names.of("points", row))) if cast.with_points else vote
            yield line, names.of("voter_id", row), raw
    check.finish()


def _rows_below(cast: Cast, trouble: Trouble) -> Iterator[Record]:
    rows = cast.section.rows(trouble)
    next(rows, None)  # the header
    return rows


def _number_of_rows(cast: Cast) -> int:
    return sum(1 for _ in _rows_below(cast, Trouble(cast.trouble.file, lenient=True)))


def _first(voter: str, voters: dict[str, int], line: int, trouble: Trouble) -> bool:
    """Whether the row has a voter's id, and it is the voter's first row."""
    before = voters.setdefault(voter, line)
    if voter and before == line:
        return True
    trouble.drop(
        line,
        Text(
            f"选民“{shown(voter)}”已在第{before}行投过票。",
            f"the voter '{shown(voter)}' already has a vote in line {before}.",
        )
        if voter
        else Text("没有选民编号。", "the row has no voter_id."),
        Text("请每位选民只留一行。", "Keep one row for each voter."),
        ROW_LEFT_OUT,
    )
    return False
