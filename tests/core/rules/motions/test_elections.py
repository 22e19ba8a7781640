"""Elections: marks, who may stand, each candidate's bars, and who has a seat."""

from __future__ import annotations

from itertools import combinations, pairwise, permutations
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.errors import BadValue, NoSuchMark, UnknownName
from tickbox_core.model import Option, Question
from tickbox_core.rules.motions import (
    ABSTAIN,
    NONE_OF_THESE,
    SPOILED,
    Assembly,
    Bars,
    Base,
    Decision,
    Head,
    Motion,
    Paper,
    Result,
    Silence,
    decide,
)
from tickbox_core.rules.motions.elections import (
    JOINT,
    CandidateVotes,
    SeatsFilled,
    fill,
    is_over,
    join_ticks,
    read_ticks,
    stands,
)

IDS = ("a", "b", "c", "d")
BARS = tuple(
    Bars.of_plain({"base": base, "quorum": "at_least 2/3", "approval": "more_than 1/2"})
    for base in ("heads", "area")
)


def election(seats: int = 2, ids: tuple[str, ...] = IDS, **more: Any) -> Motion:
    """So many seats for these candidates."""
    names = {"a": "张三", "b": "李四", "c": "王五", "d": "赵六"}
    options = tuple(Option(one, names[one]) for one in ids)
    return Motion("e", "选举", more.pop("bars", BARS), options=options, seats=seats, **more)


def assembly(areas: list[int | None]) -> Assembly:
    """A head for each area."""
    return Assembly(
        tuple(Head(f"u{at}", (f"u{at}",), (f"p{at}",), area) for at, area in enumerate(areas))
    )


def decided(motion: Motion, marks: list[str], areas: list[int | None] | None = None) -> Decision:
    """What comes of papers in this order; an empty mark hands in nothing."""
    papers = [Paper(f"u{at}", mark) for at, mark in enumerate(marks) if mark]
    return decide(motion, assembly(areas or [100] * len(marks)), papers)


def seats_of(found: Decision) -> SeatsFilled:
    """Who has a seat."""
    assert found.seated is not None
    return found.seated


# -- marks -------------------------------------------------------------------------------------


def test_a_mark_names_candidates_in_their_order() -> None:
    """However they are written; one of them is a mark, and so is none."""
    assert join_ticks(IDS, 3, ["c", "a"]) == "a+c"
    assert join_ticks(IDS, 3, ["b， a、c"]) == "a+b+c"
    assert join_ticks(IDS, 3, ["d"]) == "d"
    assert join_ticks(IDS, 3, []) == ABSTAIN
    assert join_ticks(IDS, 3, [NONE_OF_THESE]) == NONE_OF_THESE
    assert read_ticks(" a ;b ") == ("a", "b")


@pytest.mark.parametrize(
    ("ticked", "said"),
    [
        (["a", "e"], "no candidate 'e'"),
        (["a", "b", "c"], "more than 2 are ticked"),
        (["a", NONE_OF_THESE], "beside 'none of these'"),
        (["a", ABSTAIN], "or an abstention"),
    ],
)
def test_what_no_paper_may_say(ticked: list[str], said: str) -> None:
    """Somebody who does not stand, more than there are seats, a contradiction."""
    with pytest.raises(NoSuchMark, match=said):
        join_ticks(IDS, 2, ticked)


@pytest.mark.parametrize(("ticks", "over"), [("a+b", False), ("a+b+c", True), ("a+b+e", False)])
def test_more_ticks_than_seats_are_over(ticks: str, over: bool) -> None:
    """Just on and just over; what names a stranger is something else."""
    assert is_over(IDS, 2, ticks) is over


@given(st.text(alphabet="abcde+ ", max_size=8))
def test_marks_are_those_that_joining_gives(written: str) -> None:
    """What joining gives is a mark, and each mark is joined to itself."""
    marks = election(2).marks
    try:
        mark = join_ticks(IDS, 2, [written])
    except NoSuchMark:
        assert written not in marks
        return
    assert mark in marks
    assert join_ticks(IDS, 2, [mark]) == mark
    assert (written in marks) == (written == mark)


