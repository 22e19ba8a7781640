"""The contract of a ``RankingRule``: laws that any fair, exact and explained rule obeys."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import Any, ClassVar

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tickbox_core.counting import Share
from tickbox_core.errors import TickboxError
from tickbox_core.hooks import Parameter, RuleKind
from tickbox_core.inspection.evidence import Finding
from tickbox_core.inspection.publishing import imagined_hand, rule_could_publish
from tickbox_core.model import Ballot, Item, PluginVersion
from tickbox_core.registry import Offered, open_registry
from tickbox_core.rules import (
    Contest,
    Electorate,
    Lot,
    Outcome,
    RankingRule,
    Refuse,
    TieBreak,
    count_or_unsettled,
)
from tickbox_core.testing import rearranged, strategies
from tickbox_core.testing.strategies import lasting
from tickbox_core.text import Text

RuleFactory = Callable[[TieBreak], RankingRule]
LOT = Lot("2026-05-01")


@attrs.frozen
class _Rules:
    """What a contract is held to: rules by their tie-break, and the contests that are drawn."""

    make: RuleFactory
    drawn: st.SearchStrategy[Contest]
    publishes: bool | None

    def outcome(self, contest: Contest, tie_break: TieBreak = LOT) -> Outcome:
        """What the rule makes of a contest; one that it refuses is passed over."""
        try:
            return self.make(tie_break).outcome(contest)
        except TickboxError:
            assume(False)
            raise


def _order_of(random: Random, number: int) -> list[int]:
    return random.sample(range(number), number)


def rule_contract(
    make_rule: RuleFactory,
    *,
    contests: st.SearchStrategy[Contest] | None = None,
    publishes: bool | None = None,
) -> type:
    """A test class for the rules that ``make_rule(tie_break)`` makes.

    ``contests`` draws what the rule is defined for (``strategies.contests()`` by default).  A rule
    may refuse a contest with an error of tickbox; such draws are passed over.  ``publishes`` says
    whether rounds by the rule can be published, because the independent recount knows it; where
    it is not said, a rule that it does not know is skipped with the reason.
    """
    drawn = contests if contests is not None else strategies.contests()
    rules = _Rules(make_rule, drawn, publishes)
    # drawn tests are not inherited by two classes: each contract has its own
    bases = (_RuleContract, _explains(rules), _is_fair(rules), _holds_at_the_edges(rules))
    return type("RuleContract", bases, {"rules": rules, "__doc__": _RuleContract.__doc__})


class _RuleContract:
    """Ranks fairly, exactly, and says why."""

    rules: ClassVar[_Rules]

    def test_it_names_itself(self) -> None:
        """It is a ``RankingRule`` with a key and a version."""
        rule = self.rules.make(Refuse())
        assert isinstance(rule, RankingRule)
        assert rule.key
        assert rule.version

    def test_a_round_by_it_can_be_published(self) -> None:
        """An imagined round is counted, published and recounted, as before every opening."""
        found = [str(one.problem.en) for one in never_published(self.rules.make)]
        if self.rules.publishes is None and found:
            pytest.skip(f"it ranks files, and no round can be published: {found[0]}")
        assert bool(found) is (self.rules.publishes is False), found


def _explains(rules: _Rules) -> type:
    """Every item has its place, its share and its reason."""

    class RuleExplains:
        """Every item has its place, its share and its reason."""

        @lasting
        @given(rules.drawn)
        def test_the_outcome_says_how_it_was_made(self, contest: Contest) -> None:
            """It names rule, version and parameters, and goes into JSON as it is."""
            answer, rule = rules.outcome(contest), rules.make(LOT)
            assert (answer.rule, answer.version) == (rule.key, rule.version)
            assert json.loads(json.dumps(answer.plain())) == answer.plain()

        @lasting
        @given(rules.drawn)
        def test_every_item_is_placed_once(self, contest: Contest) -> None:
            """The ranking holds each listed item once, best first, equal ones sharing a rank."""
            ranking = rules.outcome(contest).ranking
            assert sorted(p.item for p in ranking) == sorted(item.id for item in contest.items)
            ranks = [place.rank for place in ranking]
            assert ranks == sorted(ranks)
            assert all(rank == ranks.index(rank) + 1 for rank in ranks)

        @lasting
        @given(rules.drawn)
        def test_every_place_is_explained(self, contest: Contest) -> None:
            """Each place has an exact share and a reason in both languages."""
            for place in rules.outcome(contest).ranking:
                assert isinstance(place.share, Share)
                assert place.why.zh
                assert place.why.en

        @lasting
        @given(rules.drawn)
        def test_the_chosen_are_on_the_list(self, contest: Contest) -> None:
            """What is chosen was listed, once each, and never more than there are places."""
            chosen = rules.outcome(contest).selected or ()
            assert len(set(chosen)) == len(chosen)
            assert set(chosen) <= {item.id for item in contest.items}
            assert contest.places is None or len(chosen) <= contest.places

        @lasting
        @given(rules.drawn)
        def test_the_same_contest_gives_the_same_outcome(self, contest: Contest) -> None:
            """Asked twice, by two rules made alike: the same answer."""
            assert rules.outcome(contest).plain() == rules.outcome(contest).plain()

    return RuleExplains


def _is_fair(rules: _Rules) -> type:
    """Neither voters nor items are treated by who they are."""

    class RuleIsFair:
        """Neither voters nor items are treated by who they are."""

        @lasting
        @given(rules.drawn, st.randoms(use_true_random=False))
        def test_anonymity(self, contest: Contest, random: Random) -> None:
            """Who cast which ballot, and when, changes nothing."""
            order = _order_of(random, len(contest.profile.counts))
            assert (
                rules.outcome(rearranged.recast(contest, order)).plain()
                == rules.outcome(contest).plain()
            )

        @lasting
        @given(rules.drawn)
        def test_grouping_changes_nothing(self, contest: Contest) -> None:
            """Equal ballots counted one by one give the same outcome as counted in a group."""
            alone = attrs.evolve(contest, profile=rearranged.ungroup(contest.profile))
            assert rules.outcome(alone).plain() == rules.outcome(contest).plain()

        @lasting
        @given(rules.drawn, st.randoms(use_true_random=False))
        def test_neutrality(self, contest: Contest, random: Random) -> None:
            """The order of the list decides nothing: by lot, the same items are chosen."""
            other = rules.outcome(rearranged.relist(contest, _order_of(random, len(contest.items))))
            answer = rules.outcome(contest)
            assert {p.item: p.rank for p in other.ranking} == {
                p.item: p.rank for p in answer.ranking
            }
            assert set(other.selected or ()) == set(answer.selected or ())

    return RuleIsFair


def _holds_at_the_edges(rules: _Rules) -> type:
    """Ties, and nobody voting."""

    class RuleAtTheEdges:
        """Ties, and nobody voting."""

        @lasting
        @given(rules.drawn)
        def test_a_tie_that_is_refused_names_who_is_tied(self, contest: Contest) -> None:
            """Where the tie-break refuses: nothing was decided by it, or who is tied is said."""
            try:
                found = count_or_unsettled(rules.make(Refuse()), contest)
            except TickboxError:
                assume(False)
                raise
            if isinstance(found, Outcome):
                assert not found.ties
                return
            listed = {item.id for item in contest.items}
            for tie in found.ties:
                assert set(tie.items) <= listed
                assert 0 < tie.places < len(set(tie.items))

        @lasting
        @given(rules.drawn)
        def test_nobody_voting(self, contest: Contest) -> None:
            """With no ballots it ranks everything on no ticks, or refuses in words."""
            empty = Contest.of_ballots(contest.items, (), contest.electorate, places=contest.places)
            try:
                answer = rules.make(LOT).outcome(attrs.evolve(empty, budget=contest.budget))
            except TickboxError:
                return
            assert {place.ticks for place in answer.ranking} <= {0}

    return RuleAtTheEdges


def never_published(make_rule: RuleFactory) -> list[Finding]:
    """Why rounds by a rule could never be published; nothing where they can."""
    rule = make_rule(Refuse())
    given = _parameters(make_rule)
    kind = RuleKind(
        rule.key,
        rule.version,
        Text("待检验的规则", "the rule under test"),
        lambda _, tie_break: make_rule(tie_break),
        tuple(Parameter(name, value, Text.of(name)) for name, value in given.items()),
    )
    core = open_registry(discover=False)
    plugin = PluginVersion("rule-under-test", "0")
    rules = {**core.rules, rule.key: Offered(kind, plugin)}
    registry = attrs.evolve(core, rules=rules, plugins=(*core.plugins, plugin))
    return list(rule_could_publish(imagined_hand(registry), kind, given))


def _parameters(make_rule: RuleFactory) -> dict[str, Any]:
    """The parameters that a rule is made with, as its outcomes state them."""
    items = (Item("a", Text.of("a"), cost=1), Item("b", Text.of("b"), cost=1))
    ballots, roll = (Ballot("1", ("a",), "home"),), Electorate(2, 2)
    for places, budget in ((1, None), (None, 1)):
        contest = Contest.of_ballots(items, ballots, roll, places=places, budget=budget)
        try:
            made = make_rule(LOT).outcome(contest)
        except TickboxError:
            continue
        return {name: value for name, value in made.parameters.items() if name != "tie_break"}
    return {}
