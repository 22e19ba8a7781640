"""``tick-share``: the laws, a slow second implementation, and the words."""

from __future__ import annotations

from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.counting import Base
from tickbox_core.errors import BaseUnknown, TieRefused, UnknownName
from tickbox_core.model import Ballot, Item
from tickbox_core.rules import Contest, Electorate, ListedFirst, Lot, Refuse, TickShare
from tickbox_core.testing import rearranged, rule_contract, strategies
from tickbox_core.testing.strategies import lasting

BASES = st.sampled_from(list(Base))
LOT = Lot("2026")

TestByParticipants = rule_contract(lambda tie_break: TickShare(Base.PARTICIPANTS, tie_break))
TestByRegistered = rule_contract(lambda tie_break: TickShare(Base.REGISTERED, tie_break))
TestByHouseholds = rule_contract(lambda tie_break: TickShare(Base.HOUSEHOLDS, tie_break))


# -- a second opinion --------------------------------------------------------------------------


def by_hand(ids, ballots, size, places, first):
    """Rank and choose as one would with pencil and paper, sharing no code with the rule.

    Where nobody took part nothing is chosen.

    ``ballots`` are sets of ids; ``first`` orders the ids of a tie.  Gives ranks and shares by id,
    and the chosen.
    """
    ticks = {id_: sum(1 for ballot in ballots if id_ in ballot) for id_ in ids}
    rank = {id_: 1 + sum(1 for other in ids if ticks[other] > ticks[id_]) for id_ in ids}
    share = {id_: Fraction(ticks[id_], size) if size else None for id_ in ids}
    if places is None:
        return rank, share, None
    if not ballots:
        return rank, share, set()
    queue = sorted(ids, key=lambda id_: (rank[id_], first(id_)))
    return rank, share, set(queue[:places])


@st.composite
def plain_contests(draw):
    """Items, ballots and the sizes of the bases, before anything is grouped."""
    listed = draw(strategies.items())
    cast = draw(strategies.ballots(listed))
    homes = len({ballot.household for ballot in cast})
    sizes = len(cast) + draw(st.integers(0, 3)), homes + draw(st.integers(0, 3))
    return listed, cast, sizes, draw(st.none() | st.integers(0, 8))


@lasting
@given(plain_contests(), BASES, st.booleans())
def test_it_agrees_with_a_count_by_hand(drawn, base, by_lot):
    """Ranks, exact shares and the chosen, for every base, by lot or by the list."""
    listed, cast, (registered, households), places = drawn
    tie_break = LOT if by_lot else ListedFirst()
    contest = Contest.of_ballots(listed, cast, Electorate(registered, households), places=places)
    outcome = TickShare(base, tie_break).outcome(contest)

    if base is Base.HOUSEHOLDS:
        homes = {ballot.household for ballot in cast}
        ballots = [{t for b in cast if b.household == home for t in b.ticks} for home in homes]
    else:
        ballots = [set(ballot.ticks) for ballot in cast]
    sizes = {"participants": len(cast), "registered": registered, "households": households}
    ids = [item.id for item in listed]
    drawn_first = [item.id for item in tie_break.order(listed)].index
    rank, share, chosen = by_hand(ids, ballots, sizes[base], places, drawn_first)

    assert {p.item: p.rank for p in outcome.ranking} == rank
    assert {p.item: p.share.value for p in outcome.ranking} == share
    assert (None if outcome.selected is None else set(outcome.selected)) == chosen
    assert {p.item for p in outcome.ranking if p.chosen} == (chosen or set())
    assert outcome.ballots == len(cast)


# -- laws --------------------------------------------------------------------------------------


@lasting
@given(strategies.contests(), BASES, st.randoms(use_true_random=False))
def test_the_list_decides_nothing_under_refusal(contest, base, random):
    """Listed in any order, a contest is refused with the same tie or decided alike."""

    def decided(asked):
        try:
            return "chosen", set(TickShare(base).outcome(asked).selected or ())
        except TieRefused as tie:
            return tie.places, set(tie.tied)

    number = len(contest.items)
    other = rearranged.relist(contest, random.sample(range(number), number))
    assert decided(other) == decided(contest)


