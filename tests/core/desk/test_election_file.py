"""A published round as an election file: counted again it ranks as published, and tells no more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tickbox_core import Ballot, Category, Contest, Item, Limits, Option, RuleChoice
from tickbox_core.bundle import read_bundle
from tickbox_core.cli import main
from tickbox_core.desk import Cast, Desk
from tickbox_core.desk.election_file import write_election_file
from tickbox_core.errors import BadValue, MalformedFile, NotPossible
from tickbox_core.interchange import Election, read_pabulib, write_pabulib
from tickbox_core.rules import How
from tickbox_core.testing import desks
from tickbox_core.text import Text

CATEGORIES = (Category("green", "绿化"), Category("road", "道路"))
ITEMS = (
    Item("gate", "开边门", "road", cost=30050, tier="local"),
    Item("garden", "小花园；带灯", "green", cost=100, tier="street"),
    Item(
        "paint", "外墙（东面）", "green", cost=700, tier="street",
        options=(Option("blue", "蓝"), Option("grey", "灰", 650)),
    ),
    Item("bench", "长椅\n靠背", "road", cost=0, tier="local"),
    Item("7", "路灯", "road", cost=123456, tier="local"),
)  # fmt: skip
TICKS = (
    ("gate", "paint/blue"),
    ("garden",),
    ("paint/grey", "gate", "bench"),
    ("paint/none-of-these",),
    ("7", "gate"),
    ("garden", "paint/grey"),
)
PLANS: dict[str, dict[str, Any]] = {
    "shares of who took part": {"places": 2},
    "shares of the roll": {
        "rule": RuleChoice("tick-share", {"base": "registered", "threshold": ">10%"}), "places": 1
    },
    "shares of homes": {"rule": RuleChoice("tick-share", {"base": "households"}), "places": 3},
    "only ranked": {"places": None, "rule": RuleChoice("tick-count", {})},
    "a lot": {"places": 2, "tie_break": "lot:20260601"},
    "quotas": {"rule": RuleChoice("tick-share", {"quotas": {"green": 1, "road": 1}})},
    "tiers": {
        "places": None,
        "rule": RuleChoice(
            "tick-share", {"tiers": {"street": {"budget": 750}, "local": {"places": 1}}}
        ),
    },
    "exclusive": {
        "places": 3, "rule": RuleChoice("tick-share", {"exclusive": [["gate", "garden"]]})
    },
    "a budget": {"places": None, "budget": 30800, "rule": RuleChoice("greedy-votes", {})},
    "a budget by cost": {"places": None, "budget": 999, "rule": RuleChoice("greedy-ratio", {})},
}  # fmt: skip


def played(ticks: Any = TICKS, **changes: Any) -> Desk:
    """A desk whose round was ticked by so many, and closed."""
    plan = {"items": ITEMS, "categories": CATEGORIES, "limits": Limits(0, 4), **changes}
    desk = desks.opened(**plan)
    slots = sorted(desk.slots(desks.ROUND), key=lambda slot: slot.household or "")
    for at, one in enumerate(ticks):
        desk.cast(desks.ROUND, Cast(slots[at].slot, tuple(one), f"k{at}"))
    desk.close(desks.ROUND)
    return desk


def decided(ticks: Any = TICKS, **changes: Any) -> Desk:
    """The same, published."""
    desk = played(ticks, **changes)
    desk.publish(desks.ROUND)
    return desk


def counted(path: Path, capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    """What ``tickbox count`` makes of a file."""
    capsys.readouterr()
    assert main(["count", str(path), "--json", *words]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def ranked(outcome: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Of each item rank, ticks, share and whether it is chosen."""
    return [
        (row["rank"], row["item"], row["ticks"], row["share"], row.get("chosen"))
        for row in outcome["ranking"]
    ]


