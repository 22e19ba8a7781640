"""What became of every ballot: by channel, void by reason, replaced; and the recount adds it up."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core import Item, Limits
from tickbox_core.bundle import differences
from tickbox_core.bundle.recount_accounts import CAME_BY, VOID_FOR, shown_cells
from tickbox_core.counting.ballot_account import (
    BallotAccount,
    CameBy,
    VoidFor,
    came_by,
    cells_by_channel,
    spoiled_for,
    void_for,
    words_of_account,
)
from tickbox_core.desk import Cast
from tickbox_core.model import Option
from tickbox_core.model.channels import Channel
from tickbox_core.rules import Outcome
from tickbox_core.testing import desks
from tickbox_core.text import EMPTY, Text

LIN, ZHOU = "小林", "老周"
ITEMS = (
    Item("gate", "门", cost=0),
    Item("hall", "厅", cost=0, options=(Option("x", "木"), Option("y", "石"))),
    Item("lamp", "灯", cost=0),
)


def played() -> Any:
    """A round of twelve homes in which ballots come by every way and end in every way; closed."""
    desk = desks.desk()
    desk.prepare(desks.plan(items=ITEMS, limits=Limits.at_most(2), revisable=True, proxies=1))
    desk.register("r1", desks.roll(6))
    desks.open_list(desk, "r1")
    slots = [slot.slot for slot in desk.slots("r1")]
    desk.paper.print_batch("r1", "一", LIN, slots[:6])
    sheets = desk.paper.sheets("r1")
    desk.paper.take_back("r1", [sheet.number for sheet in sheets], LIN)
    columns = [(sheet.number, slot) for sheet in sheets for slot in sheet.slots]

    def key(at: int, ticks: list[str], spoiled: Text = EMPTY) -> None:
        number, slot = columns[at]
        for who in (LIN, ZHOU):
            desk.paper.key("r1", number, slot, ticks, who, spoiled)

    key(0, ["gate"])
    key(1, [])
    key(2, ["gate", "hall/x", "lamp"])
    key(3, ["hall/x", "hall/y"])
    key(4, [], Text("涂改", "scribbled"))
    key(5, ["lamp"])
    desk.paper.reconcile("r1", "一", len(sheets), 0, LIN)
    ends = [desk.paper.sheet("r1", number).done[slot] for number, slot in columns]
    assert ends == ["cast", "cast", "too-many-ticks", "choose-one", "spoiled", "cast"]
    number, slot = columns[5]
    desk.paper.correct("r1", number, slot, ["gate"], Text("录错", "slip"), by=LIN, second=ZHOU)
    rest = [slot for slot in slots if slot not in {slot for _, slot in columns}]
    desk.cast("r1", Cast(rest[0], ("gate",), "key-0001"))
    desk.cast("r1", Cast(rest[0], ("lamp", "hall/none-of-these"), "key-0002"))
    desk.paper.assist("r1", rest[1], ["hall/y"], channel=Channel.DOOR, helper=LIN, witness=ZHOU)
    desk.paper.by_proxy(
        "r1", rest[2], ["hall/x"], proxy="王五", mandate="7", helper=LIN, witness=ZHOU
    )
    gone = desk.paper.take_count("r1", rest[3:5], {"gate": 2}, by=LIN, second=ZHOU)
    desk.paper.uncount("r1", gone, Text("数错", "counted wrongly"), by=LIN, second=ZHOU)
    desk.paper.take_count("r1", rest[3:4], {"hall/y": 1}, by=LIN, second=ZHOU)
    desk.paper.reconcile("r1", "一", len(sheets), 0, LIN)
    desk.close("r1")
    return desk


def published() -> tuple[Any, BallotAccount]:
    """The same, published; and its account."""
    desk = played()
    desk.publish("r1")
    found = desk.outcome("r1").account
    assert found is not None
    return desk, found


def test_every_ballot_is_counted_void_replaced_or_taken_back():
    """All of it by the way it came and how it ended, and it adds up to what was handed in."""
    desk, found = published()
    assert dict(found.counted) == {
        "online": 1, "paper": 3, "assisted": 1, "mandate": 1, "count-sheet": 1,
    }  # fmt: skip
    assert dict(found.void) == {"over-ticked": 2, "unreadable": 1}
    assert (found.blank, found.replaced, found.taken_back, found.corrected) == (1, 1, 2, 1)
    assert found.papers == 6
    assert sum(found.counted.values()) == desk.outcome("r1").ballots
    assert found.handed_in == 7 + 3 + 1 + 2
    assert found.lines[0] == (Text("交来", "Handed in"), 13)
    told = differences(desk.bundle("r1"))
    assert told.status == 0, told.sentences


def test_an_account_is_read_as_it_was_written():
    """In the outcome that is kept."""
    desk, found = published()
    plain = json.loads(json.dumps(desk.outcome("r1").plain()))
    assert Outcome.of(plain).account == found
    assert Outcome.of(plain).plain() == plain


@pytest.mark.parametrize(
    "change",
    [
        lambda closed: closed.update(papers=7),
        lambda closed: closed["void"].update({"over-ticked": 1}),
        lambda closed: closed["void"].update({"second": 1}),
        lambda closed: closed["void"].update({"lost": 1}),
        lambda closed: closed.update(void={}),
    ],
)
def test_the_recount_finds_papers_that_do_not_add_up(change):
    """Papers cast and papers void are those handed in."""
    desk, _ = published()
    data = desks.forge_bundle(desk.bundle("r1"), "closed", change)
    said = " ".join(differences(data).sentences)
    assert "not those handed in" in said or "no canonical JSON, or parts are missing" in said


def test_an_account_of_an_older_format_is_no_such_entry():
    """An older recount refuses format 2; nobody passes one off as format 1."""
    desk, _ = published()
    data = desks.forge_bundle(desk.bundle("r1"), "closed", lambda entry: entry.update(format=1))
    assert differences(data).status == 1


def test_a_log_that_was_closed_before_there_were_accounts_has_none_and_recounts(monkeypatch):
    """Old folders go on: what was closed then is counted and published as then."""
    from tickbox_core.desk import closing
    from tickbox_core.ledger import closed

    monkeypatch.setattr(
        closing,
        "closed_with_account",
        lambda id_, at, ballots, papers, void: closed(id_, at, ballots),
    )
    desk = played()
    desk.publish("r1")
    assert desk.outcome("r1").account is None
    assert "account" not in desk.outcome("r1").plain()
    assert differences(desk.bundle("r1")).status == 0


counts = st.dictionaries(
    st.sampled_from([*CAME_BY, "kiosk"]), st.tuples(st.integers(0, 12), st.integers(0, 12)),
    max_size=6,
)  # fmt: skip


@given(cells=counts)
def test_the_recount_hides_small_cells_alike(cells):
    """The same function's rule, written a second time; what is shown hides nobody in a handful."""
    order = [*CAME_BY, "kiosk"]
    both = {name: (part, part + rest) for name, (part, rest) in cells.items() if part + rest}
    both = {name: both[name] for name in order if name in both}
    ours = cells_by_channel(
        {name: part for name, (part, _) in both.items()},
        {name: whole for name, (_, whole) in both.items()},
    )
    theirs = shown_cells(both)
    theirs = theirs if len(theirs) > 1 else []
    assert [
        {"of": list(one.channels), "ticks": one.ticks, "ballots": one.ballots} for one in ours
    ] == theirs
    for one in ours:
        assert one.ticks >= 5
        assert one.ballots - one.ticks >= 5


