"""Notices print more than yes: marks, silence, papers, percentages of all, and the law of a day."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.cli.check_notice import told
from tickbox_core.interchange.exact_json import read_entries
from tickbox_core.interchange.notices import answers
from tickbox_core.rules.motions import Practice

china = pytest.importorskip("tickbox_china")
LAWS = Practice(next(one.layers for one in china.presets() if one.key == "cn"))
FEE = {
    # invented: an estate of 480 flats asks for a higher fee
    "id": "fee", "kind": "ordinary", "date": "2024-05-20",
    "total_heads": 480, "participating_heads": 360, "yes_heads": 240,
    "no_heads": 90, "abstain_heads": 20, "void_heads": 10,
    "total_area": "43210.125", "participating_area": "32000.500", "yes_area": "20000.250",
    "no_area": "9000.125", "abstain_area": "2000.000", "void_area": "1000.125",
}  # fmt: skip


def checked(tmp_path: Path, *entries: Any, today: date | None = None) -> list[dict[str, Any]]:
    """The answers to entries that stand in a file."""
    path = tmp_path / "notices.json"
    path.write_text(json.dumps(entries, ensure_ascii=False), "utf-8")
    return answers(read_entries(path), LAWS, today)


def one(tmp_path: Path, **changed: Any) -> dict[str, Any]:
    """The answer to the fee's notice, changed."""
    (answer,) = checked(tmp_path, {**FEE, **changed})
    return answer


# -- sums ------------------------------------------------------------------------------------------


def test_sums_that_close_are_not_told(tmp_path: Path) -> None:
    """Heads, and areas to three decimals."""
    answer = one(tmp_path)
    assert (answer["result"], answer["sums"], answer["ignored"]) == ("pass", [], [])
    assert "notes" not in answer


@pytest.mark.parametrize(
    ("changed", "what", "printed", "computed", "difference"),
    [
        ({"abstain_heads": 16}, "participating_heads", 360, 356, 4),
        ({"void_heads": None}, "participating_heads", 360, 350, 10),
        ({"no_heads": 91}, "participating_heads", 360, 361, -1),
        ({"no_area": "9000.126"}, "participating_area", "32000.5", "32000.501", "-0.001"),
        ({"silent_heads": 121}, "total_heads", 480, 481, -1),
        ({"issued": 400, "returned": 401}, "returned", 401, 400, 1),
    ],
)
def test_a_sum_that_does_not_close_is_named_with_its_difference(
    tmp_path: Path, changed: dict[str, Any], what: str, printed: Any, computed: Any, difference: Any
) -> None:
    """One more, one less, a thousandth of a square metre; the verdict stays as the bars have it."""
    answer = one(tmp_path, **changed)
    assert answer["sums"] == [
        {"what": what, "printed": printed, "computed": computed, "difference": difference}
    ]
    assert str(printed) in answer["why"]["zh"] and str(computed) in answer["why"]["en"]
    assert answer["result"] == "pass"


def test_what_is_not_printed_closes_with_anything(tmp_path: Path) -> None:
    """Only the yes is printed, nobody says how many took part, silence within all, equal papers."""
    assert one(tmp_path, no_heads=None)["sums"] == []
    assert one(tmp_path, participating_heads=None)["sums"] == []
    assert one(tmp_path, silent_heads=120)["sums"] == []
    assert one(tmp_path, issued=401, returned=401)["sums"] == []


@pytest.mark.parametrize("yes", [240, 340])
def test_silence_that_was_counted_stands_in_a_side_or_beside_it(tmp_path: Path, yes: int) -> None:
    """Both ways of printing close; whether it may be counted is said not to be checked."""
    silent = {"silent_heads": 100, "silent_with": "majority", "participating_heads": 460}
    answer = one(tmp_path, **silent, yes_heads=yes)
    assert answer["sums"] == []
    assert "not checked" in answer["notes"][0]["en"] and "多数意见" in answer["notes"][0]["zh"]
    (off,) = one(tmp_path, **{**silent, "participating_heads": 461}, yes_heads=240)["sums"]
    assert off["difference"] == 1