@pytest.mark.parametrize("name", PLANS)
def test_the_file_counts_as_was_published(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing needs to be typed: rule, parameters, places, base and roll stand in the file."""
    desk = decided(**PLANS[name])
    bundle = tmp_path / "b.zip"
    bundle.write_bytes(desk.bundle(desks.ROUND))
    file = tmp_path / "round.pb"
    assert main(["export", str(bundle), "--pabulib", "-o", str(file)]) == 0
    published = read_bundle(bundle.read_bytes()).outcome
    found = counted(file, capsys)
    assert ranked(found) == ranked(dict(published))
    for part in ("rule", "version", "base", "parameters", "selected", "ties"):
        assert found.get(part) == published.get(part), part
    assert found["warnings"] == []
    assert found.get("budget") == published.get("budget")
    assert "rule that the file names" in found["note"]["en"]


TWO = tuple(one for one in TICKS if not {"garden", "bench", "7"} & set(one))


def test_other_programs_find_a_budget(tmp_path: Path) -> None:
    """Where none was set it is what everything costs, and said to be none; ours takes none."""
    text = write_election_file(decided().bundle(desks.ROUND))
    total = 30050 + 100 + 700 + 650 + 0 + 123456
    assert f"\nbudget;{total // 100}.{total % 100}\n" in text and "tickbox_budget;none" in text
    file = tmp_path / "round.pb"
    file.write_text(text, "utf-8")
    assert (read_pabulib(file).budget, read_pabulib(file).warnings) == (None, ())
    open_cost = decided(TWO, items=(attrs.evolve(ITEMS[2], cost=None), ITEMS[0]))
    text = write_election_file(open_cost.bundle(desks.ROUND), recounted=True)
    assert "\nbudget;" not in text and "paint/blue;;" in text
    file.write_text(text, "utf-8")
    assert [item.cost for item in read_pabulib(file).items] == [None, 30050]


def test_what_is_typed_goes_before_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another number of places, or another rule altogether."""
    file = tmp_path / "round.pb"
    file.write_text(write_election_file(decided(places=2).bundle(desks.ROUND)), "utf-8")
    assert len(counted(file, capsys)["selected"]) == 2
    assert len(counted(file, capsys, "--places", "1")["selected"]) == 1
    other = counted(file, capsys, "--rule", "tick-count")
    assert (other["rule"], other.get("selected")) == ("tick-count", None)


def test_options_and_money_come_back(tmp_path: Path) -> None:
    """An item with options is one item again, with what each of them costs."""
    file = tmp_path / "round.pb"
    file.write_text(write_election_file(decided().bundle(desks.ROUND)), "utf-8")
    again = {item.id: item for item in read_pabulib(file).items}
    assert list(again) == [item.id for item in ITEMS]
    for item in ITEMS:
        assert (again[item.id].cost, again[item.id].tier) == (item.cost, item.tier)
        assert again[item.id].category == item.category
        assert [(o.id, o.title.zh) for o in again[item.id].options] == [
            (o.id, o.title.zh) for o in item.options
        ]
    assert again["paint"].title.zh == "外墙（东面）"
    assert again["bench"].title.zh == "长椅 靠背"  # a title stands on one line


@pytest.mark.parametrize("how", [How.LOT, How.ALL, How.NONE])
def test_a_settled_tie_counts_as_was_published(
    how: How, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Drawn by the dice; or left open as in the count, with who was taken marked in the file."""
    plan = {"places": 1, "tie_break": "refuse", "items": ITEMS[:2]}
    desk = played((("gate",), ("garden",)), **plan)
    desk.post_tie(desks.ROUND)
    with pytest.raises(NotPossible, match="not settled"):
        write_election_file(desk.bundle(desks.ROUND))
    given = {"dice": "12345612345612345612"} if how is How.LOT else {"reason": Text("x", "x")}
    desk.settle_tie(desks.ROUND, how, by="a", second="b", **given)
    data = desk.bundle(desks.ROUND)
    file = tmp_path / "round.pb"
    file.write_text(write_election_file(data), "utf-8")
    published = read_bundle(data).outcome
    found = counted(file, capsys)
    assert ranked(found) == ranked(dict(published))
    assert found["selected"] == published["selected"]
    own = [item.id for item in read_pabulib(file).items if item.fields["selected"] == "1"]
    assert len(own) == {How.LOT: 1, How.ALL: 2, How.NONE: 0}[how]


def test_the_file_tells_nothing_of_who_and_when() -> None:
    """No slot, no salt, no channel; who ticks first or last makes no other order of rows."""
    data = decided().bundle(desks.ROUND)
    text = write_election_file(data)
    parts = read_bundle(data)
    for one in parts.openings:
        assert one.slot not in text and one.salt.hex() not in text
    assert write_election_file(data) == text
    order = list(reversed(TICKS))
    other = write_election_file(decided(order).bundle(desks.ROUND))
    rows = [one.partition("VOTES\n")[2].splitlines()[1:] for one in (text, other)]
    votes = [[row.partition(";")[2] for row in one] for one in rows]
    assert sorted(votes[0]) == sorted(votes[1])
    assert [row.partition(";")[0] for row in rows[0]] == [str(at) for at in range(1, 7)]


@settings(max_examples=5)
@given(st.randoms(use_true_random=False))
def test_the_order_follows_from_the_ballots_alone(random: Any) -> None:
    """Whoever makes the file from the same ballots in any order writes the same rows."""
    ballots = [Ballot(f"v{at}", (one[0],)) for at, one in enumerate([*TICKS[:3], *TICKS[:3]])]
    texts = set()
    for _ in range(2):
        random.shuffle(ballots)
        profile = Contest.of_ballots(ITEMS, ballots).profile
        texts.add(write_pabulib(Election("x", ITEMS, profile), seed="00"))
    assert len(texts) == 1


def test_homes_are_rows_where_homes_were_counted() -> None:
    """One row for two people of one home, and nothing that names it; limits are of people."""
    homes = {"rule": RuleChoice("tick-share", {"base": "households"}), "places": None}
    data = decided((("gate",), ("garden",), ("gate",)), **homes).bundle(desks.ROUND)
    text = write_election_file(data)
    votes = [row.partition(";")[2] for row in text.partition("VOTES\n")[2].splitlines()[1:]]
    assert sorted(votes) == ["gate", "gate,garden"]  # the first two live together
    assert "max_length" not in text and "tickbox_rows;households" in text
    tags = {one.household for one in read_bundle(data).openings}
    assert len(tags) == 2 and not any(tag in text for tag in tags if tag)


def test_it_says_licence_base_and_columns() -> None:
    """In META, for whoever finds the file alone, in both languages."""
    text = write_election_file(decided(demonstration=True).bundle(desks.ROUND), "CC0-1.0")
    meta = dict(line.partition(";")[::2] for line in text.partition("PROJECTS")[0].splitlines())
    assert meta["tickbox_licence"] == "CC0-1.0"
    assert meta["tickbox_about_base"].startswith("6") and "residents" in meta["tickbox_about_base"]
    assert "everybody on the roll" in meta["tickbox_about_who"]
    assert "generated" in meta["tickbox_demonstration"]
    assert meta["date_begin"] == "06.03.2026"
    assert (meta["max_length"], meta["currency"]) == ("4", "CNY")
    heads = text.partition("PROJECTS\n")[2].splitlines()[0].split(";")
    heads += text.partition("VOTES\n")[2].splitlines()[0].split(";")
    assert all(" / " in meta[f"tickbox_column_{head}"] for head in heads)


def test_sums_are_not_written_as_ballots(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A stairwell's count sheet has no ballots: the file is refused in words, both languages."""
    desk = desks.opened()
    slots = [slot.slot for slot in desk.slots(desks.ROUND)]
    desk.cast(desks.ROUND, Cast(slots[0], ("gate",), "k"))
    desk.paper.take_count(desks.ROUND, slots[2:4], {"garden": 2}, by="a", second="b")
    desk.close(desks.ROUND)
    desk.publish(desks.ROUND)
    file = tmp_path / "b.zip"
    file.write_bytes(desk.bundle(desks.ROUND))
    for language, said in (("en", "only their sums"), ("zh", "只有合计")):
        assert main(["export", str(file), "--pabulib", "--lang", language]) == 2
        printed = capsys.readouterr()
        assert said in printed.err and not printed.out


@pytest.mark.parametrize("id_", ["a,b", " a", "a\nb", "a "])
def test_an_id_that_would_be_read_as_another_is_refused(id_: str) -> None:
    """Rather than written."""
    items = (Item(id_, "x", cost=1),)
    with pytest.raises(BadValue):
        write_election_file(decided((), items=items, categories=()).bundle(desks.ROUND))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("tickbox_parameters;", "tickbox_parameters;["),
        ("tickbox_registered;6", "tickbox_registered;six"),
        ("tickbox_minor_units;100", "tickbox_minor_units;60"),
        ("tickbox_rows;residents", "tickbox_rows;flats"),
        ("tickbox_places;2", "tickbox_places;-2"),
    ],
)
def test_a_file_whose_rule_cannot_be_read_is_counted_like_any_other(
    old: str, new: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a warning; the ballots are there all the same."""
    text = write_election_file(decided(places=2).bundle(desks.ROUND))
    assert old in text
    file = tmp_path / "round.pb"
    file.write_text(text.replace(old, new), "utf-8")
    found = counted(file, capsys)
    assert "cannot be read" in " ".join(warning["en"] for warning in found["warnings"])
    assert (found["rule"], found.get("selected")) == ("tick-share", None)


def test_options_that_fit_no_item_stay_projects(tmp_path: Path) -> None:
    """Said, and counted one by one."""
    text = write_election_file(decided().bundle(desks.ROUND))
    file = tmp_path / "round.pb"
    file.write_text(text.replace(";street;paint;", ";street;wall;"), "utf-8")
    election = read_pabulib(file)
    assert "option_of" in " ".join(warning.en for warning in election.warnings)
    assert "paint/blue" in [item.id for item in election.items]


def test_a_cost_may_be_open_only_where_no_budget_is_spent(tmp_path: Path) -> None:
    """With a budget an empty cost is refused as ever."""
    head = (
        "META\nkey;value\nvote_type;approval\n{}PROJECTS\nproject_id;cost\na;\n"
        "VOTES\nvoter_id;vote\n1;a\n"
    )
    file = tmp_path / "x.pb"
    file.write_text(head.format(""), "utf-8")
    assert read_pabulib(file).items[0].cost is None
    file.write_text(head.format("budget;5\n"), "utf-8")
    with pytest.raises(MalformedFile, match="cost"):
        read_pabulib(file)
