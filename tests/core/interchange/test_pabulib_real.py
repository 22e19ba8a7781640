"""Real files: all are read strictly, and counted as a naive reader counts them."""

from __future__ import annotations

import csv
import io
import sys
from collections import Counter

import pytest

from tickbox_core.counting import PlainEngine
from tickbox_core.interchange import read_pabulib


def naive(path):
    """The same file by the shortest means: ticks by id, ballots, costs, and how people voted."""
    rows = csv.reader(io.StringIO(path.read_text("utf-8-sig")), delimiter=";")
    section, header, meta, costs, ticks, ballots = "", [], {}, {}, Counter(), 0
    for row in rows:
        if row[0] in ("META", "PROJECTS", "VOTES"):
            section, header = row[0], next(rows)
        elif section == "META":
            meta[row[0]] = row[1]
        elif section == "PROJECTS":
            costs[row[header.index("project_id")]] = float(row[header.index("cost")])
        else:
            ballots += 1
            named = row[header.index("vote")].split(",")
            given = row[header.index("points")].split(",") if "points" in header else named
            # no points are no tick
            ticks.update(id_ for id_, points in zip(named, given, strict=True) if points != "0")
    return ticks, ballots, costs, meta["vote_type"]


@pytest.fixture(scope="session")
def files(pabulib_dir):
    """Every real file there is."""
    return sorted(pabulib_dir.glob("*.pb"))


def test_every_real_file_is_read_strictly_and_counted_right(files):
    """No complaint, no warning of anything left out, and the naive count of ticks."""
    kinds = Counter()
    for path in files:
        election, (ticks, ballots, costs, kind) = read_pabulib(path), naive(path)
        tally = PlainEngine().tally(election.profile)
        assert dict(zip(tally.items, tally.ticks, strict=True)) == {
            item.id: ticks[item.id] for item in election.items
        }, path.name
        assert tally.ballots == ballots
        assert {item.id: item.cost / election.minor_units for item in election.items} == costs
        assert election.vote_type == kind
        assert election.dropped == ()
        kinds[kind] += 1
    assert sum(kinds.values()) == len(files) > 0


def test_the_file_s_own_totals_are_those_of_its_rows(files):
    """Where a file says how many votes each project has, so do its rows (ticks or points)."""
    compared = 0
    for path in files:
        election = read_pabulib(path)
        tally = PlainEngine().tally(election.profile)
        if election.vote_type not in ("approval", "choose-1"):
            continue
        for item, ticks in zip(election.items, tally.ticks, strict=True):
            if item.fields.get("votes", "").isdigit():
                assert int(item.fields["votes"]) == ticks, (path.name, item.id)
                compared += 1
    assert compared > 0


def test_points_are_summed_as_the_file_sums_them(files):
    """The score column of files with points is what the rows give."""
    compared = 0
    for path in files:
        election = read_pabulib(path)
        if election.profile.points is None:
            continue
        points = PlainEngine().tally(election.profile).points
        for item, given in zip(election.items, points, strict=True):
            if item.fields.get("score", "").isdigit():
                assert int(item.fields["score"]) * election.point_units == given, path.name
                compared += 1
    if not compared:
        pytest.skip("no file here has points and a column of scores")


def steps_of(read):
    """How many lines of Python run while something is read."""
    steps = 0

    def step(frame, event, arg):
        nonlocal steps
        steps += event == "line"
        return step

    before = sys.gettrace()
    sys.settrace(step)
    try:
        read()
    finally:
        sys.settrace(before)
    return steps


@pytest.mark.slow
def test_the_largest_file_is_read_in_less_than_a_step_a_line(files):
    """A file of 131,778 voters: equal ballots are read once, which is why it takes about 0.2 s."""
    largest = max(files, key=lambda path: path.stat().st_size)
    assert steps_of(lambda: read_pabulib(largest)) < largest.read_bytes().count(b"\n")


@pytest.mark.slow
def test_no_file_takes_many_steps_a_line(files):
    """Where most ballots differ it is about a dozen; the work grows with the lines, no faster."""
    for path in sorted(files, key=lambda path: path.stat().st_size)[-4:]:
        lines = path.read_bytes().count(b"\n")
        assert steps_of(lambda path=path: read_pabulib(path)) < 40 * lines, path.name
