"""Every way a Pabulib file can be wrong: one sentence with file, line and remedy, exit code 2."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tickbox_core.cli import main
from tickbox_core.errors import MalformedFile
from tickbox_core.interchange import read_pabulib

GOOD = """META
key;value
description;A street
num_projects;2
num_votes;3
budget;100
vote_type;approval
PROJECTS
project_id;cost;name
p1;10;One
p2;20;Two
VOTES
voter_id;vote;age
a;p1,p2;30
b;p1;40
c;;50
"""

# what is replaced, by what, the line that is named, and words of the sentence
EDITS = {
    "no META": ("META\n", "", 0, "no META section"),
    "no PROJECTS": ("PROJECTS\n", "", 0, "no PROJECTS section"),
    "no VOTES": ("VOTES\n", "", 0, "no VOTES section"),
    "a section twice": ("b;p1;40\n", "VOTES\nvoter_id;vote\nb;p1\n", 15, "second VOTES section"),
    "no column project_id": ("project_id;cost", "id;cost", 9, "no column 'project_id'"),
    "no column cost": ("project_id;cost", "project_id;price", 9, "no column 'cost'"),
    "no column voter_id": ("voter_id;vote", "id;vote", 13, "no column 'voter_id'"),
    "no column vote": ("voter_id;vote", "voter_id;ticks", 13, "no column 'vote'"),
    "a project row too short": ("p2;20;Two", "p2;20", 11, "2 fields, its header 3"),
    "a vote row too short": ("b;p1;40", "b;p1", 15, "2 fields, its header 3"),
    "a META row too short": ("description;A street", "description", 3, "followed by no value"),
    "fewer votes than stated": ("c;;50\n", "", 5, "num_votes says '3', and there are 2 rows"),
    "more votes than stated": ("c;;50\n", "c;;50\nd;;50\n", 5, "there are 4 rows"),
    "num_votes not a number": ("num_votes;3", "num_votes;many", 5, "num_votes says 'many'"),
    "other number of projects": ("num_projects;2", "num_projects;3", 4, "num_projects says '3'"),
    "an unknown id": ("b;p1;40", "b;p9;40", 15, "names 'p9', which PROJECTS does not hold"),
    "an id in other letters": ("b;p1;40", "b;P1;40", 15, "names 'P1'"),
    "a voter twice": ("b;p1;40", "a;p1;40", 15, "'a' already has a vote in line 14"),
    "a voter without id": ("b;p1;40", ";p1;40", 15, "no voter_id"),
    "a project ticked twice": ("a;p1,p2;30", "a;p1,p2,p1;30", 14, "names 'p1' twice"),
    "a project listed twice": ("p2;20;Two", "p1;20;Two", 11, "'p1' comes twice"),
    "a project without id": ("p2;20;Two", ";20;Two", 11, "no project_id"),
    "a cost in words": ("p2;20;Two", "p2;cheap;Two", 11, "cost is 'cheap'"),
    "an empty cost": ("p2;20;Two", "p2;;Two", 11, "cost is ''"),
    "a cost below nothing": ("p2;20;Two", "p2;-20;Two", 11, "cost is '-20'"),
    "a cost with two separators": ("p2;20;Two", "p2;1.000,50;Two", 11, "cost is '1.000,50'"),
    "a cost that is no number": ("p2;20;Two", "p2;NaN;Two", 11, "cost is 'NaN'"),
    "a budget in words": ("budget;100", "budget;plenty", 6, "budget is 'plenty'"),
    "two budgets": ("budget;100", "budget;100\nbudget;200", 7, "'budget' has two values"),
    "no vote type": ("vote_type;approval\n", "", 1, "does not say the vote_type"),
    "a strange vote type": ("vote_type;approval", "vote_type;shouting", 7, "is 'shouting'"),
    "no points": ("vote_type;approval", "vote_type;cumulative", 13, "no column 'points'"),
    "a quotation without end": ("p1;10;One", 'p1;10;"One', 10, "never ends"),
    "a quotation without end in the votes": ("b;p1;40", 'b;"p1;40', 15, "never ends"),
    "a NUL byte": ("One", "O\0ne", 10, "NUL byte"),
}

# several at once: what is replaced, by what, the lines that are named
SEVERAL = {
    "a column twice that differs": ("voter_id;vote;age", "voter_id;vote;vote", [14, 15, 16]),
    "two votes": ("b;p1;40\nc;;50", "b;p9;40\nb;;50", [15, 16]),
    "two projects": ("p2;20;Two", "p1;20;Two\np3;cheap;Three", [4, 11, 12]),
}

FILES = {
    "an empty file": (b"", 0, "the file is empty"),
    "nothing but blanks": (b"\xef\xbb\xbf \r\n\n", 0, "the file is empty"),
    "not UTF-8": (GOOD.replace("One", "Łódź").encode("iso-8859-2"), 10, "not UTF-8"),
    "not UTF-8 in the votes": (GOOD.replace("b;p1", "ł;p1").encode("cp1250"), 15, "not UTF-8"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 3, "NUL byte"),
    "prose": ("今天天气很好。\n".encode(), 0, "no META section"),
}


@pytest.mark.parametrize("name", SEVERAL)
def test_all_wrong_lines_are_named_at_once(tmp_path, capsys, name):
    """A line each; votes are not looked at where projects are missing."""
    old, new, lines = SEVERAL[name]
    assert GOOD.count(old) == 1
    path = tmp_path / "street.pb"
    path.write_text(GOOD.replace(old, new), "utf-8")
    assert main(["count", str(path), "--lang", "en"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    found = re.findall(r"street.pb, (?:line|row) ([0-9]+): ", err)
    assert list(map(int, found)) == lines
    assert err.count("\n") == len(lines)


def refused(capsys, path, *words):
    """Run the command, check that it complains in one line, and give the line."""
    code = main(["count", str(path), *words])
    out, err = capsys.readouterr()
    assert code == 2
    assert out == ""
    assert err.startswith("tickbox: ")
    assert err.count("\n") == 1
    assert "Traceback" not in err
    return err


def place(path, line):
    """The beginning of a complaint about one line of a file."""
    return f"{path}, line {line}: " if line else f"{path}: "


@pytest.mark.parametrize("name", EDITS)
def test_a_wrong_line_is_named(tmp_path, capsys, name):
    """What is wrong, in which file and line, in English and in Chinese, and what to do."""
    old, new, line, words = EDITS[name]
    assert GOOD.count(old) == 1
    path = tmp_path / "street.pb"
    path.write_text(GOOD.replace(old, new), "utf-8")
    told = refused(capsys, path, "--lang", "en")
    assert place(path, line) in told
    assert words in told
    chinese = refused(capsys, path, "--lang", "zh")
    assert (f"street.pb 第{line}行：" if line else "street.pb：") in chinese
    with pytest.raises(MalformedFile) as caught:
        read_pabulib(path)
    assert (caught.value.file, caught.value.line) == (str(path), line)
    assert caught.value.remedy


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_election_is_refused(tmp_path, capsys, name):
    """Whatever the bytes are, there is one sentence about them."""
    data, line, words = FILES[name]
    path = tmp_path / "street.pb"
    path.write_bytes(data)
    told = refused(capsys, path, "--lang", "en")
    assert place(path, line) in told
    assert words in told


def test_a_missing_file_and_a_folder_are_refused(tmp_path, capsys):
    """So is a path that leads nowhere or to a folder."""
    assert "there is no such file" in refused(capsys, tmp_path / "none.pb", "--lang", "en")
    (tmp_path / "folder.pb").mkdir()
    assert "it is a folder" in refused(capsys, tmp_path / "folder.pb", "--lang", "en")
    assert "cannot be opened" in refused(capsys, tmp_path / "a\0.pb", "--lang", "en")


def test_a_bad_file_among_good_ones_leaves_no_half_answer(tmp_path, capsys):
    """Nothing is printed before everything has been counted."""
    good, bad = tmp_path / "good.pb", tmp_path / "bad.pb"
    good.write_text(GOOD, "utf-8")
    bad.write_text("", "utf-8")
    assert main(["count", str(good), str(bad)]) == 2
    assert capsys.readouterr().out == ""


# name of the edit, then ticks of p1 and p2, ballots, and words about what was done
LENIENT = {
    "a vote row too short": ({"p1": 1, "p2": 1}, 2, "row is left out"),
    "a project row too short": ({"p1": 2}, 3, "row is left out"),
    "fewer votes than stated": ({"p1": 2, "p2": 1}, 2, "The rows count."),
    "more votes than stated": ({"p1": 2, "p2": 1}, 4, "The rows count."),
    "other number of projects": ({"p1": 2, "p2": 1}, 3, "The rows count."),
    "an unknown id": ({"p1": 1, "p2": 1}, 3, "The tick is left out"),
    "a voter twice": ({"p1": 1, "p2": 1}, 2, "row is left out"),
    "a voter without id": ({"p1": 1, "p2": 1}, 2, "row is left out"),
    "a project ticked twice": ({"p1": 2, "p2": 1}, 3, "counts once"),
    "a project listed twice": ({"p1": 2}, 3, "row is left out"),
    "a cost in words": ({"p1": 2, "p2": 1}, 3, "counts as unknown"),
    "a budget in words": ({"p1": 2, "p2": 1}, 3, "counts as unknown"),
    "two budgets": ({"p1": 2, "p2": 1}, 3, "first one counts"),
    "a META row too short": ({"p1": 2, "p2": 1}, 3, "row is left out"),
}


@pytest.mark.parametrize("name", LENIENT)
def test_a_lenient_count_leaves_out_lists_and_says_so(tmp_path, capsys, name):
    """What can be left out is left out; the list names the line, the note the number."""
    old, new, line, _ = EDITS[name]
    ticks, ballots, done = LENIENT[name]
    path = tmp_path / "street.pb"
    path.write_text(GOOD.replace(old, new), "utf-8")
    assert main(["count", str(path), "--lenient", "--json", "--lang", "en"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {row["item"]: row["ticks"] for row in answer["ranking"]} == ticks
    assert answer["ballots"] == ballots
    assert answer["lenient"] is True
    first = answer["dropped"][0]
    assert first["en"].startswith(f"{path}, line {line}: ")
    assert done in first["en"]
    assert f"Read leniently; left out: {len(answer['dropped'])}." in answer["note"]["en"]
    assert f"宽松读取，略过{len(answer['dropped'])}处。" in answer["note"]["zh"]


def test_what_cannot_be_left_out_is_refused_leniently_too(tmp_path, capsys):
    """Without a section, a column or a way of voting there is nothing to count."""
    for name in ("no VOTES", "no column vote", "no vote type", "a section twice"):
        old, new, line, words = EDITS[name]
        path = tmp_path / "street.pb"
        path.write_text(GOOD.replace(old, new), "utf-8")
        told = refused(capsys, path, "--lenient", "--lang", "en")
        assert place(path, line) in told
        assert words in told


def test_a_clean_file_read_leniently_says_that_nothing_was_left_out(tmp_path, capsys):
    """Leniency is mentioned even where it was not needed."""
    path = tmp_path / "street.pb"
    path.write_text(GOOD, "utf-8")
    assert main(["count", str(path), "--lenient", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["dropped"] == []
    assert "nothing was left out" in answer["note"]["en"]


def test_people_see_what_was_left_out(tmp_path, monkeypatch, capsys):
    """The table names the lines as well, the first of them if there are many."""
    monkeypatch.chdir(tmp_path)
    path = Path("street.pb")
    strange = "".join(f"v{at};p1,q{at};9\n" for at in range(30))
    path.write_text(GOOD.replace("c;;50\n", strange), "utf-8")
    assert main(["count", str(path), "--lenient", "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert "Read leniently; left out: 31." in told
    assert "street.pb, line 16: the vote names 'q0'" in " ".join(told.split())
    assert "and 11 more: see --json" in told


def test_a_lenient_reading_keeps_what_it_cannot_decode_as_marks(tmp_path, capsys):
    """A title in another encoding becomes unreadable, the count does not."""
    path = tmp_path / "street.pb"
    path.write_bytes(GOOD.replace("One", "Łódź").encode("iso-8859-2"))
    assert main(["count", str(path), "--lenient", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["ranking"][0]["ticks"] == 2
    assert "\ufffd" in answer["ranking"][0]["title"]
    assert "line 10" in answer["dropped"][0]["en"]
