"""The table of shares sums to the total, and a table that cannot is refused."""

from __future__ import annotations

import json

import pytest

from tickbox_core.cli import main, share_cost
from tickbox_core.interchange.exact_json import read_entries


@pytest.fixture
def shared(tmp_path):
    """Writes a file and gives the answers."""

    def share(content):
        path = tmp_path / "costs.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
        return share_cost.answers(read_entries(path))

    return share


def cost(total="100", weights=("1", "1", "1"), **more):
    """A cost shared equally among three unless told otherwise."""
    return {"id": "c", "total": total, "weights": weights, "unit": "0.01", **more}


def test_the_published_splits(vectors_dir):
    """Every worked example, as the strings that were published."""
    path = vectors_dir / "cost_sharing.json"
    examples = json.loads(path.read_text("utf-8"))
    assert share_cost.answers(read_entries(path)) == [
        {"id": example["id"], "shares": example["expected_largest_remainder"]}
        for example in examples
    ]


@pytest.mark.parametrize(
    "entry,shares",
    [
        (cost(), ["33.34", "33.33", "33.33"]),
        (cost(unit="1"), ["34", "33", "33"]),
        (cost(total="90", unit="10", weights=["2", "1"]), ["60", "30"]),
        (cost(total="90", weights=["-1", "4", "6"]), ["-10.00", "40.00", "60.00"]),
        (cost(total="0"), ["0.00", "0.00", "0.00"]),
        (cost(total=0.03, weights=[0.1, 0.2]), ["0.01", "0.02"]),
        (cost(weights=None, percentages=["33.3", "33.3", "33.4"]), ["33.30", "33.30", "33.40"]),
        ({"id": "c", "total": 1, "weights": [1, 2]}, ["0.33", "0.67"]),
        (cost(total="1", unit="0.5", weights=[1]), ["1.0"]),
        (cost(total="1,200", weights=["1,000", "2,000"]), ["400.00", "800.00"]),
        (cost(total="¥1，200.50元", weights=["１"]), ["1200.50"]),
        (cost(total=1.200, weights=[1]), ["1.20"]),
        (cost(total="1.200", unit="0.001", weights=["1"]), ["1.200"]),
        (cost(weights=None, percentages=["33.3%", "33.3％", "33.4"]), ["33.30", "33.30", "33.40"]),
    ],
)
def test_shares_are_decimal_strings_to_the_rounding_unit(shared, entry, shares):
    """Exact, with as many decimals as the unit has."""
    assert shared([entry]) == [{"id": "c", "shares": shares}]


BAD = {
    "no multiple of the unit": cost(total="100.005"),
    "no multiple of ten": cost(total="95", unit="10"),
    "negative total": cost(total="-100"),
    "no total": cost(total=None),
    "a decimal comma": cost(total="1,2"),
    "a doubtful point": cost(total="1.200"),
    "a weight with a decimal comma": cost(weights=["1,5", "1"]),
    "weights sum to nothing": cost(weights=["1", "-1"]),
    "weights sum to less": cost(weights=["-2", "1"]),
    "no weights": cost(weights=[]),
    "weights left out": {"id": "c", "total": "1"},
    "no list": cost(weights=None) | {"weights": "1"},
    "a word": cost(weights=["1", "two"]),
    "percentages that sum to 102": cost(weights=None, percentages=["6", "12", "20", "28", "36"]),
    "percentages just under 100": cost(weights=None, percentages=["50", "49.99"]),
    "weights and percentages": cost(percentages=["100"]),
    "no unit": cost(unit="0"),
    "a negative unit": cost(unit="-1"),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_what_cannot_be_shared_gets_its_own_error(shared, bad):
    """The rest is still answered."""
    first, refused, last = shared([cost(id="1"), bad, cost(id="2")])
    assert first["shares"] == last["shares"]
    assert "shares" not in refused
    assert refused["error"]["zh"]
    assert refused["error"]["en"]


def test_a_float_in_the_file_is_read_to_its_last_digit(shared):
    """A tenth and two tenths are one to two, exactly, however large the total."""
    (answer,) = shared('[{"id": "c", "total": 3e30, "weights": [0.1, 0.2], "unit": 1}]')
    assert answer["shares"] == ["1" + "0" * 30, "2" + "0" * 30]


def test_the_command_prints_a_list(tmp_path, capsys):
    """With ``--json`` the answers, without it a line for each payer; a refusal is an answer."""
    path = tmp_path / "costs.json"
    path.write_text(json.dumps([cost(), cost(id="bad", weights=["0"])]), "utf-8")
    assert main(["share-cost", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["shares"] == ["33.34", "33.33", "33.33"]
    assert main(["share-cost", str(path), "--lang", "zh"]) == 0
    told = capsys.readouterr().out
    assert "33.34" in told
    assert "系数合计" in told
    assert main(["share-cost", str(tmp_path)]) == 2


def test_the_point_of_a_weight_that_may_part_thousands_is_said(tmp_path, capsys):
    """A coefficient has three decimals often, an area of two thousand may be written so too."""
    path = tmp_path / "share.json"
    entries = [
        {"id": 1, "total": "10", "weights": ["2.000", "3"]},
        {"id": 2, "total": "10", "weights": ["2.00", 1.125]},
    ]
    path.write_text(json.dumps(entries), "utf-8")
    assert main(["share-cost", str(path), "--json"]) == 0
    first, second = json.loads(capsys.readouterr().out)
    assert [note["en"] for note in first["notes"]] == [
        "The point of '2.000' in weights[0] is read as a decimal one."
    ]
    assert "notes" not in second
