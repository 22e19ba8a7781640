"""The shipped exam: light to import, and with teeth."""

from __future__ import annotations

import itertools
import subprocess
import sys
from datetime import date
from importlib.metadata import entry_points
from types import SimpleNamespace

import attrs
import pytest
from hypothesis import Phase, given, settings

from tickbox_core import (
    NOWHERE,
    Area,
    AreaTree,
    Item,
    Objection,
    Plan,
    Proposal,
    Question,
    Roll,
    Setting,
    Text,
    Unit,
    hookimpl,
)
from tickbox_core.builtin.plain import PlainPolicy
from tickbox_core.categories import Step
from tickbox_core.counting import PlainEngine
from tickbox_core.hooks import RuleKind, TieBreakKind
from tickbox_core.model.scope import OfKind, ServedBy, Within
from tickbox_core.rules import ListedFirst, TickShare
from tickbox_core.rules.motions import Bar, Layer, Practice
from tickbox_core.testing import (
    engine_contract,
    plugin_contract,
    policy_contract,
    rearranged,
    rule_contract,
    strategies,
)
from tickbox_core.testing.strategies import lasting

ITEMS = [Item("gate", {"zh": "边门", "en": "gate"})]


@pytest.fixture
def no_shrinking():
    """What fails here fails on purpose: nobody needs the smallest example."""
    before = settings.get_current_profile_name()
    settings.register_profile("no-shrinking", phases=[Phase.generate], database=None)
    settings.load_profile("no-shrinking")
    yield
    settings.load_profile(before)


def failures(contract: type, only: str = "test_") -> set[str]:
    """The tests of a contract whose names begin so and that fail, called as pytest would."""
    found = set()
    for name in dir(contract):
        marks = getattr(getattr(contract, name), "pytestmark", [])
        if not name.startswith(only):
            continue
        rows = [mark.args for mark in marks if mark.name == "parametrize"]
        for row in itertools.product(*(values for _, values in rows)):
            given_ = {argument: value for (argument, _), value in zip(rows, row, strict=True)}
            try:
                getattr(contract(), name)(**given_)
            except pytest.skip.Exception:
                continue
            except BaseException:  # noqa: BLE001 - pytest.raises fails with an outcome of its own
                found.add(name)
    return found


def test_the_core_does_not_need_the_exam():
    """Importing tickbox_core loads neither pytest nor Hypothesis."""
    code = "import sys, tickbox_core; print({'pytest', 'hypothesis'} & set(sys.modules) or '')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_the_exam_registers_nothing_with_pytest():
    """No ``pytest11`` entry point: an embedder's pytest runs without Hypothesis installed."""
    assert not [p for p in entry_points(group="pytest11") if p.value.startswith("tickbox")]


def test_every_contract_is_a_fresh_class():
    """Hypothesis refuses a law that two classes inherit, so each call mints its own."""
    assert engine_contract(PlainEngine) is not engine_contract(PlainEngine)


TestPlainPolicy = policy_contract(PlainPolicy, items=ITEMS)


# -- engines that are wrong --------------------------------------------------------------------


def engine(wrong):
    """An engine that spoils a plain tally."""

    class Spoilt:
        key, version = "spoilt", "1"

        def tally(self, profile):
            return wrong(PlainEngine().tally(profile), profile)

    return Spoilt


@pytest.mark.parametrize(
    "wrong, noticed_by",
    [
        (lambda t, p: attrs.evolve(t, blank=0), "test_it_agrees_with_the_plain_engine"),
        (
            lambda t, p: attrs.evolve(t, ticks=tuple(n % 2**64 for n in t.ticks)),
            "test_huge_numbers_stay_exact",
        ),
        (
            lambda t, p: attrs.evolve(t, ticks=tuple(map(float, t.ticks))),
            "test_it_counts_in_whole_numbers",
        ),
        (
            lambda t, p: attrs.evolve(t, ballots=len(p.counts)),
            "test_it_agrees_with_the_plain_engine",
        ),
        (lambda t, p: 1 / p.ballots and t, "test_nobody_voting"),
        (lambda t, p: attrs.evolve(t, blank=int(t.blank > 0)), "test_parts_add_up"),
    ],
)
@pytest.mark.usefixtures("no_shrinking")
def test_a_wrong_engine_fails(wrong, noticed_by):
    """Lost blanks or weights, wrapped words, floats, groups taken for ballots, nobody voting."""
    assert failures(engine_contract(engine(wrong)), only=noticed_by)


