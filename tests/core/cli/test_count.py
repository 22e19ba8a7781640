"""``tickbox count`` from the outside: what it prints for programs and for people."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections import Counter
from fractions import Fraction

import pytest

from tickbox_core import Parameter, RuleKind, Text, TickShare, hookimpl, open_registry
from tickbox_core.cli import count, main
from tickbox_core.interchange import read_pabulib
from tickbox_core.terminal.table import width

STREET = """META
key;value
description;Street
num_votes;4
budget;100,50
vote_type;approval
PROJECTS
project_id;cost;name
p1;10;打开边门
p2;20;Benches
p3;30;Camera
VOTES
voter_id;vote
a;p1,p2
b;p1,p2
c;p1
d;
"""


@pytest.fixture
def street(tmp_path):
    """A small election, as a file."""
    path = tmp_path / "street.pb"
    path.write_text(STREET, "utf-8")
    return path


@pytest.fixture
def counted(capsys):
    """Run ``tickbox count … --json`` and read what it prints."""

    def run(*words):
        assert main(["count", *map(str, words), "--json"]) == 0
        out, err = capsys.readouterr()
        assert err == ""
        return json.loads(out)

    return run


@pytest.fixture
def refused(capsys):
    """Run ``tickbox count …`` and give the one sentence with which it is refused."""

    def run(*words):
        assert main(["count", *map(str, words), "--lang", "en"]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert err.count("\n") == 1
        return err

    return run


def test_json_holds_the_whole_outcome(street, counted):
    """File, rule, version, base, ballots, and a ranking with exact shares and reasons."""
    answer = counted(street)
    assert answer["file"] == str(street)
    assert (answer["rule"], answer["version"], answer["base"]) == (
        "tick-share",
        "1",
        "participants",
    )
    assert (answer["ballots"], answer["plugin"]) == (4, "tickbox-core")
    assert [
        (row["rank"], row["item"], row["title"], row["ticks"]) for row in answer["ranking"]
    ] == [
        (1, "p1", "打开边门", 3),
        (2, "p2", "Benches", 2),
        (3, "p3", "Camera", 0),
    ]
    assert answer["ranking"][0]["share"] == {
        "numerator": 3,
        "denominator": 4,
        "base": "participants",
    }
    assert answer["ranking"][0]["why"].keys() == {"zh", "en"}
    assert "selected" not in answer
    assert (answer["lenient"], answer["dropped"]) == (False, [])
    (said,) = answer["warnings"]
    assert "'100,50': 1" in said["en"] and "decimal one" in said["en"]


def test_several_files_give_a_list(street, counted, tmp_path):
    """One object for one file, a list for several, in the order in which they were named."""
    other = tmp_path / "other.pb"
    other.write_text(STREET.replace("a;p1,p2", "a;p2"), "utf-8")
    answers = counted(other, street)
    assert [answer["file"] for answer in answers] == [str(other), str(street)]
    assert [answer["ranking"][0]["ticks"] for answer in answers] == [2, 3]


def test_places_cut_and_only_a_tie_across_the_cut_asks(street, counted, refused, tmp_path):
    """Equal ticks share a rank; the tie-break is needed where the cut goes through them."""
    tied = tmp_path / "tied.pb"
    tied.write_text(STREET.replace("c;p1", "c;p3,p2"), "utf-8")
    assert counted(street, "--places", "1")["selected"] == ["p1"]
    answer = counted(tied, "--places", "2", "--ties", "listed-first")
    assert answer["selected"] == ["p2", "p1"]
    assert [row["rank"] for row in answer["ranking"]] == [1, 2, 3]
    equal = tmp_path / "equal.pb"
    equal.write_text(STREET.replace("c;p1", "c;p3"), "utf-8")
    assert [row["rank"] for row in counted(equal)["ranking"]] == [1, 1, 3]
    assert counted(equal, "--places", "2")["ties"] == []
    assert "p1, p2 are tied for 1 remaining place" in refused(equal, "--places", "1")
    assert counted(equal, "--places", "1", "--ties", "listed-first")["selected"] == ["p1"]
    lot = counted(equal, "--places", "1", "--ties", "lot:7")
    assert lot["ties"][0]["tie_break"] == "lot:7"
    assert lot["selected"] == counted(equal, "--places", "1", "--ties", "lot:7")["selected"]


def test_shares_of_the_registered_need_their_number(street, counted, refused):
    """The base is named, never guessed, and never smaller than those who took part."""
    share = counted(street, "--base", "registered", "--registered", 8)["ranking"][0]["share"]
    assert share == {"numerator": 3, "denominator": 8, "base": "registered"}
    assert counted(street, "--base", "registered", "--registered", 4)["ballots"] == 4
    assert "'registered' is not known" in refused(street, "--base", "registered")
    assert "is 3 but 4 took part" in refused(street, "--base", "registered", "--registered", 3)
    told = refused(street, "--base", "households", "--households", 4)
    assert "on every ballot which household" in told


def test_what_cannot_go_together_is_refused(street, refused, tmp_path):
    """A roll with a Pabulib file, a lone table, three tables, a roll and numbers."""
    table = tmp_path / "items.csv"
    table.write_text("id,title\np1,x\n")
    votes = tmp_path / "ballots.csv"
    votes.write_text("voter_id,ticks\na,p1\n")
    assert "takes no roll" in refused(street, "--roll", table)
    assert "do not belong together" in refused(table)
    assert "do not belong together" in refused(table, votes, votes)
    assert "do not belong together" in refused(street, table)
    assert "both a roll and numbers" in refused(table, votes, "--roll", votes, "--registered", 5)


def test_tables_are_counted_like_files(counted, tmp_path):
    """Items, ballots and roll give shares of households."""
    for name, text in {
        "items.csv": "id,title\ngate,边门\nbench,长椅\n",
        "ballots.csv": "voter_id,ticks\nwang,gate bench\nli,bench\nzhao,bench\n",
        "roll.csv": "voter_id,household\nwang,1\nli,2\nzhao,2\nsun,3\n",
    }.items():
        (tmp_path / name).write_text(text, "utf-8")
    names = [tmp_path / "items.csv", tmp_path / "ballots.csv", "--roll", tmp_path / "roll.csv"]
    answer = counted(*names, "--base", "households")
    assert answer["files"] == [str(name) for name in names if name != "--roll"]
    assert [
        (row["item"], row["ticks"], row["share"]["denominator"]) for row in answer["ranking"]
    ] == [
        ("bench", 2, 3),
        ("gate", 1, 3),
    ]


@pytest.mark.parametrize("kind", ["cumulative", "scoring", "ordinal"])
def test_a_rule_says_when_it_does_not_fit(street, refused, kind):
    """Tick shares are not guessed from points or orders; the sentence names the kind and file."""
    text = STREET.replace("approval", kind)
    if kind != "ordinal":
        text = text.split("voter_id")[0] + "voter_id;vote;points\na;p1;1\nb;p2;2\nc;p1;3\nd;;\n"
    street.write_text(text, "utf-8")
    told = refused(street)
    assert f"{street} ({kind})" in told
    assert "does not fit" in told
    fitting = re.search(r"Rules that fit: (.+); for example: tickbox (.+)", told)
    assert fitting, told
    assert ("borda" in fitting[1]) == (kind == "ordinal")
    assert ("points" in fitting[1].split(", ")) == (kind != "ordinal")
    assert "tick-share" not in fitting[1]
    assert main([*shlex.split(fitting[2]), "--ties", "lexicographic"]) == 0, "as it says"
    for rule in fitting[1].split(", "):
        assert main(["count", str(street), "--rule", rule, "--ties", "lexicographic"]) == 0


def test_unknown_names_are_refused_with_what_there_is(street, refused):
    """Rules, bases, tie-breaks and options that nobody brings."""
    assert "choose one of" in refused(street, "--rule", "magic")
    assert "participants, registered, households" in refused(street, "--base", "everybody")
    assert "refuse" in refused(street, "--ties", "coin")
    assert "unrecognized arguments: --magic" in refused(street, "--magic")
    assert "--places" in refused(street, "--places", "-1")
    assert "--places" in refused(street, "--places", "1.5")


class Whole:
    """A plugin whose rule has a parameter of its own."""

    @staticmethod
    @hookimpl
    def tickbox_rules():
        """One rule, which remembers what it was made with."""
        about = Text("第几轮", "which round")
        kind = RuleKind("whole", "1", about, made, (Parameter("round", 1, about),))
        return (kind,)


def made(parameters, tie_break):
    """A tick share whatever the parameters, which are noted."""
    NOTED.append(dict(parameters))
    return TickShare("participants", tie_break)


NOTED: list[dict] = []


def test_a_plugin_s_parameter_is_an_option(street, capsys, monkeypatch):
    """A rule's parameters can be set without a word about them in the command."""
    command = count.CountCommand()
    monkeypatch.setattr(count, "COMMAND", command)
    command.__dict__["registry"] = open_registry(discover=False, plugins={"w": Whole()})
    NOTED.clear()
    assert main(["count", str(street), "--rule", "whole", "--round", "3", "--json"]) == 0
    assert NOTED == [{"round": 3}]
    assert main(["count", "--help", "--lang", "zh"]) == 0
    assert "第几轮" in capsys.readouterr().out
    assert main(["count", str(street), "--round", "3"]) == 2


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_table_for_people_fits_the_page(street, capsys, language):
    """Head, ranks, titles, shares with their base and reasons, within 100 places."""
    assert main(["count", str(street), "--places", "1", "--lang", language]) == 0
    out = capsys.readouterr().out
    for word in ("Street", "tick-share", "participants", "p1", "75.0%", "打开边门"):
        assert word in out
    assert ("名次" in out) == (language == "zh")
    assert ("入选：p1" if language == "zh" else "Chosen: p1") in out
    assert all(width(line) <= 100 for line in out.split("\n"))


