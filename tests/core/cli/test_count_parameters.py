"""``tickbox count``: budgets and parameters as they are typed, or read from a file."""

from __future__ import annotations

import json

import pytest

from tickbox_core.cli import main

ITEMS = (
    "item_id,title,category,cost,tier\n"
    "a,Light,light,1200.50,street\nb,Bench,garden,860,local\nc,Gate,garden,0,local\n"
)
BALLOTS = "voter_id,ticks\nv1,a;b\nv2,a\nv3,a;b\nv4,c\n"  # a 3, b 2, c 1


@pytest.fixture
def count(tmp_path, capsys):
    """Count the three items with further words; the exit code, the answer, and what was said."""
    (tmp_path / "items.csv").write_text(ITEMS, "utf-8")
    (tmp_path / "ballots.csv").write_text(BALLOTS, "utf-8")

    def run(*words):
        tables = [str(tmp_path / name) for name in ("items.csv", "ballots.csv")]
        code = main(["count", *tables, *map(str, words), "--json", "--lang", "en"])
        out, err = capsys.readouterr()
        return code, json.loads(out) if out else None, err

    return run


@pytest.mark.parametrize(
    ("budget", "selected"),
    [
        ("1200.49", ["b", "c"]),
        ("1200.5", ["a", "c"]),
        ("2060.49", ["a", "c"]),
        ("2060.50", ["a", "b", "c"]),
    ],
)
def test_a_typed_budget_decides_to_the_cent(count, budget, selected):
    """Just under and exactly on what an item costs."""
    _, answer, _ = count("--rule", "greedy-votes", "--budget", budget)
    assert answer["selected"] == selected


@pytest.mark.parametrize(
    ("table", "doubtful"),
    [("1,200", True), ("300,200,100", True), ("1200,5", False), ("3,2,1", False)],
)
def test_points_by_place_whose_commas_may_part_thousands_are_said(count, table, doubtful):
    """They stand between numbers; of what is clear nothing is said."""
    _, answer, _ = count("--rule", "borda", "--ordered", "--table", table)
    assert (f"--table '{table}' stand between numbers" in str(answer)) == doubtful


@pytest.mark.parametrize("budget", ["1e", "-5", "0.001", "1,2,3.4.5", ""])
def test_a_budget_that_is_no_money_is_refused(count, budget):
    """And the option is named."""
    code, answer, err = count("--rule", "greedy-votes", f"--budget={budget}")
    assert code == 2 and answer is None and "--budget" in err


def test_parameters_come_from_a_file(count, tmp_path):
    """JSON and TOML; strings in it are read as if typed, and what is typed goes before."""
    (tmp_path / "p.json").write_text('{"quotas": {"garden": 1}, "threshold": "2"}', "utf-8")
    (tmp_path / "p.toml").write_text('quotas = "garden=1"\nthreshold = ">1"\n', "utf-8")
    for name in ("p.json", "p.toml"):
        _, answer, _ = count("--parameters", tmp_path / name)
        assert answer["selected"] == ["a", "b"]
    _, answer, _ = count("--parameters", tmp_path / "p.json", "--threshold", "3")
    assert answer["selected"] == ["a"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("p.json", "[1]"),
        ("p.json", "{"),
        ("p.toml", "quotas = "),
        ("p.json", "[" * 100_000),
        ("p.json", '{"a":' * 900 + "1" + "}" * 900),
    ],
)
def test_a_file_without_parameters_is_refused(count, tmp_path, name, text):
    """Naming the file and what one looks like."""
    (tmp_path / name).write_text(text, "utf-8")
    code, _, err = count("--parameters", tmp_path / name)
    assert code == 2 and name in err and '"quotas"' in err


def test_a_parameter_of_another_rule_is_refused(count, tmp_path):
    """It would have no effect, and somebody believes that it has."""
    (tmp_path / "p.json").write_text('{"utility": "cost"}', "utf-8")
    code, _, err = count("--parameters", tmp_path / "p.json")
    assert code == 2 and "utility" in err


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--exclusive", "a|zz"), "'zz'"),
        (("--quotas", "x"), "--quotas"),
        (("--quotas", "garden=1,garden=2"), "--quotas"),
        (("--tiers", "local=#1,local=#2"), "--tiers"),
        (("--tiers", "street=0.001"), "--tiers"),
        (("--threshold", "x"), "threshold"),
    ],
)
def test_what_does_not_meet_the_list_or_means_two_things_is_refused(count, words, named):
    """Never guessed at."""
    code, _, err = count(*words)
    assert code == 2 and named in err


def test_a_category_or_tier_without_items_is_said(count):
    """A template for many neighbourhoods may name it, so it is no error."""
    _, answer, _ = count("--tiers", "street=2000,nowhere=#1", "--quotas", "lift=1")
    assert "'nowhere'" in answer["note"]["en"] and "'lift'" in answer["note"]["en"]
    assert "b, c (2)" in answer["note"]["en"]