def test_a_right_engine_passes():
    """The plain one itself."""
    assert failures(engine_contract(PlainEngine)) == set()


# -- policies that are wrong -------------------------------------------------------------------


def policy(**methods):
    """The plain policy with some methods replaced."""
    return type("Spoilt", (PlainPolicy,), methods)


@attrs.frozen
class Seats:
    """Fields with one that has no default."""

    seats: int


@pytest.mark.parametrize(
    "wrong, noticed_by",
    [
        (
            policy(question=lambda self, item: "preference"),
            "test_what_is_asked_and_what_is_needed",
        ),
        (
            policy(motions=lambda self, item: (Question.PREFERENCE,)),
            "test_what_is_asked_and_what_is_needed",
        ),
        (
            policy(notice=lambda self, item, placed: Text("公示", "notice")),
            "test_the_notice_names_the_item",
        ),
        (
            policy(notice=lambda self, item, placed: Text(item.title.en, item.title.en)),
            "test_it_speaks_both_languages",
        ),
        (
            policy(notice=lambda self, item, placed: Text(item.title.zh, item.title.zh)),
            "test_it_speaks_both_languages",
        ),
        (
            policy(objections=lambda self, item: (Objection(Text("不", "no"), Text("改", "do")),)),
            "test_its_worked_items_can_be_listed",
        ),
        (
            policy(disclose=lambda self, item, unit: (unit.floor_area * 2,)),
            "test_any_unit_can_be_shown_its_figures",
        ),
        (
            policy(disclose=lambda self, item, unit: object.__setattr__(item, "cost", 5) or ()),
            "test_it_is_pure",
        ),
        (
            policy(objections=lambda self, item: (item.fields.get("surplus", ()) and 1 / 0) or ()),
            "test_no_field_upsets_it",
        ),
        (lambda: PlainPolicy("Not A Key"), "test_it_introduces_itself"),
        (lambda: PlainPolicy(title=Text("plain", "plain")), "test_it_introduces_itself"),
        (lambda: PlainPolicy(fields=Seats), "test_an_item_without_its_fields_is_objected_to"),
    ],
)
@pytest.mark.usefixtures("no_shrinking")
def test_a_wrong_policy_fails(wrong, noticed_by):
    """Types, languages, names, unknown areas, changed arguments, odd fields: each is noticed."""
    assert failures(policy_contract(wrong, items=ITEMS), only=noticed_by)


# -- plans and motions that are wrong ----------------------------------------------------------

WHY = Text("法", "law")
BARS = [
    {"base": "heads", "quorum": "at_least 2/3", "approval": "more_than 1/2"},
    {"base": "area", "quorum": "at_least 2/3", "approval": "more_than 1/2"},
]
LAW = Layer.of_plain(
    "here",
    Text("此地", "here"),
    [
        {"name": "bars.ordinary", "value": BARS, "source": "x", "mark": "law"},
        {"name": "matter.use", "value": "ordinary", "source": "x",
         "mark": "law"},
    ],
)  # fmt: skip
HERE = Setting.of(
    Roll(date(2026, 1, 1), (Unit("u", "b"),)),
    AreaTree((Area("b", "building", "x"),)),
    Practice((LAW,)),
)


def planned(*steps, **amounts):
    """A policy with that plan."""
    return policy(plan=lambda self, item, setting=None: Plan(tuple(steps), **amounts))


def needing(matter, scope=None):
    """A policy that needs a motion."""
    proposal = Proposal("use", Text("用", "use"), matter, WHY, scope=scope or Within(("b",)))
    return policy(motions=lambda self, item, setting=None: (proposal,))


@pytest.mark.parametrize(
    "wrong, noticed_by",
    [
        (planned(Step("a", WHY, before=("b",))), "test_its_plan_adds_up"),
        (
            planned(Step("a", WHY, before=("b",)), Step("b", WHY, before=("a",))),
            "test_its_plan_adds_up",
        ),
        (planned(Step("a", WHY), Step("a", WHY)), "test_its_plan_adds_up"),
        (planned(Step("a", WHY, within_days=-1)), "test_its_plan_adds_up"),
        (planned(shares={"u": 1.5}), "test_its_plan_adds_up"),
        (planned(shares={"elsewhere": 5}), "test_its_plan_adds_up"),
        (planned(shares={"u": 5}), "test_its_shares_come_to_the_total"),
        (needing("nobody-knows"), "test_its_motions_stand_on_their_bars"),
        (needing("use", ServedBy("no-lift")), "test_its_motions_stand_on_their_bars"),
        (needing("use", OfKind(("shop",))), "test_its_motions_stand_on_their_bars"),
    ],
)
def test_a_wrong_plan_or_motion_fails(wrong, noticed_by):
    """Steps in a circle, floats, strangers' shares, unknown matters, nobody asked."""
    contract = policy_contract(wrong, items=ITEMS, setting=HERE, totals={"gate": 6})
    assert failures(contract, only=noticed_by)