def test_names_are_one_and_have_words():
    """In the recount and here; every one is said, an unknown channel as it is called."""
    assert [str(one) for one in CameBy] == CAME_BY
    assert [str(one) for one in VoidFor] == VOID_FOR
    assert all(words_of_account(str(one)).zh != str(one) for one in [*CameBy, *VoidFor])
    assert words_of_account("kiosk") == Text.of("kiosk")
    assert [came_by(one) for one in ("online", "assisted-door", "proxy", "kiosk")] == [
        "online", "assisted", "mandate", "kiosk",
    ]  # fmt: skip
    assert void_for("already-cast") is VoidFor.SECOND
    assert void_for("something-new") is VoidFor.OTHER


def test_the_notice_says_it_line_by_line():
    """On the printed result."""
    from tickbox_core.desk.notices import Sender, result_notice

    desk, _ = published()
    sender = Sender(Text("居委会", "the committee"), "https://ticks.example")
    told = str(result_notice(desk, "r1", sender).document("zh").values)
    assert "交来的选票" in told
    assert "作废，勾选过多" in told


@pytest.mark.parametrize(
    "reason",
    [
        "名册上没有这个人", "不在名册上", "没在名册里", "未列入名册", "名册里查无此人", "不在册",
        "填票的人不在名册上", "非名册人员", "not on the roll", "Not on the Roll.", "not-on-roll",
        "is not listed on the electoral roll", "nobody on the roll", "isn’t on our  register",
    ],
)  # fmt: skip
def test_what_is_said_of_not_on_the_roll_counts_as_that(reason: str) -> None:
    """In Chinese and in English, as people write it."""
    assert void_for(spoiled_for(Text.of(reason))) is VoidFor.NOT_ON_ROLL
    assert void_for(spoiled_for(Text("另写", reason))) is VoidFor.NOT_ON_ROLL


