"""The committee's lists of payments: who still owes, what is too much, and each home's own slip."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tickbox_core.acts.prints import offer_prints
from tickbox_core.components.projects import NewPayment
from tickbox_core.components.projects.money import SharedBy
from tickbox_core.desk import Desk, notices
from tickbox_core.desk.notices import Sender
from tickbox_core.errors import NotListed, NotPossible
from tickbox_core.model.parties import Side
from tickbox_core.text import Text

from .annual_house import R1, Clock, listed

BY, WHY = "小林", Text("按户", "each home")


@pytest.fixture
def desk() -> Desk:
    """Twelve homes owe 100 yuan each: one has paid, one half, one too much, one is not known."""
    made = listed(Clock())
    made.projects.start(R1, "doors", by=BY)
    made.projects.collect("doors", 120_000, SharedBy.UNIT, areas=("b1",), by=BY, reason=WHY)
    day = made.today()
    new = [
        NewPayment("b1s1u0", 10_000, day),
        NewPayment("b1s1u1", 5_000, day),
        NewPayment("b1s1u2", 10_001, day),
        NewPayment("", 700, day, payer="某人"),
    ]
    made.importing.payments("doors", new, "digest", BY)
    return made


def values(made: Any, language: str = "zh") -> dict[str, Any]:
    """What is handed to a printer."""
    found: dict[str, Any] = made.document(language).values
    return found


def test_the_list_names_who_still_owes_and_is_marked(desk: Desk) -> None:
    """To the fen, with what is too much and what came of nobody known."""
    held = values(notices.dues_notice(desk, "doors", Sender()))
    assert held["foot"]["warning"] == "仅限业委会内部，不得张贴、不得转发"
    first, owing, over, apart = held["sections"]
    facts = {one["label"]: one["words"] for one in first["parts"][0]["facts"]}
    assert facts == {
        "应缴合计": "1,200元", "各户已缴": "250.01元", "还欠合计": "950元", "多缴合计": "0.01元",
        "未写明房号": "7元", "缴清户数": "12户中2户",
    }  # fmt: skip
    rows = owing["parts"][0]["rows"]
    assert len(rows) == 10 and ["1号楼1门 1室", "100元", "50元", "50元"] in rows
    assert [row[0] for row in over["parts"][0]["rows"]] == ["1号楼1门 2室"]
    assert [row[1:] for row in apart["parts"][0]["rows"]] == [["7元", "某人"]]


def test_where_all_have_paid_the_list_says_so(desk: Desk) -> None:
    """Nobody stands on it then."""
    for unit, one in desk.projects.dues("doors").items():
        if one.due > one.paid:
            desk.projects.pay("doors", unit, one.due - one.paid, BY)
    held = values(notices.dues_notice(desk, "doors", Sender()))
    assert held["sections"][1]["parts"] == [
        {"part": "words", "words": "没有：都已缴清。", "strong": True}
    ]


def test_a_homes_own_slip_says_its_own_alone(desk: Desk) -> None:
    """One for each home that pays."""
    held = values(notices.dues_slips(desk, "doors", Sender()), "en")
    slips = {slip["home"]: slip["answer"] for one in held["stairwells"] for slip in one["slips"]}
    assert len(slips) == 12
    assert slips["1号楼1门 0室"] == "Due 100 yuan, paid 100 yuan: all is paid."
    assert slips["1号楼1门 1室"] == "Due 100 yuan, paid 50 yuan, still due 50 yuan."
    assert slips["1号楼1门 2室"].endswith("0.01 yuan too much: it goes back.")


def test_they_are_offered_while_something_is_collected_and_known(desk: Desk) -> None:
    """Of a project for which nobody pays nothing; nor once the records are erased."""
    desk.projects.start(R1, "gate", by=BY)
    assert not offer_prints(desk, "project", "gate")
    assert set(offer_prints(desk, "project", "doors")) == {"dues", "dues-slips"}
    with pytest.raises(NotPossible, match="nothing is collected"):
        notices.dues_notice(desk, "gate", Sender())
    with pytest.raises(NotListed):
        notices.fund_notice(desk, R1, Sender())
    assert desk.diary.erase(lambda one: True, WHY)
    assert not offer_prints(desk, "project", "doors")
    with pytest.raises(NotPossible, match="erased"):
        notices.dues_slips(desk, "doors", Sender())


def test_records_stay_after_delivery_until_all_have_paid(desk: Desk) -> None:
    """Who still owes is not forgotten because the works are done; nor is the table undone by it."""
    name = Text("物业", "the firm")
    desk.projects.responsible("doors", Side.FIRM, name, name)
    desk.projects.begin("doors")
    desk.projects.spend("doors", 100, name)
    desk.projects.deliver("doors", left_out=name)

    def due() -> int:
        return sum(one.goes for one in desk.keeping.due() if str(one.what) == "projects")

    before = due()
    for unit, one in desk.projects.dues("doors").items():
        if one.due > one.paid:
            desk.projects.pay("doors", unit, one.due - one.paid, BY)
    assert before == 0 and due() > 10


def test_what_anybody_reads_of_it_tells_of_no_home(desk: Desk) -> None:
    """Of twelve homes two have paid: not even how many, and no sum that could be taken apart."""
    told = desk.projects.card("doors")["money"]["collection"]
    assert told == {
        "households": 12, "total": 120_000, "paid": None, "complete": False, "settled": None,
    }  # fmt: skip
    paid = []
    for unit, one in sorted(desk.projects.dues("doors").items())[3:]:
        desk.projects.pay("doors", unit, one.due, BY)
        paid.append(desk.projects.card("doors")["money"]["collection"]["paid"])
    assert paid == [None, None, 48_000, 60_000, 72_000, None, None, None, None]
    assert "b1s1u" not in json.dumps(desk.projects.card("doors"))