@lasting
@given(strategies.contests(), st.randoms(use_true_random=False))
def test_listed_first_asks_the_list_and_only_at_a_tie(contest, random):
    """Re-listing changes who is chosen only among items tied across the cut."""
    number = len(contest.items)
    other = rearranged.relist(contest, random.sample(range(number), number))
    mine, theirs = (TickShare(tie_break=ListedFirst()).outcome(c) for c in (contest, other))
    tied = {item for tie in mine.ties for item in tie.items}
    assert set(mine.selected or ()) ^ set(theirs.selected or ()) <= tied


@lasting
@given(strategies.contests(), st.integers(2, 5))
def test_homogeneity(contest, times):
    """Every ballot cast several times over gives the same ranks and the same chosen items."""
    profile = contest.profile
    more = attrs.evolve(profile, counts=tuple(times * count for count in profile.counts))
    bigger = attrs.evolve(contest, profile=more, electorate=Electorate())
    mine, theirs = (TickShare(tie_break=LOT).outcome(c) for c in (contest, bigger))
    assert {p.item: p.rank for p in mine.ranking} == {p.item: p.rank for p in theirs.ranking}
    assert mine.selected == theirs.selected
    assert [p.share.value for p in mine.ranking] == [p.share.value for p in theirs.ranking]


@lasting
@given(strategies.contests(min_items=1), st.data())
def test_monotonicity(contest, data):
    """One more ballot that ticks a single item never worsens that item's rank."""
    item = data.draw(st.sampled_from(contest.items))
    extra = rearranged.ungroup(contest.profile)
    at = next(n for n, listed in enumerate(contest.items) if listed == item)
    grown = attrs.evolve(
        extra,
        ticks=(*extra.ticks, at),
        ends=(*extra.ends, len(extra.ticks) + 1),
        counts=(*extra.counts, 1),
    )
    after = attrs.evolve(contest, profile=grown, electorate=Electorate())

    def rank(asked):
        return next(
            p.rank for p in TickShare(tie_break=LOT).outcome(asked).ranking if p.item == item.id
        )

    assert rank(after) <= rank(contest)


@lasting
@given(strategies.contests(places=st.integers(0, 8)), BASES)
def test_the_cut_takes_as_many_as_there_are(contest, base):
    """With a tie-break, exactly ``places`` are chosen, or all where the list is shorter."""
    outcome = TickShare(base, LOT).outcome(contest)
    wanted = min(contest.places, len(contest.items)) if contest.profile.ballots else 0
    assert len(outcome.selected) == wanted


@lasting
@given(strategies.contests(places=st.integers(0, 8)), BASES)
def test_who_is_chosen_is_never_behind_who_is_not(contest, base):
    """No item left out has more ticks than one that is chosen."""
    ranking = TickShare(base, LOT).outcome(contest).ranking
    inside = [p.ticks for p in ranking if p.chosen]
    outside = [p.ticks for p in ranking if not p.chosen]
    assert not inside or not outside or min(inside) >= max(outside)


@lasting
@given(strategies.contests(places=st.integers(0, 8)))
def test_a_tie_is_recorded_if_and_only_if_it_stood_across_the_cut(contest):
    """Its items share one rank, some are chosen, some are not, and refusing names the same."""
    outcome = TickShare(tie_break=LOT).outcome(contest)
    if not outcome.ties:
        assert TickShare(tie_break=Refuse()).outcome(contest).selected == outcome.selected
        return
    (tie,) = outcome.ties
    with pytest.raises(TieRefused) as refused:
        TickShare(tie_break=Refuse()).outcome(contest)
    assert (refused.value.tied, refused.value.places) == (tie.items, tie.places)
    assert 0 < tie.places == len(tie.chosen) < len(tie.items)
    assert len({p.rank for p in outcome.ranking if p.item in tie.items}) == 1
    assert tie.tie_break == "lot:2026"


# -- bases -------------------------------------------------------------------------------------

ITEMS = (Item("a", "甲"), Item("b", "乙"), Item("c", "丙"))
CAST = (
    Ballot("r1", ("a", "b"), "h1"),
    Ballot("r2", ("a",), "h1"),
    Ballot("r3", ("b", "c"), "h2"),
    Ballot("r4", (), "h3"),
)