@pytest.mark.parametrize(
    "reason",
    [
        "撕破了", "涂改", "名册上没有问题，票撕破了", "在名册上，但撕破了", "看不清名册编号",
        "torn", "on the roll, but torn", "not clear", "two people in one column",
    ],
)  # fmt: skip
def test_any_other_reason_is_unreadable_or_spoiled(reason: str) -> None:
    """Also where the roll is spoken of."""
    assert void_for(spoiled_for(Text.of(reason))) is VoidFor.UNREADABLE


def test_a_keyed_reason_decides_the_cause_and_the_account_adds_up() -> None:
    """Whichever of two people says so, and by what the third says where they differ."""
    desk = desks.opened(homes=4)
    slots = [slot.slot for slot in desk.slots("r1")]
    desk.paper.print_batch("r1", "一", LIN, slots)
    sheets = desk.paper.sheets("r1")
    desk.paper.take_back("r1", [sheet.number for sheet in sheets], LIN)
    off, torn = Text.of("名册上没有这个人"), Text.of("撕破了")
    columns = [(sheet.number, slot) for sheet in sheets for slot in sheet.slots]
    first = ((off, off), (torn, off), (off, torn), (torn, torn))
    for (number, slot), reasons in zip(columns, first, strict=False):
        for who, reason in zip((LIN, ZHOU), reasons, strict=True):
            desk.paper.key("r1", number, slot, (), who, reason)
    number, slot = columns[4]
    desk.paper.key("r1", number, slot, (), LIN, off)
    desk.paper.key("r1", number, slot, ["gate"], ZHOU)
    desk.paper.key("r1", number, slot, (), "老王", torn)
    for number, slot in columns[5:]:
        for who in (LIN, ZHOU):
            desk.paper.key("r1", number, slot, ["gate"], who)
    desk.paper.reconcile("r1", "一", len(sheets), 0, LIN)
    desk.close("r1")
    desk.publish("r1")
    found = desk.outcome("r1").account
    assert found is not None
    assert dict(found.void) == {"unreadable": 2, "not-on-roll": 3}
    assert found.papers == len(columns) == found.handed_in
    assert (Text("作废，不在名册上", "void, not on the roll"), 3) in found.lines
    told = differences(desk.bundle("r1"))
    assert told.status == 0, told.sentences