@given(marks=st.lists(st.integers(0, 10**6), min_size=4, max_size=4), more=st.integers(-3, 3))
def test_a_sum_closes_where_it_does(marks: list[int], more: int) -> None:
    """The law: printed less computed, whatever the numbers; nothing where they are equal."""
    names = ("yes", "no", "abstain", "void")
    part = max(sum(marks) + more, marks[0])
    entry = {f"{name}_heads": n for name, n in zip(names, marks, strict=True)}
    from tickbox_core.interchange.exact_json import Number, UniqueObject

    plain = UniqueObject({"id": "a", "kind": "ordinary"})
    plain |= {name: Number(str(value)) for name, value in entry.items()}
    plain |= {"participating_heads": Number(str(part)), "total_heads": Number(str(part))}
    (answer,) = answers([plain], LAWS)
    found = [row["difference"] for row in answer["sums"]]
    assert found == ([part - sum(marks)] if part != sum(marks) else [])


# -- percentages -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pct", "wrong"),
    [
        ({"yes_heads": "66.67"}, []),
        ({"yes_heads": {"value": "50", "of": "all"}}, []),
        ({"yes_heads": {"value": "50", "of": "participating"}}, ["yes_heads"]),
        ({"yes_heads": {"value": "66.67"}}, []),
        ({"no_heads": "25", "abstain_heads": "5.56%", "turnout_area": "74.06％"}, []),
        ({"no_heads": {"value": "18.75", "of": "all"}}, []),
        ({"no_heads": {"value": "18.76", "of": "all"}}, ["no_heads"]),
        ({"turnout_heads": "７５ ％"}, []),
    ],
)
def test_each_percentage_names_its_base(tmp_path: Path, pct: Any, wrong: list[str]) -> None:
    """Of all or of those taking part; full width; just off is told."""
    answer = one(tmp_path, pct=pct)
    assert list(answer["pct"]) == wrong and "pct_unchecked" not in answer


def test_what_was_not_understood_is_never_said_to_be_wrong(tmp_path: Path) -> None:
    """Words for a number, amounts that are not printed, keys nobody reads: said in the text too."""
    pct = {"turnout_heads": "三分之二", "no_area": "30", "of_all": "1"}
    answer = one(tmp_path, pct=pct, no_area=None, colour="red")
    assert (answer["pct"], answer["pct_unchecked"]) == ({}, ["turnout_heads", "no_area"])
    text = "\n".join(told([answer], "zh"))
    for said in ("三分之二”没有看懂", "30%没有核对", "colour, pct.of_all"):
        assert said in text.replace("\n    ", "")
    assert "不是" not in text


@pytest.mark.parametrize(
    "bad",
    [
        {"pct": {"yes_heads": {"value": "5", "of": "owners"}}},
        {"pct": {"yes_heads": {"of": "all"}}},
        {"silent_with": "nobody"},
        {"no_heads": -1},
        {"no_heads": 1.5},
        {"date": "20.5.2024"},
        {"date": "2024-02-30"},
        {"date": "2024-13"},
        {"date": "0000"},
        {"date": 20240520},
        {"date": "2007-09-30"},
        {"issued": "many", "returned": 1},
    ],
)
def test_a_bad_entry_says_what_is_wrong_with_it(tmp_path: Path, bad: dict[str, Any]) -> None:
    """And keeps no other from being answered."""
    given_ = checked(tmp_path, {**FEE, **bad}, {**FEE, "id": "next"})
    assert "error" in given_[0] and given_[0]["error"]["zh"] and given_[1]["result"] == "pass"


# -- the law of its day ----------------------------------------------------------------------------

JUST = {
    "id": "a", "kind": "ordinary", "total_heads": 300, "participating_heads": 160,
    "yes_heads": 151, "total_area": "30000", "participating_area": "16000", "yes_area": "15000.01",
}  # fmt: skip


@pytest.mark.parametrize(
    ("day", "key", "result"),
    [
        ("2007-10-01", "cn-property-law", "pass"),
        ("2020-12-31", "cn-property-law", "pass"),
        ("2021-01-01", "cn-civil-code", "reject"),
        (None, "cn-civil-code", "reject"),
    ],
)
def test_a_notice_is_judged_by_the_law_of_its_last_day(
    tmp_path: Path, day: str | None, key: str, result: str
) -> None:
    """More than half of all passed until the end of 2020; since then two thirds take part."""
    (answer,) = checked(tmp_path, {**JUST, "date": day})
    assert (answer["law"]["key"], answer["result"]) == (key, result)
    if key == "cn-property-law":
        assert (answer["law"]["first"], answer["law"]["last"]) == ("2007-10-01", "2020-12-31")
        assert answer["checks"] == {
            "quorum_heads": None, "quorum_area": None, "approve_heads": True, "approve_area": True,
        }  # fmt: skip
        assert "of all" in answer["why"]["en"] and "第七十六条" in answer["law"]["source"]["zh"]
    else:
        assert answer["law"]["last"] is None and answer["checks"]["quorum_heads"] is False


