"""Elections written in Pabulib's format are read back with the same items, ballots and totals."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tickbox_core import Ballot, Contest, Item, Option
from tickbox_core.cli import main
from tickbox_core.counting import PlainEngine
from tickbox_core.desk import Cast
from tickbox_core.errors import BadValue
from tickbox_core.interchange import Election, read_pabulib, write_pabulib
from tickbox_core.testing import desks
from tickbox_core.text import Text

IDS = ("a", "b;c", 'd"e', "f")
KINDS = ("approval", "choose-1", "cumulative", "scoring", "ordinal")


@st.composite
def elections(draw):
    """Any kind of ballots over a few items with odd ids and costs."""
    kind = draw(st.sampled_from(KINDS))
    items = tuple(
        Item(id_, f"第{id_}项", cost=draw(st.integers(0, 10**9)), category="x") for id_ in IDS
    )
    most = 1 if kind == "choose-1" else len(IDS)
    rows = draw(st.lists(st.lists(st.sampled_from(IDS), unique=True, max_size=most), max_size=8))
    pointed = kind in ("cumulative", "scoring")
    cast = [
        Ballot(
            f"v{at}",
            tuple(row),
            points=tuple(draw(st.integers(0, 1000)) for _ in row) if pointed else None,
        )
        for at, row in enumerate(rows)
    ]
    contest = Contest.of_ballots(items, cast, ordered=kind == "ordinal")
    return Election(
        name="选举", items=items, profile=contest.profile, vote_type=kind,
        budget=draw(st.none() | st.integers(0, 10**12)), minor_units=100,
    )  # fmt: skip


@settings(max_examples=60)
@given(elections())
def test_what_is_written_is_read(tmp_path_factory, election):
    """Ids, titles, costs, budget, and every ballot, whoever cast it."""
    file = tmp_path_factory.mktemp("pb") / "x.pb"
    file.write_text(write_pabulib(election), encoding="utf-8")
    again = read_pabulib(file)
    assert [item.id for item in again.items] == [item.id for item in election.items]
    scale = 100 // again.minor_units if again.minor_units <= 100 else 1
    assert [item.cost * scale for item in again.items] == [item.cost for item in election.items]
    assert again.budget is None or again.budget * scale == election.budget
    one, other = PlainEngine().tally(election.profile), PlainEngine().tally(again.profile)
    assert (one.ticks, one.ballots, one.blank) == (other.ticks, other.ballots, other.blank)
    assert sorted(election.profile.groups()) == sorted(again.profile.groups())
    if one.points and other.points:
        assert list(one.points) == [p * election.point_units // again.point_units
                                    for p in other.points]  # fmt: skip


def test_rows_are_shuffled_and_numbered_anew():
    """No voter's id and no order of arrival is in the file."""
    cast = [Ballot(f"voter-{at}", ("a",) if at < 5 else ("f",)) for at in range(10)]
    items = tuple(Item(id_, id_, cost=1) for id_ in IDS)
    election = Election("x", items, Contest.of_ballots(items, cast).profile)
    text = write_pabulib(election, shuffled=random.Random(1))
    votes = text.partition("VOTES\n")[2].splitlines()[1:]
    assert [row.partition(";")[0] for row in votes] == [str(at) for at in range(1, 11)]
    assert [row.partition(";")[2] for row in votes] != ["a"] * 5 + ["f"] * 5
    assert "voter-" not in text


def test_an_id_the_format_cannot_hold_is_refused():
    """Commas part the ids of a vote."""
    items = (Item("a,b", "x", cost=1),)
    with pytest.raises(BadValue, match="comma"):
        write_pabulib(Election("x", items, Contest.of_ballots(items, []).profile))


def test_a_decided_round_is_exported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Options become projects, "none of these" none; what was chosen and the bases are noted."""
    paint = Item(
        "paint", "外墙", cost=500, options=(Option("blue", "蓝"), Option("grey", "灰", 600))
    )
    desk = desks.opened(items=(paint, Item("gate", "边门", cost=250)))
    ticks = (("paint/blue", "gate"), ("paint/none-of-these",), ("paint/blue",))
    for at, one in enumerate(ticks):
        desk.cast(desks.ROUND, Cast(desk.slots(desks.ROUND)[at].slot, one, f"k{at}"))
    desk.close(desks.ROUND)
    desk.publish(desks.ROUND)
    bundle = tmp_path / "bundle.zip"
    bundle.write_bytes(desk.bundle(desks.ROUND))
    assert main(["export", str(bundle), "--pabulib", "-o", str(tmp_path / "x.pb")]) == 0
    text = (tmp_path / "x.pb").read_text("utf-8")
    assert "paint/blue;5;外墙（蓝）;plain;2;1" in text
    assert "paint/grey;6;外墙（灰）;plain;0;1" in text
    assert "gate;2.5;边门;plain;1;0" in text
    for line in ("tickbox_base;participants", "tickbox_registered;6", "tickbox_on_paper;0"):
        assert line in text
    assert main(["count", str(tmp_path / "x.pb"), "--json"]) == 0
    slots = [slot.slot for slot in desk.slots(desks.ROUND)]
    assert not any(slot in text for slot in slots)


def test_an_open_round_and_a_forged_bundle_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No partial result leaves; what does not recount is not passed on."""
    assert main(["export", str(tmp_path / "none.zip"), "--pabulib"]) == 2
    (tmp_path / "b.zip").write_bytes(b"no bundle")
    assert main(["export", str(tmp_path / "b.zip"), "--pabulib", "--lang", "en"]) == 2
    assert main(["export", str(tmp_path / "b.zip")]) == 2
    data = str(tmp_path / "d")
    main(["found", "--data", data, "n1:neighbourhood:一村"])
    assert main(["export", "r1", "--data", data, "--area", "n1", "--pabulib"]) == 2


def test_titles_known_in_english_stand_beside_the_chinese_ones(tmp_path):
    """In a column of their own, read back; where no title has any there is no such column."""
    red = Option("red", Text("红", "red"))
    items = (
        Item("a", Text("路灯", "Lamps"), cost=1),
        Item("b", "种树", cost=2),
        Item("c", Text("大门", "Gate"), options=(red, Option("blue", "蓝")), cost=3),
    )
    for listed, expected in ((items, True), (items[1:2], False)):
        contest = Contest.of_ballots(listed, [Ballot("v", ())])
        text = write_pabulib(Election(name="选举", items=listed, profile=contest.profile))
        assert ("name_en" in text) is expected
        file = tmp_path / "x.pb"
        file.write_text(text, "utf-8")
        again = read_pabulib(file).items
        assert [item.title for item in again[:2]] == [item.title for item in listed[:2]]
    file.write_text(
        write_pabulib(
            Election(name="选举", items=items, profile=Contest.of_ballots(items, []).profile)
        ),
        "utf-8",
    )
    assert "大门（红）" in file.read_text("utf-8") and "Gate（red）" in file.read_text("utf-8")
    assert read_pabulib(file).items[2].title.zh == "大门"