def test_every_set_of_candidates_is_one_mark() -> None:
    """Of all words over the candidates exactly the sets in their order count, up to the seats."""
    marks = election(2).marks
    words = [JOINT.join(word) for size in (1, 2, 3) for word in permutations(IDS, size)]
    sets = [JOINT.join(chosen) for size in (1, 2) for chosen in combinations(IDS, size)]
    assert [word for word in words if word in marks] == sets


def test_a_paper_that_no_list_allows_is_refused() -> None:
    """Twice the same, another order, too many."""
    for mark in ("a+a", "b+a", "a+b+c", "a+", "+a", "e"):
        with pytest.raises(UnknownName):
            decided(election(2), [mark, "a", "a"])


# -- who may stand -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"seats": 5}, "4 stand for 5 seats"),
        ({"seats": -1}, "one seat at least"),
        ({"silence": Silence.FOLLOW_MAJORITY}, "silence cannot follow the majority"),
        ({"bars": BARS[:1]}, "by heads and by area"),
        ({"kind": Question.RESIDENTS_MOTION}, "owners elect"),
    ],
)
def test_what_is_no_election(fields: dict[str, Any], said: str) -> None:
    """Fewer candidates than seats; silence, bars, electors that no election has."""
    with pytest.raises(BadValue, match=said):
        election(**fields)


def test_as_many_candidates_as_seats_may_stand() -> None:
    """Just on the edge."""
    assert election(4).candidates == IDS


def test_nobody_stands_twice_and_ids_do_not_separate() -> None:
    """Names are compared without width and blanks."""
    options = (Option("a", "张三"), Option("b", " 张 三"))
    with pytest.raises(BadValue, match="has the name of a"):
        Motion("e", "选举", BARS, options=options, seats=1)
    with pytest.raises(BadValue, match="several persons"):
        Motion("e", "选举", BARS, options=(Option("a", "张三、李四"),), seats=1)
    with pytest.raises(BadValue, match="signs that separate"):
        Motion("e", "选举", BARS, options=(Option("a+b", "张三"), Option("c", "李四")), seats=1)


@pytest.mark.parametrize(
    ("name", "candidate"),
    [("张三", "a"), (" 张　三 ", "a"), ("ZHANG", "a"), ("zhang san", "a"), ("张", ""), ("", "")],
)
def test_the_house_knows_candidates_by_name(name: str, candidate: str) -> None:
    """Name, what stands in brackets behind it, the name in English; never a part of it."""
    options = (Option("a", {"zh": "张三（zhang）", "en": "Zhang San"}), Option("b", "李四"))
    found = stands(options, name)
    assert ("" if found is None else found.id) == candidate


def test_an_election_is_read_back_and_other_motions_stay_as_they_were() -> None:
    """Seats are written only where there are some."""
    motion = election(3)
    assert Motion.of_plain(motion.plain()) == motion
    other = attrs.evolve(motion, seats=0)
    assert "seats" not in other.plain()
    assert Motion.of_plain(other.plain()) == other


# -- bars --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("yes", "result"),
    [(0, Result.REJECTED), (3, Result.REJECTED), (4, Result.PASSED), (6, Result.PASSED)],
)
def test_each_candidate_needs_more_than_half_of_those_taking_part(yes: int, result: Result) -> None:
    """Nobody, exactly half, just over, all; by heads and area alike."""
    found = decided(election(1, ("a", "b")), ["a"] * yes + [NONE_OF_THESE] * (6 - yes))
    assert found.verdicts["a"].result is result
    assert seats_of(found).elected == (("a",) if result is Result.PASSED else ())


@pytest.mark.parametrize(("area", "elected"), [(299, ()), (300, ()), (301, ("a",))])
def test_area_is_a_bar_of_its_own(area: int, elected: tuple[str, ...]) -> None:
    """Three of four heads agree; whether they have half of the area decides."""
    found = decided(
        election(1, ("a", "b")), ["a", "a", "a", ABSTAIN], [100, 100, area - 200, 600 - area]
    )
    assert seats_of(found).elected == elected