@pytest.mark.parametrize(("yes", "area", "met"), [(150, "15000", False), (151, "15000.01", True)])
def test_the_older_bars_just_on_and_over(tmp_path: Path, yes: int, area: str, met: bool) -> None:
    """Half is not more than half; of those who took part it would be plenty."""
    old = {**JUST, "date": "2019-06-30", "yes_heads": yes, "yes_area": area}
    (answer,) = checked(tmp_path, old)
    assert answer["checks"]["approve_heads"] is answer["checks"]["approve_area"] is met


@pytest.mark.parametrize(("yes", "met"), [(199, False), (200, True)])
def test_the_older_special_bar_takes_two_thirds_of_all(tmp_path: Path, yes: int, met: bool) -> None:
    """Reached is enough."""
    old = {**JUST, "date": "2019-06-30", "kind": "special", "participating_heads": 300}
    (answer,) = checked(tmp_path, {**old, "yes_heads": yes})
    assert answer["checks"]["approve_heads"] is met


def test_a_day_behind_today_does_not_change_what_has_none(tmp_path: Path) -> None:
    """Without a date it is today's law, whichever day that is."""
    (then,) = checked(tmp_path, JUST, today=date(2019, 1, 1))
    (now,) = checked(tmp_path, JUST, today=date(2026, 1, 1))
    assert (then["result"], now["result"]) == ("pass", "reject")


PROPERTY, CIVIL = "cn-property-law", "cn-civil-code"


@pytest.mark.parametrize(
    ("day", "keys", "result"),
    [
        ("2020-12", [PROPERTY], "pass"),
        ("2021-01", [CIVIL], "reject"),
        ("2019", [PROPERTY], "pass"),
        ("unknown", [PROPERTY, CIVIL], "undetermined"),
    ],
)
def test_a_day_that_is_not_known_is_any_of_those_it_may_be(
    tmp_path: Path, day: str, keys: list[str], result: str
) -> None:
    """A month or a year of one law is judged by that; where the law changed it is undetermined."""
    (answer,) = checked(tmp_path, {**JUST, "date": day})
    known = answer["laws"] if len(keys) > 1 else [answer["law"]]
    assert ([one["key"] for one in known], answer["result"]) == (keys, result)
    if len(keys) > 1:
        assert answer["law"] is None
        assert answer["checks"]["approve_heads"] is True  # by the one and by the other
        assert answer["checks"]["quorum_heads"] is None
        assert "不能认定" in answer["why"]["zh"] and "第七十六条" in answer["why"]["zh"]
        assert "undetermined" in answer["why"]["en"]


def test_laws_that_come_to_the_same_settle_it(tmp_path: Path) -> None:
    """Whatever day it was, all agreed; and nobody did."""
    all_of = {**JUST, "date": "unknown", "participating_heads": 300, "participating_area": "30000"}
    for yes, result in ((300, "pass"), (10, "reject")):
        (answer,) = checked(tmp_path, {**all_of, "yes_heads": yes, "yes_area": f"{yes}00"})
        assert (answer["result"], len(answer["laws"])) == (result, 2)
        assert "comes to the same" in answer["why"]["en"]


def test_layers_of_other_days_bind_nothing() -> None:
    """What a law has fixed that ended before another began does not stand against that."""
    assert LAWS.on(date(2019, 1, 1)).matter("use-fund").kind == "special"
    assert LAWS.on(date(2021, 1, 1)).matter("use-fund").kind == "ordinary"
    (bars, _) = LAWS.on(date(2019, 1, 1)).bars("special")
    assert (bars.approval.share, bars.quorum) == (Fraction(2, 3), None)
    again = Practice.of_plain(LAWS.plain())
    assert again == LAWS