@pytest.mark.parametrize(
    "base, shares",
    [
        ("participants", {"a": (2, 4), "b": (2, 4), "c": (1, 4)}),
        ("registered", {"a": (2, 10), "b": (2, 10), "c": (1, 10)}),
        ("households", {"a": (1, 6), "b": (2, 6), "c": (1, 6)}),
    ],
)
def test_each_base_divides_by_its_own_number(base, shares):
    """Two ticks in one home are one household; blank ballots took part; nothing is reduced."""
    contest = Contest.of_ballots(ITEMS, CAST, Electorate(10, 6))
    outcome = TickShare(base).outcome(contest)
    held = {p.item: (p.share.numerator, p.share.denominator) for p in outcome.ranking}
    assert held == shares
    assert {p.share.base for p in outcome.ranking} == {base}
    assert outcome.parameters["base"] == base


@pytest.mark.parametrize("base", ["registered", "households"])
def test_a_base_nobody_knows_gives_no_share(base):
    """Without its size there is an error with a remedy, never a guess."""
    contest = Contest.of_ballots(ITEMS, CAST)
    with pytest.raises(BaseUnknown, match=f"'{base}' is not known.*give the roll"):
        TickShare(base).outcome(contest)
    assert TickShare("participants").outcome(contest).ballots == 4


def test_households_need_a_household_on_every_ballot():
    """One ballot that names none, and the remedy says so."""
    contest = Contest.of_ballots(ITEMS, [*CAST, Ballot("r5")], Electorate(10, 6))
    with pytest.raises(BaseUnknown, match="say on every ballot which household"):
        TickShare("households").outcome(contest)


def test_a_base_nobody_offers_is_refused_with_the_choices():
    """The three that exist are named."""
    with pytest.raises(UnknownName, match="participants, registered, households"):
        TickShare("everybody")


# -- the cut -----------------------------------------------------------------------------------


def contest_of(ticks: str, places: int | None) -> Contest:
    """``"aab"``: two ballots that tick a, one that ticks b."""
    cast = [Ballot(f"r{n}", (tick,)) for n, tick in enumerate(ticks)]
    return Contest.of_ballots(ITEMS, cast, places=places)


@pytest.mark.parametrize(
    "places, chosen",
    [(None, None), (0, ()), (1, ("a",)), (2, ("a", "b")), (3, ("a", "b", "c")),
     (4, ("a", "b", "c"))],
)  # fmt: skip
def test_the_cut_just_under_on_and_over_the_list(places, chosen):
    """No cut, none, one, one fewer than listed, all, and more than there are: no tie is asked."""
    outcome = TickShare().outcome(contest_of("aaabbc", places))
    assert outcome.selected == chosen
    assert outcome.ties == ()


@pytest.mark.parametrize("places", [0, 3])
def test_a_tie_that_the_cut_does_not_part_is_no_matter(places):
    """Equal items all chosen, or all left out, need no tie-break."""
    assert TickShare().outcome(contest_of("ab", places)).ties == ()


@pytest.mark.parametrize(
    "ticks, places, tied, left",
    [("ab", 1, ("a", "b"), 1), ("abc", 2, ("a", "b", "c"), 2), ("aabc", 2, ("b", "c"), 1)],
)
def test_a_tie_across_the_cut_is_refused_by_default(ticks, places, tied, left):
    """The error names the tied items and the places left for them."""
    with pytest.raises(TieRefused) as refused:
        TickShare().outcome(contest_of(ticks, places))
    assert (refused.value.tied, refused.value.places) == (tied, left)


def test_equal_ticks_share_a_rank():
    """Competition ranks: 1, 2, 2 and then 4."""
    items = (*ITEMS, Item("d", "丁"))
    cast = [Ballot("1", ("a", "b", "c")), Ballot("2", ("a",)), Ballot("3", ("b", "a"))]
    cast += [Ballot("4", ("c", "a"))]
    ranking = TickShare().outcome(Contest.of_ballots(items, cast)).ranking
    assert [(p.item, p.rank) for p in ranking] == [("a", 1), ("b", 2), ("c", 2), ("d", 4)]


# -- nobody, nothing, and the words ------------------------------------------------------------


