"""The whole file: sections, projects, votes, put together."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from fractions import Fraction
from itertools import chain
from math import ceil, floor
from operator import sub
from pathlib import Path
from typing import Any

from tickbox_core.counting import Profile
from tickbox_core.interchange.election import Election
from tickbox_core.interchange.pabulib.figures import units
from tickbox_core.interchange.pabulib.marks import pointed, ticked
from tickbox_core.interchange.pabulib.options import join_options
from tickbox_core.interchange.pabulib.own import compare, reading_of
from tickbox_core.interchange.pabulib.projects import (
    Meta,
    ProjectRow,
    check_total,
    limits,
    read_budget,
    read_meta,
    read_projects,
    say_marks,
    vote_type,
)
from tickbox_core.interchange.pabulib.sections import Section, sections
from tickbox_core.interchange.pabulib.votes import read_votes
from tickbox_core.interchange.published import CountedBy, PublishedRound
from tickbox_core.interchange.reading import Trouble, bytes_of, settle
from tickbox_core.rules import Electorate
from tickbox_core.text import Text

_FIRST_LINE = re.compile(rb'(?:\xef\xbb\xbf)?[\s";]*(?:meta|projects|votes)[ \t";]*[\r\n]', re.I)


def looks_like_pabulib(path: str | os.PathLike[str]) -> bool:
    """Whether a file's name or its first line says that it is in Pabulib's format."""
    if Path(path).suffix.lower() == ".pb":
        return True
    try:
        with Path(path).open("rb") as file:
            return _FIRST_LINE.match(file.read(200)) is not None
    except (OSError, ValueError):
        return False


def read_pabulib(path: str | os.PathLike[str], *, lenient: bool = False) -> Election:
    """The election in a ``.pb`` file.

    Raises ``MalformedFile`` with file, line and remedy, all faults at once; ``lenient`` leaves out
    what it can instead and lists it in ``dropped``.
    """
    trouble = Trouble(os.fspath(path), lenient)
    found = sections(bytes_of(path, trouble), trouble)
    meta = read_meta(found["META"], trouble)
    kind = vote_type(meta, trouble)
    projects, meta = read_projects(found["PROJECTS"], meta, trouble)
    settle(trouble)  # a vote for a project that was lost would be one more fault
    profile, point_units, zeros = _profile(found["VOTES"], kind, meta, projects, trouble)
    budget = read_budget(meta, trouble)
    say_marks(meta, trouble)
    costs = [project.cost for project in projects if project.cost is not None]
    settle(trouble)
    published = _published(meta, trouble)
    if published is not None and not published.budget_set:
        budget = None
    least = 1 if published is None else published.minor_units
    minor_units = units(costs if budget is None else [*costs, budget], least)
    found_limits = _limits(kind, profile, meta, trouble)
    items = tuple(project.item(minor_units) for project in projects)
    call = reading_of(kind, found_limits, items, profile)
    compare(items, profile, call, point_units, zeros, trouble, found["PROJECTS"].line)
    items, profile = join_options(items, profile, minor_units, trouble, found["PROJECTS"].line)
    return Election(
        name=meta.values.get("description") or Path(path).stem,
        items=items,
        profile=profile,
        vote_type=kind,
        budget=None if budget is None else budget.numerator * (minor_units // budget.denominator),
        minor_units=minor_units,
        point_units=point_units,
        meta=meta.values,
        limits=found_limits,
        ballots=call,
        **_as_published(published, profile),
        lenient=lenient,
        dropped=tuple(trouble.dropped),
        warnings=tuple(trouble.warnings),
    )


def _published(meta: Meta, trouble: Trouble) -> PublishedRound | None:
    """How the round was counted, where the file is one that was published."""
    try:
        return PublishedRound.of_meta(meta.values)
    except ValueError:
        trouble.warn(
            meta.line("tickbox_rule"),
            Text("看不懂文件写的计票规则。", "what it says of its rule cannot be read."),
            Text("照其他文件一样计。", "It is counted like any other file."),
        )
        return None


def _as_published(published: PublishedRound | None, profile: Profile) -> dict[str, Any]:
    """What a published round says of those who could take part."""
    if published is None:
        return {}
    homes = published.rows is CountedBy.HOUSEHOLDS
    return {
        "published": published,
        "by_household": profile if homes else None,
        "electorate": Electorate(
            None if homes else published.registered, published.households or None
        ),
    }


def _profile(
    section: Section, kind: str, meta: Meta, projects: list[ProjectRow], trouble: Trouble
) -> tuple[Profile, int, Mapping[int, int]]:
    """The grouped ballots, how many of their points make one of the file's, and who gave 0."""
    with_points = kind in {"cumulative", "scoring"}
    cast = read_votes(section, with_points, trouble)
    check_total("num_votes", cast.rows, meta, trouble)
    ids = tuple(project.id for project in projects)
    if with_points:
        return pointed(cast, ids)
    return ticked(cast, ids, ordered=kind == "ordinal"), 1, {}


def _limits(kind: str, profile: Profile, meta: Meta, trouble: Trouble) -> Mapping[str, Fraction]:
    """The file's limits; ballots outside them are counted as they stand, with a warning."""
    found = limits(meta, trouble)
    if kind != "choose-1" and "max_length" not in found and "min_length" not in found:
        return found
    most = 1 if kind == "choose-1" else found.get("max_length")
    ends = profile.ends
    lengths = list(map(sub, ends, chain((0,), ends)))
    fewest, longest = ceil(found.get("min_length", 0)), None if most is None else floor(most)
    bad = {
        length
        for length in set(lengths)  # an empty ballot is a ballot everywhere
        if length and (length < fewest or (longest is not None and length > longest))
    }
    outside = bad and sum(
        voters for length, voters in zip(lengths, profile.counts, strict=True) if length in bad
    )
    if outside:
        trouble.warn(
            meta.section,
            Text(
                f"有{outside}张选票的勾选数不在文件自己的限制之内。",
                f"ballots outside the file's own limits on ticks: {outside}.",
            ),
            Text("照实计入。", "They count as they stand."),
        )
    return found
