"""A file's own columns beside its ballots: how they are scored, and every difference said."""

from __future__ import annotations

from pathlib import Path

import pytest

from tickbox_core.counting import PlainEngine
from tickbox_core.interchange import Election, read_pabulib
from tickbox_core.rules import Greedy, ListedFirst
from tickbox_core.rules.budget import as_cast


def election(
    folder: Path, kind: str, projects: list[str], votes: list[str], meta: str = ""
) -> Election:
    """A small file; ``projects`` are ``id;cost;votes;score;selected``."""
    column = ";points" if kind in ("cumulative", "scoring") else ""
    path = folder / "own.pb"
    path.write_text(
        f"META\nkey;value\nbudget;10\nvote_type;{kind}\n{meta}"
        "PROJECTS\nproject_id;cost;votes;score;selected\n" + "\n".join(projects)
        + f"\nVOTES\nvoter_id;vote{column}\n"
        + "\n".join(f"{at};{vote}" for at, vote in enumerate(votes)) + "\n",
        encoding="utf-8",
    )  # fmt: skip
    return read_pabulib(path)


ORDERED = ["a,b,c", "b,a", "c"]
BY_LENGTH = ["a;1;2;4;", "b;1;2;4;", "c;1;2;2;"]


def test_the_column_says_how_a_file_without_a_length_is_scored(tmp_path: Path) -> None:
    """Every score by the ballot's own length: so it is counted, without a word."""
    read = election(tmp_path, "ordinal", BY_LENGTH, ORDERED)
    assert (read.ballots, read.warnings) == ("modified", ())
    assert PlainEngine().tally(as_cast(read.profile, "modified", "")).points == (4, 4, 2)


def test_so_it_does_where_nobody_was_chosen_by_the_length(tmp_path: Path) -> None:
    """META's places are those that could be given; the column counts those that were."""
    read = election(tmp_path, "ordinal", BY_LENGTH, ORDERED, "max_length;3\n")
    assert (read.ballots, read.warnings) == ("modified", ())


def test_where_the_length_decided_it_counts_and_the_column_is_explained(tmp_path: Path) -> None:
    """With winners of its own a file is counted by META; the difference is said by name."""
    rows = [row + "1" for row in BY_LENGTH]
    read = election(tmp_path, "ordinal", rows, ORDERED, "max_length;3\n")
    assert read.ballots == "borda-3"
    (said,) = read.warnings
    assert "a says 4, the ballots 5" in said.en
    assert "--ballots modified" in said.en
    assert "--ballots modified" in said.zh


@pytest.mark.parametrize("meta", ["", "max_length;3\n"])
def test_a_column_that_nothing_explains_changes_nothing(tmp_path: Path, meta: str) -> None:
    """It is said, item by item."""
    rows = ["a;1;2;7;", "b;1;2;4;", "c;1;2;2;"]
    read = election(tmp_path, "ordinal", rows, ORDERED, meta)
    assert read.ballots == ("borda-3" if meta else "as-cast")
    assert len(read.warnings) == 1
    assert "a says 7" in read.warnings[0].en
    assert "modified" not in read.warnings[0].en


@pytest.mark.parametrize(
    ("kind", "votes", "ticks", "scores"),
    [
        ("approval", ["a", "b,a"], (2, 1), (2, 1)),
        ("choose-1", ["a", "a"], (2, 0), (2, 0)),
        ("ordinal", ["a,b", "b"], (1, 2), (2, 3)),
        ("cumulative", ["a,b;1,2", "b;3"], (1, 2), (1, 5)),
        ("scoring", ["a,b;1.5,0", "b;3"], (1, 1), ("1.5", 3)),
    ],
)
def test_every_way_of_voting_is_held_against_both_columns(
    tmp_path: Path,
    kind: str,
    votes: list[str],
    ticks: tuple[int, int],
    scores: tuple[object, object],
) -> None:
    """Figures that are right say nothing; one wrong one in each column is two sentences."""
    meta = "max_length;2\n" if kind == "ordinal" else ""
    right = [f"{id_};5;{t};{s};1" for id_, t, s in zip("ab", ticks, scores, strict=True)]
    assert election(tmp_path, kind, right, votes, meta).warnings == ()
    wrong = [right[0].replace(f";{ticks[0]};{scores[0]};", ";9;8;"), right[1]]
    said = [one.en for one in election(tmp_path, kind, wrong, votes, meta).warnings]
    assert len(said) == 2
    assert f"votes is not what the ballots add up to: a says 9, the ballots {ticks[0]}." in said[0]
    assert f"score is not what the ballots add up to: a says 8, the ballots {scores[0]}." in said[1]


@pytest.mark.parametrize(
    ("points", "said"),
    [
        (["1.200,2", "3.500"], "'1.200': 2"),
        (["1.000,2", "3"], "'1.000': 1"),
        (["1.25,2", "3"], ""),
        (["1200,2", "3"], ""),
    ],
)
def test_points_that_may_part_thousands_are_decimal_ones_and_said(
    tmp_path: Path, points: list[str], said: str
) -> None:
    """As of META: once, with how many; of what is clear nothing is said."""
    votes = [f"a,b;{points[0]}", f"b;{points[1]}"]
    read = election(tmp_path, "cumulative", ["a;5;;;", "b;5;;;"], votes)
    warned = [one.en for one in read.warnings]
    assert len(warned) == bool(said)
    assert not said or (said in warned[0] and "decimal one" in warned[0])


def test_how_a_column_was_read_is_said_beside_what_it_says(tmp_path: Path) -> None:
    """A point before three figures is a decimal one, a comma there parts thousands."""
    read = election(tmp_path, "approval", ["a;5;1.200;;", "b;5;1,200;;"], ["a", "b"])
    (said,) = [one.en for one in read.warnings]
    assert "a says 1.200 (read as 1.2), the ballots 1; b says 1,200 (read as 1200)" in said
    read = election(tmp_path, "approval", ["a;5;12.5;;", "b;5;1;;"], ["a", "b"])
    assert "read as" not in read.warnings[0].en


def test_no_points_are_no_tick_and_a_column_that_counts_them_is_told_apart(tmp_path: Path) -> None:
    """B is named twice, once with 0: one tick; a ballot of only zeros is blank and took part."""
    votes = ["a,b;10,0", "b;3", "a,b;0,0"]
    read = election(tmp_path, "cumulative", ["a;5;2;10;", "b;5;3;3;"], votes)
    tally = PlainEngine().tally(read.profile)
    assert (tally.ticks, tally.ballots, tally.blank) == ((1, 1), 3, 1)
    (said,) = read.warnings
    assert "counts 0 points as a tick" in said.en
    assert "把给0分的也算作勾选" in said.zh
    answer = Greedy(tie_break=ListedFirst()).outcome(read.contest())
    assert "1 ballot ticks nothing" in answer.note.en
    assert [row.ticks for row in answer.ranking] == [1, 1]


def test_real_ordinal_files_agree_with_their_own_columns(pabulib_dir: Path) -> None:
    """Votes and scores of every item, and the winners where a file names them."""
    read = [read_pabulib(path) for path in sorted(pabulib_dir.glob("*.pb"))]
    ordinal = [one for one in read if one.vote_type == "ordinal"]
    for one in ordinal:
        assert one.warnings == (), one.name.en
        own = {item.id for item in one.items if item.fields.get("selected") == "1"}
        if own:
            answer = Greedy(call=one.ballots).outcome(one.contest())
            assert set(answer.selected or ()) == own, one.name.en
    if not ordinal:
        pytest.skip("no file here is ordinal")