@pytest.mark.parametrize("base", list(Base))
def test_nobody_voting(base):
    """All items are tied at rank one with no ticks, and the note says that nobody took part."""
    outcome = TickShare(base).outcome(Contest.of_ballots(ITEMS, [], Electorate(5, 5)))
    assert [(p.rank, p.ticks) for p in outcome.ranking] == [(1, 0)] * 3
    assert outcome.note.en == "Nobody took part: all items are tied and none is chosen."
    assert outcome.ballots == 0


def test_nobody_voting_by_participants_has_no_percentage():
    """A share of nobody is unknown, not nought."""
    outcome = TickShare().outcome(Contest.of_ballots(ITEMS, []))
    assert {p.share.value for p in outcome.ranking} == {None}
    assert "0 of 0 residents who took part, –" in outcome.ranking[0].why.en


def test_nobody_voting_chooses_nothing_by_itself():
    """With places none of the tied items is chosen, whatever the tie-break: nobody asked for it."""
    for tie_break in (Refuse(), ListedFirst(), LOT):
        outcome = TickShare(tie_break=tie_break).outcome(Contest.of_ballots(ITEMS, [], places=2))
        assert outcome.selected == outcome.ties == ()
        assert "nothing was to be chosen" in outcome.ranking[0].why.en


def test_one_blank_ballot_is_somebody():
    """A single ballot that ticks nothing has taken part: the cut and its tie-break apply again."""
    cast = [Ballot("r1")]
    with pytest.raises(TieRefused):
        TickShare().outcome(Contest.of_ballots(ITEMS, cast, places=2))
    outcome = TickShare(tie_break=ListedFirst()).outcome(Contest.of_ballots(ITEMS, cast, places=2))
    assert outcome.selected == ("a", "b")


@pytest.mark.parametrize("places", [None, 0, 3])
def test_an_empty_list(places):
    """Nothing to rank is an outcome with a note, whatever is to be chosen."""
    outcome = TickShare().outcome(Contest.of_ballots([], [Ballot("r1")], places=places))
    assert outcome.ranking == ()
    assert outcome.note.en == "There are no items on the list."
    assert outcome.selected == (None if places is None else ())


def test_blank_ballots_count_as_taking_part_and_are_reported():
    """They are ballots of persons, also where shares are of households."""
    for base in Base:
        outcome = TickShare(base).outcome(Contest.of_ballots(ITEMS, CAST, Electorate(10, 6)))
        assert outcome.note.en == "1 ballot ticks nothing and counts as having taken part."
        assert outcome.ballots == 4


def test_the_reasons_of_a_decided_contest():
    """Each place says its share, its neighbours, and why it is in or out."""
    outcome = TickShare(tie_break=ListedFirst()).outcome(contest_of("aaabc", 2))
    assert [p.why.en for p in outcome.ranking] == [
        (
            "Ticked by 3 of 5 residents who took part, 60.0%; 2 ahead of the next below. "
            "Among the first 2."
        ),
        (
            "Ticked by 1 of 5 residents who took part, 20.0%; one of 2 at rank 2, 2 behind the "
            "next above. Of 2 tied for 1 place, chosen by the order of the list."
        ),
        (
            "Ticked by 1 of 5 residents who took part, 20.0%; one of 2 at rank 2, 2 behind the "
            "next above. Of 2 tied for 1 place, not chosen by the order of the list."
        ),
    ]
    assert outcome.ranking[0].why.zh == (
        "5名参与居民的60.0%（3名）打钩；比后一名多2。在前2名内，入选。"
    )
    left_out = TickShare().outcome(contest_of("aaabbc", 2)).ranking[2]
    assert left_out.why.zh.endswith("未进入前2名，与最后一个入选项差1。")


def test_no_places_is_said_without_a_number():
    """With nothing to choose, no item is short of anything."""
    for place in TickShare().outcome(contest_of("aab", 0)).ranking:
        assert place.why.en.endswith("Not chosen: nothing was to be chosen.")
        assert place.chosen is False


def test_the_only_item_says_so():
    """No neighbours to compare with."""
    contest = Contest.of_ballots(ITEMS[:1], [Ballot("r1", ("a",))])
    assert "the only item listed" in TickShare().outcome(contest).ranking[0].why.en