@pytest.mark.parametrize(("came", "elected"), [(5, ()), (6, ("a",)), (7, ("a",))])
def test_two_thirds_take_part(came: int, elected: tuple[str, ...]) -> None:
    """Just under, exactly on, just over the quorum, though all who came agree."""
    found = decided(election(1, ("a", "b")), ["a"] * came + [""] * (9 - came))
    assert seats_of(found).elected == elected
    assert (found.result is Result.PASSED) == bool(elected)


def test_nobody_taking_part_elects_nobody() -> None:
    """Every seat stays open, and all stand again."""
    found = decided(election(2), [""] * 4)
    assert found.result is Result.REJECTED
    assert seats_of(found) == SeatsFilled(2, left=2)
    assert seats_of(found).further(IDS) == IDS


def test_an_unknown_area_certifies_nobody() -> None:
    """Though by heads it is clear; but whom the heads reject is not elected."""
    found = decided(election(1, ("a", "b")), ["a", "a", "a"], [100, 100, None])
    assert found.result is Result.UNDETERMINED
    assert seats_of(found) == SeatsFilled(1, left=1, undetermined=True)
    assert seats_of(found).further(("a", "b")) == ()
    assert "undetermined" in found.sentence.en
    assert decided(election(1, ("a", "b")), ["", "", ""], [1, 1, None]).result is Result.REJECTED


def test_silence_may_abstain() -> None:
    """Then it takes part, and speaks for nobody."""
    motion = election(1, ("a", "b"), silence=Silence.ABSTAIN)
    assert seats_of(decided(motion, ["a", "a", ""])).elected == ("a",)
    found = decided(motion, ["a", "a", "", ""])
    assert seats_of(found).elected == ()
    heads = next(one for one in found.tallies if one.base is Base.HEADS)
    assert (heads.participating, heads.marks[ABSTAIN], heads.joined) == (4, 2, 2)


def test_spoiled_papers_take_part() -> None:
    """And tick nobody."""
    found = decided(election(1, ("a", "b")), ["a", "a", SPOILED, SPOILED])
    assert seats_of(found).elected == ()


# -- seats -------------------------------------------------------------------------------------


def test_heads_decide_where_area_orders_differently() -> None:
    """Of those who pass the one with more heads is first; of equal heads the larger area."""
    motion, both = election(2, ("a", "b", "c")), ["a+b", "a+b", "a+b"]
    more_heads = decided(motion, [*both, "a", "a", "b"], [200, 200, 200, 10, 10, 90])
    assert seats_of(more_heads).elected == ("a", "b")
    more_area = decided(motion, [*both, "a", "b"], [200, 200, 200, 10, 50])
    assert seats_of(more_area).elected == ("b", "a")
    one_seat = [
        CandidateVotes("a", Result.PASSED, 5, 10),
        CandidateVotes("b", Result.PASSED, 4, 20),
    ]
    assert fill(1, one_seat) == SeatsFilled(1, ("a",))
    level = [CandidateVotes(one, Result.PASSED, 5, area) for one, area in (("a", 10), ("b", 20))]
    assert fill(1, level) == SeatsFilled(1, ("b",))


def test_equal_on_both_at_the_last_seat_stand_again() -> None:
    """Among themselves, for what is left; who is ahead has a seat."""
    found = decided(election(2, ("a", "b", "c")), ["a+b", "a+b", "a+c", "a+c", "b+c", "b+c"])
    assert found.result is Result.REJECTED  # 4 of 6 each: all three equal, for two seats
    assert seats_of(found) == SeatsFilled(2, (), ("a", "b", "c"), 2)
    motion = election(2, ("a", "b", "c"), bars=_bars("at_least 1/2"))
    found = decided(motion, ["a+b", "a+c", "a+b", "a+c"])
    assert seats_of(found) == SeatsFilled(2, ("a",), ("b", "c"), 1)
    assert seats_of(found).further(("a", "b", "c")) == ("b", "c")
    assert found.result is Result.PASSED
    assert "equal by heads and by area" in found.sentence.en
    assert "再次投票" in found.sentence.zh


