"""Papers of motions keyed twice: alike they are settled, different ones wait for a third."""

from __future__ import annotations

import pytest

from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.desk import Desk
from tickbox_core.errors import NotPossible, UnknownId, UnknownName, WrongState
from tickbox_core.text import Text
from tickbox_core.workflow.log import entries

from .motion_house import cast, desk, opened, roll

LIN, ZHOU, WU = "小林", "老周", "吴姐"
M1 = "m1"


@pytest.fixture
def house() -> Desk:
    """Six flats, an open motion."""
    return opened(desk())


def test_two_alike_settle_the_paper_and_it_counts_with_the_others(house: Desk) -> None:
    """Under the name of the one who may mark it; once, and in nobody's sight before."""
    first = house.motions.key(M1, "u1", "yes", LIN)
    assert (first.waits_for, first.receipt) == ("second", None)
    assert house.motions.taken_part(M1) == 1  # it came in
    second = house.motions.key(M1, "u1", "yes", ZHOU)
    assert (second.waits_for, second.receipt) == ("batch", None)
    assert house.motions.taken_part(M1) == 1
    counted = house.motions.count(M1)
    assert (counted.counted, counted.void) == (1, 0)
    assert house.motions.check(M1, counted.receipts[0].code) is not None
    assert house.motions.taken_part(M1) == 1
    assert house.motions.count(M1).counted == 0


def test_what_differs_or_cannot_be_read_waits_for_a_third(house: Desk) -> None:
    """Who decides, even against both; they cannot pass it on."""
    house.motions.key(M1, "u1", "yes", LIN)
    assert house.motions.key(M1, "u1", "no", ZHOU).waits_for == "third"
    house.motions.key(M1, "u2", None, LIN)
    assert house.motions.key(M1, "u2", None, ZHOU).waits_for == "third"
    assert [one.place for one in house.motions.keyed(M1) if one.differs] == ["u1", "u2"]
    with pytest.raises(NotPossible, match="third look, which decides"):
        house.motions.key(M1, "u2", None, WU)
    with pytest.raises(NotPossible, match="twice"):
        house.motions.key(M1, "u1", "no", LIN)
    assert house.motions.key(M1, "u1", "abstain", WU).waits_for == "batch"
    assert house.motions.key(M1, "u2", "spoiled", WU).waits_for == "batch"
    assert house.motions.count(M1).counted == 2


def test_how_many_took_part_does_not_tell_whether_both_agree(house: Desk) -> None:
    """It grows with the first reading, not with the second; one that is taken back did not come."""
    told = []
    for place, first in (("u1", "yes"), ("u2", "no"), ("u3", None)):
        house.motions.key(M1, place, first, LIN)
        before = house.motions.taken_part(M1)
        house.motions.key(M1, place, "yes", ZHOU)
        told.append(house.motions.taken_part(M1) - before)
    assert told == [0, 0, 0] and house.motions.taken_part(M1) == 3
    shown = perform(ACTS["motion/show"], house, {"id": M1}, Actor(ZHOU, Role.KEYER))
    assert shown["taken_part"] == 3
    house.motions.key(M1, "u4", "yes", LIN)
    house.motions.unkey(M1, "u4", LIN)
    assert house.motions.taken_part(M1) == 3


def test_who_reads_second_is_told_the_same_whatever_the_first_read(house: Desk) -> None:
    """Alike, different, unreadable, spoiled: the act answers, and refuses, in one way."""
    first: tuple[dict[str, object], ...] = (
        {"mark": "yes"},
        {"mark": "no"},
        {"unsure": True},
        {"mark": "spoiled", "reason": "撕破"},
    )
    told, again = [], []
    for at, said in enumerate(first, 1):
        given = {"id": M1, "place": f"u{at}"}
        one = perform(ACTS["motion/key"], house, {**given, **said}, Actor(LIN, Role.STAFF))
        assert (one["reading"], one["waits_for"]) == (1, "second")
        second = Actor(ZHOU, Role.KEYER)
        told.append(perform(ACTS["motion/key"], house, {**given, "mark": "yes"}, second))
        for act in ("motion/key", "motion/unkey"):
            with pytest.raises(NotPossible) as refused:
                perform(ACTS[act], house, given, second)
            again.append(str(refused.value))
    assert told == [{"reading": 2, "waits_for": "comparison", "receipt": None, "void": None}] * 4
    assert len(set(again)) == 2
    assert sum(one.differs for one in house.motions.keyed(M1)) == 3
    third = {"id": M1, "place": "u2", "mark": "yes"}
    told_third = perform(ACTS["motion/key"], house, third, Actor(WU, Role.KEYER))
    assert (told_third["reading"], told_third["waits_for"]) == (3, "batch")