def test_a_right_plan_and_motion_pass():
    """Shares that come to the total, steps in order, a matter the place knows."""
    steps = (Step("a", WHY), Step("b", WHY, before=("a",)))

    class Right(needing("use")):
        def plan(self, item, setting=NOWHERE):
            return Plan(steps, {unit.id: 6 for unit in setting.units})

    contract = policy_contract(Right, items=ITEMS, setting=HERE, totals={"gate": 6})
    assert failures(contract, only="test_its_") == set()


def test_a_bar_that_is_compared_wrongly_is_noticed(monkeypatch):
    """At least read as more than, and the other way round: the edge itself tells."""
    monkeypatch.setattr(Bar, "_inclusive", property(lambda bar: str(bar.strictness) != "at_least"))
    contract = policy_contract(needing("use"), items=ITEMS, setting=HERE)
    assert failures(contract, only="test_its_motions")


# -- rules that are wrong ----------------------------------------------------------------------


@attrs.frozen
class Spoilt:
    """Tick-share with its contest or its outcome spoilt."""

    rule: TickShare
    before: object = staticmethod(lambda contest: contest)
    after: object = staticmethod(lambda outcome: outcome)
    key: str = "tick-share"
    version: str = "1"

    def outcome(self, contest):
        """Spoil, rank, spoil."""
        return self.after(self.rule.outcome(self.before(contest)))


def first_group_only(contest):
    """Counts the ballots of the first group."""
    return attrs.evolve(contest, profile=rearranged.halves(contest.profile, 1)[0])


def groups_as_ballots(contest):
    """Counts every group as one ballot."""
    profile = contest.profile
    ones = attrs.evolve(profile, counts=(1,) * len(profile.counts))
    return attrs.evolve(contest, profile=ones)


def earliest_wins(outcome):
    """Gives every item a rank of its own, in listed order."""
    ranking = [attrs.evolve(p, rank=at) for at, p in enumerate(outcome.ranking, 1)]
    return attrs.evolve(outcome, ranking=tuple(ranking))


def selected_twice(outcome):
    """Chooses the same items twice."""
    return attrs.evolve(outcome, selected=(outcome.selected or ()) * 2)


