"""VOTES, fast: equal raw votes are counted before any of them is taken apart.

A *raw vote* is the text of the ``vote`` field, with a zero byte and that of ``points`` behind it
where there are points; thousands of voters share one.  Where all rows are plain (no quotes, no
blank lines, equally many fields) the columns are cut out of the text at one stroke; otherwise row
by row.  Both give the same ``RawVotes``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property

import attrs

from tickbox_core.interchange.pabulib.sections import (
    Columns,
    RowCheck,
    Section,
    columns,
    plain_rows,
)
from tickbox_core.interchange.reading import ROW_LEFT_OUT, Trouble, shown
from tickbox_core.interchange.row_checks import check_id
from tickbox_core.text import Text

RawVote = str
BESIDE = "\0"  # between vote and points: no file that holds one gets this far


@attrs.define(slots=False)
class RawVotes:
    """How many cast each raw vote, over ``rows`` rows, and on which line the first of them is."""

    raw: Mapping[RawVote, int]
    rows: int
    section: Section
    columns: Columns
    trouble: Trouble
    with_points: bool

    def of(self, raw: Mapping[RawVote, int], rows: int) -> RawVotes:
        """The same of so many raw votes."""
        return RawVotes(raw, rows, self.section, self.columns, self.trouble, self.with_points)

    def line(self, vote: RawVote) -> int:
        """The line of the first of these votes: looked for only where one is complained about."""
        return self._lines[vote]

    @cached_property
    def _lines(self) -> dict[RawVote, int]:
        lines: dict[RawVote, int] = {}
        quiet = Trouble(self.trouble.file, lenient=True)  # all this was said before
        for line, vote in _counted(self, RowCheck(self.columns, quiet)):
            lines.setdefault(vote, line)
        return lines


def read_votes(section: Section, with_points: bool, trouble: Trouble) -> RawVotes:
    """The raw votes; refuses rows that are too short, and voters without an id or with two rows."""
    rows = section.rows(trouble)
    header = next(rows, None)
    needed = ("voter_id", "vote", "points") if with_points else ("voter_id", "vote")
    names = columns(section, header, needed, trouble)
    cast = RawVotes({}, 0, section, names, trouble, with_points)
    return _at_one_stroke(cast, header[0] if header else section.line) or _row_by_row(cast)


# -- all rows at one stroke --------------------------------------------------------------------


def _at_one_stroke(cast: RawVotes, header: int) -> RawVotes | None:
    """The votes if every row is plain and every voter's id is new; ``None`` where one is not."""
    rows = plain_rows(cast.section, header, cast.columns)
    if rows is None:
        return None
    voters = rows.column("voter_id")
    known = set(voters)
    if "" in known or len(known) < len(voters):
        return None
    votes = rows.column("vote")
    if cast.with_points:
        points = rows.column("points")
        votes = list(map(BESIDE.join, zip(votes, points, strict=True)))
    return cast.of(Counter(votes), len(voters))


# -- row by row --------------------------------------------------------------------------------


def _row_by_row(cast: RawVotes) -> RawVotes:
    check = RowCheck(cast.columns, cast.trouble)
    raw = Counter(vote for _, vote in _counted(cast, check))
    check.finish()
    return cast.of(raw, check.rows)


def _counted(cast: RawVotes, check: RowCheck) -> Iterator[tuple[int, RawVote]]:
    """Line and raw vote of each row that counts: as long as its header, its voter's first."""
    names = cast.columns
    voters: dict[str, int] = {}
    rows = cast.section.rows(check.trouble)
    next(rows, None)  # the header
    for line, row in rows:
        if check.fits(line, row) and _first(names.of("voter_id", row), voters, line, check.trouble):
            vote = names.of("vote", row)
            points = names.of("points", row)
            yield line, BESIDE.join((vote, points)) if cast.with_points else vote


def _first(voter: str, voters: dict[str, int], line: int, trouble: Trouble) -> bool:
    """Whether the row has a voter's id, and it is the voter's first row."""
    before = voters.setdefault(voter, line)
    if voter and before == line:
        return True
    changed = check_id(voter)
    if changed is not None:
        trouble.drop(line, *changed, ROW_LEFT_OUT)
        return False
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