def _bars(approval: str) -> tuple[Bars, ...]:
    return tuple(
        Bars.of_plain({"base": base, "quorum": "at_least 2/3", "approval": approval})
        for base in ("heads", "area")
    )


def test_seats_that_nobody_reached_are_left() -> None:
    """All without a seat stand again for them."""
    found = decided(election(2, ("a", "b", "c")), ["a+b", "a+c", "a", "b"])
    assert seats_of(found) == SeatsFilled(2, ("a",), (), 1)
    assert seats_of(found).further(("a", "b", "c")) == ("b", "c")


STANDINGS = st.lists(
    st.builds(
        CandidateVotes,
        st.just(""),
        st.sampled_from([Result.PASSED, Result.PASSED, Result.REJECTED]),
        st.integers(0, 3),
        st.integers(0, 2),
    ),
    min_size=1,
    max_size=6,
).map(lambda many: [attrs.evolve(one, candidate=f"c{at}") for at, one in enumerate(many)])


@given(STANDINGS, st.integers(1, 4))
def test_whoever_counts_by_hand_comes_to_the_same(many: list[CandidateVotes], seats: int) -> None:
    """Brute force: a candidate is elected if every order that votes allow gives them a seat."""
    passing = [one for one in many if one.result is Result.PASSED]
    orders = [
        order
        for order in permutations(passing)
        if all(
            (first.heads, first.area) >= (then.heads, then.area) for first, then in pairwise(order)
        )
    ]
    seated = [{one.candidate for one in order[:seats]} for order in orders] or [set()]
    always, ever = set.intersection(*seated), set.union(*seated)
    found = fill(seats, many)
    assert set(found.elected) == always
    assert set(found.equal) == ever - always
    assert found.left == seats - len(always)
    assert not found.undetermined


@given(STANDINGS, st.integers(1, 4), st.randoms())
def test_the_order_of_the_list_gives_nobody_a_seat(
    many: list[CandidateVotes], seats: int, random: Any
) -> None:
    """Shuffled candidates come out the same."""
    shuffled = list(many)
    random.shuffle(shuffled)
    first, then = fill(seats, many), fill(seats, shuffled)
    assert set(first.elected) == set(then.elected)
    assert set(first.equal) == set(then.equal)
    assert first.left == then.left


@given(STANDINGS, st.integers(1, 4))
def test_one_unknown_candidate_certifies_nobody(many: list[CandidateVotes], seats: int) -> None:
    """Whoever else passes."""
    unknown = CandidateVotes("x", Result.UNDETERMINED, 3, None)
    assert fill(seats, [*many, unknown]) == SeatsFilled(seats, left=seats, undetermined=True)


MARKS = st.lists(
    st.sampled_from(["", ABSTAIN, SPOILED, NONE_OF_THESE, *IDS, "a+b", "a+c", "b+c", "c+d", "a+d"]),
    min_size=1,
    max_size=9,
)


@given(MARKS, st.data())
def test_tallies_hold_whatever_is_ticked(marks: list[str], data: Any) -> None:
    """Each candidate has the heads and areas of those who ticked them; nobody counts twice."""
    areas: list[int | None] = [
        data.draw(st.integers(1, 50), label="area") for _ in range(len(marks))
    ]
    found = decided(election(2), marks, areas)
    for tally in found.tallies:
        weight = [1] * len(marks) if tally.base is Base.HEADS else areas
        for one in IDS:
            want = sum(w or 0 for w, mark in zip(weight, marks, strict=True)
                       if one in mark.split(JOINT))  # fmt: skip
            assert tally.marks[one] == want
        assert tally.participating == sum(
            w or 0 for w, mark in zip(weight, marks, strict=True) if mark
        )
    assert len(seats_of(found).elected) + seats_of(found).left == 2
    for one in seats_of(found).elected:
        assert found.verdicts[one].result is Result.PASSED