def test_another_paper_says_nothing_of_how_the_last_one_was_read(house: Desk) -> None:
    """To whoever read second, alike or not: it is begun, taken back, read by others in one way."""
    told: dict[str, list[str]] = {}
    for place, first in (("u1", "yes"), ("u2", "no"), ("u3", None)):
        house.motions.key(M1, place, first, LIN)
        house.motions.key(M1, place, "yes", ZHOU)
        said = told.setdefault(place, [])
        for again in (False, True, True):
            try:
                said.append(str(house.motions.key(M1, place, "no", ZHOU, again=again)))
            except NotPossible as refused:
                said.append(str(refused))
        said.append(str(house.motions.unkey(M1, place, ZHOU) is None))
        said.append(str(house.motions.key(M1, place, "no", ZHOU, again=True)))
        said.append(str(house.motions.key(M1, place, "no", LIN).waits_for))
        waiting = perform(ACTS["motion/mismatches"], house, {"id": M1}, Actor(ZHOU, Role.KEYER))
        said.append(str(waiting))
    assert told["u1"][1].startswith("KeyedPaper(waits_for='second'")
    assert "twice" in told["u1"][0] and "twice" in told["u1"][2]
    assert told["u1"] == told["u2"] == told["u3"]
    third = perform(ACTS["motion/mismatches"], house, {"id": M1}, Actor(WU, Role.KEYER))
    assert [one["place"] for one in third] == ["u2", "u3"]
    for place in ("u2", "u3"):
        assert house.motions.key(M1, place, "yes", WU).waits_for == "batch"
    before = house.motions.keyed(M1)
    house.diary.forget()
    assert house.motions.keyed(M1) == before
    house.motions.close(M1)


def test_why_a_paper_is_spoiled_is_kept_sealed(house: Desk) -> None:
    """In each reader's words; two who call it spoiled agree, and no other mark has a reason."""
    why = Text("画了两处", "two sides marked")
    house.motions.key(M1, "u1", "spoiled", LIN, reason=why)
    with pytest.raises(NotPossible, match="it is not spoiled"):
        house.motions.key(M1, "u2", "yes", LIN, reason=why)
    assert house.motions.key(M1, "u1", "spoiled", ZHOU, reason=Text.of("两处")).reading == 2
    house.motions.count(M1)
    (paper,) = house.motions.keyed(M1)
    assert paper.end == "cast" and [one.reason for one in paper.read] == [why, Text.of("两处")]
    house.diary.forget()
    assert house.motions.keyed(M1) == (paper,)
    for entry in house.diary.entries():
        assert "reason" not in entry.facts or not entry.kind.startswith("motion-paper")
    house.motions.key(M1, "u2", "spoiled", LIN)  # as programs did that know no reason
    assert house.motions.keyed(M1)[1].read[0].reason is None


def test_a_first_reading_is_taken_back_until_another_has_read(house: Desk) -> None:
    """The diary keeps it, superseded; afterwards nobody takes anything back, alike or not."""
    house.motions.key(M1, "u1", "yes", LIN)
    for place, who in (("u1", ZHOU), ("u2", LIN)):
        with pytest.raises(NotPossible, match="cannot be taken back"):
            house.motions.unkey(M1, place, who)
    house.motions.unkey(M1, "u1", LIN)
    assert house.motions.keyed(M1) == ()
    house.motions.key(M1, "u1", "no", LIN)
    house.motions.key(M1, "u1", "no", ZHOU)
    house.motions.key(M1, "u2", "no", LIN)
    house.motions.key(M1, "u2", "yes", ZHOU)
    for place in ("u1", "u2"):
        for who in (LIN, ZHOU):
            with pytest.raises(NotPossible, match="cannot be taken back"):
                house.motions.unkey(M1, place, who)
    (paper,) = [one for one in house.motions.keyed(M1) if one.place == "u1"]
    assert [one.mark for one in paper.taken_back] == ["yes"] and paper.is_settled
    before = house.motions.keyed(M1)
    house.diary.forget()
    assert house.motions.keyed(M1) == before


def test_it_does_not_close_while_papers_wait(house: Desk) -> None:
    """For the second reading, or a third look; taken back or settled it closes."""
    house.motions.key(M1, "u1", "yes", LIN)
    with pytest.raises(NotPossible, match="1 papers are not keyed to the end"):
        house.motions.close(M1)
    house.motions.key(M1, "u1", "no", ZHOU)
    with pytest.raises(NotPossible, match="not keyed to the end"):
        house.motions.close(M1)
    house.motions.key(M1, "u1", "no", WU)
    house.motions.key(M1, "u2", "yes", LIN)
    house.motions.unkey(M1, "u2", LIN)
    house.motions.close(M1)
    with pytest.raises(WrongState):
        house.motions.key(M1, "u2", "yes", LIN)