@pytest.mark.parametrize(
    "spoilt, noticed_by",
    [
        ({"before": first_group_only}, "test_anonymity"),
        ({"before": groups_as_ballots}, "test_grouping_changes_nothing"),
        ({"after": earliest_wins}, "test_neutrality"),
        ({"after": lambda o: attrs.evolve(o, ranking=o.ranking[1:])}, "test_every_item_is_placed"),
        ({"after": lambda o: attrs.evolve(o, version="2")}, "test_the_outcome_says_how"),
        ({"after": lambda o: attrs.evolve(o, parameters={"x": {1}})}, "test_the_outcome_says_how"),
        ({"after": selected_twice}, "test_the_chosen_are_on_the_list"),
        (
            {"after": lambda o: attrs.evolve(
                o, ranking=tuple(attrs.evolve(p, why=Text("", "")) for p in o.ranking))},
            "test_every_place_is_explained",
        ),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("no_shrinking")
def test_a_wrong_rule_fails(spoilt, noticed_by):
    """Who voted when, how ballots were grouped, the list's order, and the words: all watched."""
    contract = rule_contract(lambda tie_break: Spoilt(TickShare(tie_break=tie_break), **spoilt))
    assert failures(contract, only=noticed_by)


# -- plugins that are wrong --------------------------------------------------------------------


@pytest.mark.parametrize(
    "things, noticed_by",
    [
        (lambda: (5,), "test_it_loads_without_a_notice"),
        (lambda: (), "test_it_brings_something"),
        (lambda: (PlainPolicy(),), "test_it_loads_without_a_notice"),
    ],
)
def test_a_wrong_plugin_fails(things, noticed_by):
    """The wrong type, nothing at all, a key of the core."""
    plugin = SimpleNamespace(tickbox_categories=hookimpl(things))
    assert failures(plugin_contract(plugin), only=noticed_by)


def test_a_right_plugin_passes():
    """One policy under a key of its own."""
    plugin = SimpleNamespace(tickbox_categories=hookimpl(lambda: (PlainPolicy("mine"),)))
    assert failures(plugin_contract(plugin)) == set()


PUBLISHED = "test_a_round_by_it"


def renamed(tie_break):
    """``tick-share`` under a name of its own: the recount does not know it."""
    rule = TickShare(tie_break=tie_break)
    return Spoilt(rule, after=lambda o: attrs.evolve(o, rule="mine"), key="mine")


def test_the_exam_of_a_rule_publishes_a_round():
    """Asked for, a rule without a recount fails; unasked, it is skipped, and says why."""

    def exam(make, **said):
        return rule_contract(make, **said)

    known = [
        lambda tie_break: TickShare(tie_break=tie_break),
        lambda tie_break: TickShare("households", tie_break),
    ]
    for make in known:
        for publishes in (None, True):
            assert failures(exam(make, publishes=publishes), only=PUBLISHED) == set()
        assert failures(exam(make, publishes=False), only=PUBLISHED)
    assert failures(exam(renamed, publishes=True), only=PUBLISHED)
    assert failures(exam(renamed, publishes=False), only=PUBLISHED) == set()
    with pytest.raises(pytest.skip.Exception, match=r"'mine'.*could never be published"):
        exam(renamed)().test_a_round_by_it_can_be_published()


@pytest.mark.parametrize("after", [selected_twice, earliest_wins])
def test_a_rule_that_the_recount_contradicts_fails_whatever_its_name(after):
    """One that calls itself ``tick-share`` and counts otherwise."""

    def make(tie_break):
        return Spoilt(TickShare(tie_break=tie_break), after=after)

    assert failures(rule_contract(make, publishes=True), only=PUBLISHED)


@pytest.mark.parametrize(
    "hooks",
    [
        {"rules": lambda: (RuleKind("mine", "1", WORDS, lambda p, t: renamed(t)),)},
        {"tie_breaks": lambda: (TieBreakKind("mine", WORDS, lambda a: ListedFirst("mine")),)},
        {"jurisdictions": lambda: (Atlantis(),)},
    ],
)
def test_the_exam_of_a_plugin_publishes_what_goes_by_it(hooks):
    """A rule, a tie-break or a law without a recount fails, unless the author says so."""
    plugin = SimpleNamespace(**{f"tickbox_{name}": hookimpl(f) for name, f in hooks.items()})
    assert failures(plugin_contract(plugin)) == {"test_rounds_by_what_it_brings_can_be_published"}
    assert failures(plugin_contract(plugin, publishes=False)) == set()
    right = SimpleNamespace(tickbox_categories=hookimpl(lambda: (PlainPolicy("mine"),)))
    assert failures(plugin_contract(right, publishes=False), only="test_rounds_by")


WORDS = Text("某某", "something")


@attrs.frozen
class Atlantis:
    """A place with a float in its law."""

    key: str = "atlantis"
    version: str = "1"
    title: Text = WORDS
    layers: tuple = (
        Layer.of_plain(
            "atlantis",
            WORDS,
            [{"name": "notice.days", "value": 0.5, "source": "某处", "mark": "law"}],
        ),
    )


# -- strategies and rearrangements -------------------------------------------------------------


@lasting
@given(strategies.contests(min_items=1))
def test_a_relisted_contest_has_the_same_ticks(contest):
    """Reversing the list moves items, not ticks."""
    order = list(reversed(range(len(contest.items))))
    other = rearranged.relist(contest, order)
    mine, theirs = (PlainEngine().tally(c.profile) for c in (contest, other))
    assert dict(zip(mine.items, mine.ticks, strict=True)) == dict(
        zip(theirs.items, theirs.ticks, strict=True)
    )


@lasting
@given(strategies.contests())
def test_ungrouped_profiles_have_a_group_for_each_ballot(contest):
    """And the same tally."""
    alone = rearranged.ungroup(contest.profile)
    assert set(alone.counts) <= {1}
    assert PlainEngine().tally(alone) == PlainEngine().tally(contest.profile)