def test_real_files_are_counted_as_a_naive_reader_counts_them(pabulib_dir, counted):
    """Every approval and choose-1 file at hand: ticks, ranks and shares."""
    seen = 0
    for path in sorted(pabulib_dir.glob("*.pb")):
        if read_pabulib(path).vote_type not in ("approval", "choose-1"):
            continue
        lines = path.read_text("utf-8-sig").split("\n")
        votes = lines[[line.strip().upper() for line in lines].index("VOTES") + 1 :]
        at = votes[0].strip().split(";").index("vote")
        rows = [line.strip().split(";")[at] for line in votes[1:] if line.strip()]
        ticks = Counter(tick for row in rows for tick in row.split(","))
        answer = counted(path)
        assert answer["ballots"] == len(rows)
        for row in answer["ranking"]:
            assert row["ticks"] == row["share"]["numerator"] == ticks[row["item"]]
            above = sum(other["ticks"] > row["ticks"] for other in answer["ranking"])
            assert row["rank"] == above + 1
            assert row["share"]["denominator"] == len(rows)
        seen += 1
    assert seen > 0


def run(*words, **more):
    """The command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "tickbox_core.cli", *map(str, words)],
        capture_output=True,
        env={**os.environ, "LC_ALL": "C.UTF-8", **more},
    )


def test_in_a_process_of_its_own(street, tmp_path):
    """Exit codes, one line on standard error, nothing else on standard output."""
    done = run("count", street, "--json")
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["ballots"] == 4
    done = run("count", tmp_path / "none.pb")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.count(b"\n") == 1
    done = run("count", tmp_path / "none.pb", LC_ALL="zh_CN.UTF-8")
    assert "没有这个文件" in done.stderr.decode()


def test_json_survives_a_terminal_that_knows_no_chinese(street):
    """Characters that the output's encoding lacks are written as escapes."""
    for encoding in ("ascii", "latin-1", "gb18030"):
        done = run("count", street, "--json", PYTHONIOENCODING=encoding)
        assert done.returncode == 0
        assert json.loads(done.stdout.decode(encoding))["ranking"][0]["title"] == "打开边门"
    assert run("count", street, "--lang", "zh", PYTHONIOENCODING="ascii").returncode == 0