def test_another_paper_of_a_home_is_said_to_be_one(house: Desk) -> None:
    """The rule says which stands: here the first, the second is kept void."""
    for who in (LIN, ZHOU):
        house.motions.key(M1, "u1", "yes", who)
    with pytest.raises(NotPossible, match="keyed to the end"):
        house.motions.key(M1, "u1", "no", WU)
    house.motions.key(M1, "u1", "no", WU, again=True)
    assert house.motions.key(M1, "u1", "no", LIN).waits_for == "batch"
    for at in range(2, 6):
        cast(house, at, "no")
    assert [one.number for one in house.motions.keyed(M1)] == [1, 2]
    house.motions.close(M1)
    tallies = house.motions.decide(M1)
    assert "yes" in str(tallies)


def test_what_is_refused_at_the_keyboard(house: Desk) -> None:
    """A home that is not asked, a mark that is not offered, nobody."""
    for place, mark, by, error in (
        ("u9", "yes", LIN, UnknownId),
        ("u1", "maybe", LIN, UnknownName),
        ("u1", "yes", " ", NotPossible),
    ):
        with pytest.raises(error):
            house.motions.key(M1, place, mark, by)
    assert house.motions.keyed(M1) == ()


def test_a_home_is_found_as_it_is_written(house: Desk) -> None:
    """By its id or its address, whatever the width and blanks; two alike are asked about."""
    assert house.motions.find_place(M1, " Ｕ1 ") == "u1"
    for written in ("u77", "", "  "):
        with pytest.raises(NotPossible, match="asks no home"):
            house.motions.find_place(M1, written)
    import attrs

    units = tuple(attrs.evolve(one, label="1号 101室" if at < 2 else f"{at}0１室")
                  for at, one in enumerate(roll().units))  # fmt: skip
    other = opened(desk(), attrs.evolve(roll(), units=units))
    assert other.motions.find_place(M1, "201 室") == "u2"
    with pytest.raises(NotPossible, match="several homes"):
        other.motions.find_place(M1, "1号101室")


def test_neither_mark_nor_home_nor_name_stands_open(house: Desk) -> None:
    """The log of the diary has slots and numbers alone."""
    house.motions.key(M1, "u1", "yes", LIN)
    house.motions.key(M1, "u1", "no", ZHOU)
    kinds = [one for one in house.diary.entries() if one.kind.startswith("motion-paper")]
    assert len(kinds) == 2
    for one in kinds:
        assert set(one.facts) == {"motion", "slot", "paper", "keeps"}
        assert one.sealed is not None and one.sealed["place"] == "u1"


def test_nothing_is_counted_while_a_paper_waits(house: Desk) -> None:
    """All that are keyed to the end count in one commit, in the order they were begun."""
    for place, marks in (("u2", ("yes", "yes")), ("u1", ("no", "yes"))):
        for who, mark in zip((LIN, ZHOU), marks, strict=True):
            house.motions.key(M1, place, mark, who)
    size = len(entries(house._hand.store, M1))
    with pytest.raises(NotPossible, match="1 papers are not keyed to the end"):
        house.motions.count(M1)
    assert len(entries(house._hand.store, M1)) == size
    house.motions.key(M1, "u1", "no", WU)
    assert len(entries(house._hand.store, M1)) == size
    assert house.motions.count(M1).counted == 2
    assert [one.end for one in house.motions.keyed(M1)] == ["cast", "cast"]


def test_closing_counts_what_is_keyed(house: Desk) -> None:
    """Nobody has to count before."""
    for who in (LIN, ZHOU):
        house.motions.key(M1, "u1", "yes", who)
    house.motions.close(M1)
    assert [one.end for one in house.motions.keyed(M1)] == ["cast"]
    assert house.motions.taken_part(M1) == 1
    assert "yes" in str(house.motions.decide(M1))


@pytest.mark.parametrize("when", ["before", "between", "after", "never"])
def test_who_answers_again_after_their_paper_was_read_has_answered_last(when: str) -> None:
    """Where the last answer stands: the paper is void then, and not put over a later answer."""
    house = opened(desk(channel__double="last_valid_stands"))
    online = {"before": 0, "between": 1, "after": 2}.get(when)
    for at, who in enumerate((LIN, ZHOU, "")):
        if at == online:
            cast(house, 1, "no")
        if who:
            house.motions.key(M1, "u1", "yes", who)
    void = when in ("between", "after")
    assert house.motions.count(M1).void == void
    (paper,) = house.motions.keyed(M1)
    assert paper.end == ("already-cast" if void else "cast")
