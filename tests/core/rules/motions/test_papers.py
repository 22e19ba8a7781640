"""Papers and mandates are checked before anything is counted."""

from __future__ import annotations

import pytest

from tickbox_core.errors import DuplicateVoter, MandateRefused, MarkedDifferently, UnknownName
from tickbox_core.rules.motions import (
    ABSTAIN,
    NO,
    SPOILED,
    YES,
    Assembly,
    Double,
    Head,
    Layer,
    Mandate,
    Paper,
    Practice,
    ProxyRules,
    first_valid,
    opinions,
    standing,
)

ASSEMBLY = Assembly(
    (
        Head("101", ("101", "102"), ("an",), 11000),
        Head("201", ("201",), ("bo",), 7000),
        Head("202", ("202",), (), 8000),
        Head("301", ("301",), ("di",), 8000),
    )
)
MARKS = (YES, NO, ABSTAIN, SPOILED)


def said(*papers, rules=None):
    """The opinions of papers."""
    return opinions(ASSEMBLY, papers, MARKS, rules or ProxyRules())


def test_one_paper_speaks_for_all_units_of_an_owner():
    """Whichever unit it is for."""
    assert said(Paper("102", YES), Paper("201", NO)) == {"101": YES, "201": NO}


def test_units_of_one_owner_marked_differently_are_refused():
    """The error names the units, not what was marked."""
    with pytest.raises(MarkedDifferently, match="101, 102") as refused:
        said(Paper("101", YES), Paper("102", NO))
    assert YES not in str(refused.value)
    assert said(Paper("101", YES), Paper("102", YES)) == {"101": YES}


def test_an_unmarked_paper_is_an_abstention():
    """It takes part."""
    assert said(Paper("201")) == {"201": ABSTAIN}


def test_a_spoiled_paper_gives_way_to_a_valid_one():
    """And stands alone where there is none."""
    assert said(Paper("101", SPOILED), Paper("102", NO)) == {"101": NO}
    assert said(Paper("101", SPOILED)) == {"101": SPOILED}


def test_two_papers_of_one_place_are_refused_until_one_is_void():
    """The first valid one stands, the other is kept void."""
    papers = (Paper("201", SPOILED), Paper("201", YES), Paper("201", NO), Paper("101", NO))
    with pytest.raises(DuplicateVoter):
        said(*papers)
    standing, void = first_valid(papers)
    assert said(*standing) == {"201": YES, "101": NO}
    assert [paper.mark for paper in void] == [SPOILED, NO]


def test_an_unknown_mark_is_refused():
    """A paper says what the motion offers."""
    with pytest.raises(UnknownName):
        said(Paper("201", "plan-b"))


MANDATE = Mandate("pat", written=True, instruction=YES)


@pytest.mark.parametrize(
    "paper",
    [
        Paper("201", YES),
        Paper("201", YES, by="bo"),
        Paper("201", YES, mandate=MANDATE),
        Paper("201", YES, by="pat", mandate=MANDATE),
        Paper("202", YES, by="pat", mandate=MANDATE),
        Paper("201", SPOILED, by="pat", mandate=MANDATE),
    ],
)
def test_who_may_mark_a_paper(paper):
    """Its voter, or a proxy with a written mandate, as instructed."""
    assert said(paper)


@pytest.mark.parametrize(
    "paper,rules",
    [
        (Paper("201", YES, by="an"), ProxyRules()),
        (Paper("202", YES), ProxyRules()),
        (Paper("201", YES, mandate=MANDATE), ProxyRules(allowed=False)),
        (Paper("201", YES, by="bo", mandate=MANDATE), ProxyRules()),
        (Paper("201", NO, mandate=MANDATE), ProxyRules()),
        (Paper("201", YES, mandate=Mandate("pat", written=True)), ProxyRules()),
        (Paper("201", YES, mandate=Mandate("pat", instruction=YES)), ProxyRules()),
        (
            Paper("201", YES, mandate=Mandate("pat", True, YES, role="property-firm-staff")),
            ProxyRules(barred=("property-firm-staff",)),
        ),
    ],
)
def test_who_may_not(paper, rules):
    """A stranger, a co-owner nobody named, a proxy who is barred, or not as instructed."""
    with pytest.raises(MandateRefused) as refused:
        said(paper, rules=rules)
    assert refused.value.text.zh.startswith("“20")


@pytest.mark.parametrize("most,fits", [(None, True), (3, True), (2, True), (1, False)])
def test_a_proxy_speaks_for_at_most_so_many(most, fits):
    """Principals are heads: two units of one owner are one."""
    papers = [Paper(place, YES, mandate=MANDATE) for place in ("101", "102", "201")]
    rules = ProxyRules(most=most)
    if fits:
        assert len(said(*papers, rules=rules)) == 2
    else:
        with pytest.raises(MandateRefused, match="2 owners"):
            said(*papers, rules=rules)


def test_proxy_rules_come_from_the_practice():
    """What a place does not say is not limited."""
    rows = [
        {"name": "proxy.max_principals", "value": 3, "source": "x", "mark": "weak"},
        {"name": "proxy.barred", "value": ["staff"], "source": "x", "mark": "weak"},
    ]
    practice = Practice((Layer.of_plain("somewhere", "某地", rows),))
    assert ProxyRules.of(practice) == ProxyRules(most=3, barred=("staff",))
    assert ProxyRules.of(Practice(())) == ProxyRules()


FIRST, LAST = Double.FIRST_VALID, Double.LAST_VALID


@pytest.mark.parametrize(
    "said, first, last",
    [
        ([], None, None),
        (["spoiled"], "spoiled", "spoiled"),
        (["spoiled", "no"], "no", "no"),
        (["yes", "no"], "yes", "no"),
        (["yes", "spoiled"], "yes", "yes"),
        (["yes", "no", "abstain", "spoiled"], "yes", "abstain"),
    ],
)
def test_which_of_a_heads_papers_stands(said, first, last):
    """The first valid one, or the last where minds may change; a spoiled one never beats it."""
    papers = [Paper("101", mark) for mark in said]
    for double, wanted in ((FIRST, first), (LAST, last)):
        stands = standing(papers, double)
        assert (None if stands is None else stands.mark) == wanted


@pytest.mark.parametrize("double", Double)
def test_papers_of_two_units_of_one_head_may_agree_and_may_not_contradict(double):
    """Another unit's paper adds nothing where it agrees, and is refused where it does not."""
    first, same, other = Paper("101", "yes"), Paper("102", "yes"), Paper("102", "no")
    assert standing([first, same], double) is first
    with pytest.raises(MarkedDifferently):
        standing([first, other], double)


def test_a_change_of_mind_goes_to_the_same_unit():
    """After it, a paper of another unit is held against the new opinion."""
    papers = [Paper("101", "yes"), Paper("101", "no"), Paper("102", "no")]
    assert standing(papers, LAST).mark == "no"
    with pytest.raises(MarkedDifferently):
        standing([*papers, Paper("102", "yes")], LAST)