POINTS = """META
key;value
description;Points
budget;10
vote_type;cumulative
PROJECTS
project_id;cost;name
a;5;A
b;5;B
VOTES
voter_id;vote;points
1;a,b;5.5,4.5
2;b;10
3;;
"""


def test_points_are_told_in_the_units_of_the_file(tmp_path, capsys):
    """14.5 points, not 145 votes; a threshold too; a blank ballot is mentioned."""
    path = tmp_path / "points.pb"
    path.write_text(POINTS, "utf-8")
    assert main(["count", str(path), "--rule", "greedy-votes", "--lang", "en"]) == 0
    printed = capsys.readouterr().out
    assert "14.5 points" in printed and "5.5 points" in printed and "145" not in printed
    assert "1 ballot ticks nothing" in printed
    assert main(["count", str(path), "--rule", "greedy-votes", "--threshold", "6", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["selected"] == ["b"]


def weighed(tmp_path, areas):
    """The words that count two ballots (one of the first voter, one of the second) by area."""
    (tmp_path / "items.csv").write_text("id,title\na,A\nb,B\n", "utf-8")
    (tmp_path / "ballots.csv").write_text("voter_id,ticks\nv1,a\nv2,b\n", "utf-8")
    rows = "".join(f'v{at},"{area}"\n' for at, area in enumerate(areas, 1))
    (tmp_path / "roll.csv").write_text(f"voter_id,floor_area\n{rows}", "utf-8")
    items, ballots, roll = (tmp_path / f"{name}.csv" for name in ("items", "ballots", "roll"))
    rule = ("--rule", "weighted-share", "--places", "1")
    return list(map(str, (items, ballots, "--roll", roll, *rule)))


@pytest.mark.parametrize(
    "areas, decimals, parts",
    [
        (("60.5", "60.49", "40"), 2, (6050, 6049, 12099)),
        (("60.1234", "60.1233", "40.5"), 4, (601234, 601233, 1202467)),
        (("60.000001", "60", "40"), 6, (60000001, 60000000, 120000001)),
        (("1,060.1234㎡", "1060.123", "40"), 4, (10601234, 10601230, 21202464)),
    ],
)
def test_a_roll_has_as_many_decimals_as_its_areas(tmp_path, counted, areas, decimals, parts):
    """Two to six: the list goes to who is ahead by the last of them, and sums are exact."""
    answer = counted(*weighed(tmp_path, areas))
    assert answer["selected"] == ["a"]
    shares = [row["share"] for row in answer["ranking"]]
    assert [share.get("decimals", 2) for share in shares] == [decimals] * 2
    assert tuple(share["numerator"] for share in shares) == parts[:2]
    assert {share["denominator"] for share in shares} == {parts[2]}
    assert Fraction(answer["ranking"][0]["score"]) == Fraction(parts[0], 10**decimals)
    size = f"{parts[2] // 10**decimals}.{parts[2] % 10**decimals:0{decimals}d} m²"
    assert size in answer["ranking"][0]["why"]["en"]


def test_fine_areas_that_are_equal_tie(tmp_path, refused):
    """Just on: not a hair is made up."""
    assert "tie" in refused(*weighed(tmp_path, ("60.1234", "60.12340", "40")), "--ties", "refuse")


@pytest.mark.parametrize(
    "areas, why",
    [
        (("60.0000001", "60", "40"), "has more than 6 decimals"),
        (("1.200", "60", "40"), "may stand before decimals or part thousands"),
        (("60.5", "", "40"), "the floor_area of 'v2' is ''"),
        (("60.5", "-1", "40"), "the floor_area of 'v2' is '-1'"),
    ],
)
def test_an_area_of_a_roll_in_doubt_is_refused_by_row(tmp_path, refused, areas, why):
    """Finer than anything is surveyed, with a point of two meanings, or none."""
    assert why in refused(*weighed(tmp_path, areas))


def test_three_decimals_are_said_where_the_other_areas_show_what_a_point_is(tmp_path, capsys):
    """As in a roll of units and owners."""
    assert main(["--lang", "en", "count", *weighed(tmp_path, ("60.123", "60.12", "40"))]) == 0
    assert "Their point is read as a decimal one" in capsys.readouterr().out
