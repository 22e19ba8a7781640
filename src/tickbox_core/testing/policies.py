"""The contract of a ``CategoryPolicy``: complete in both languages, pure, and hard to upset."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, ClassVar

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.categories import (
    NOWHERE,
    CategoryPolicy,
    Disclosure,
    Objection,
    Plan,
    Proposal,
    Setting,
    of_row,
    read,
    to_row,
)
from tickbox_core.counting import Base, Share
from tickbox_core.model import Item, Question, Unit
from tickbox_core.registry import open_registry
from tickbox_core.rules import Placed
from tickbox_core.rules.motions import Motion, Practice, Result
from tickbox_core.testing import edges, strategies
from tickbox_core.testing.strategies import lasting
from tickbox_core.text import EMPTY, Text

_HAN = re.compile(r"[\u3400-\u9fff]")
TITLE = Text("本项", "this item")


@attrs.frozen
class _Examples:
    """What a contract is held to: policies, items of theirs, and where those stand."""

    make: Callable[[], CategoryPolicy]
    items: Sequence[Item]
    units: Sequence[Unit]
    setting: Setting
    totals: Mapping[str, int]

    @property
    def settings(self) -> tuple[Setting, ...]:
        """Nowhere, and where the items stand."""
        return (NOWHERE,) if self.setting is NOWHERE else (NOWHERE, self.setting)

    @property
    def bilingual(self) -> list[Item]:
        """The items without words of their own: what is said of them is the policy's."""
        return [attrs.evolve(i, title=TITLE, description=EMPTY, place=EMPTY) for i in self.items]

    @property
    def junk(self) -> st.SearchStrategy[dict[str, Any]]:
        """Whatever may stand in the fields."""
        names = [field.name for field in attrs.fields(self.make().fields)]
        keys = st.sampled_from([*names, *(name.strip("_") for name in names), "surplus"])
        return st.dictionaries(keys, strategies.plain_values(), max_size=len(names) + 1)


def policy_contract(
    policy_factory: Callable[[], CategoryPolicy],
    *,
    items: Sequence[Item],
    units: Sequence[Unit] = (Unit("home", "building"),),
    setting: Setting = NOWHERE,
    totals: Mapping[str, int] = MappingProxyType({}),
) -> type:
    """A test class for a policy.

    ``policy_factory`` is the policy's class, or anything that makes one when called.  ``items`` are
    listable items of the category (no objections), ``units`` homes and shops that may tick them.
    ``setting`` is where the items stand: their units, areas and law; without law the bars are tried
    under every jurisdiction installed.  ``totals``: by item, the fen that its shares come to.
    """
    held = _Examples(policy_factory, items, units, setting, totals)
    # drawn tests are not inherited by two classes: each contract has its own
    bases = (
        _PolicyContract,
        _answers_for_its_items(held),
        _stands_any_input(held),
        _plans_and_decides(held),
    )
    return type("PolicyContract", bases, {"held": held, "__doc__": _PolicyContract.__doc__})


class _PolicyContract:
    """Answers for its items, in both languages, and disturbs nobody."""

    held: ClassVar[_Examples]

    def test_it_introduces_itself(self) -> None:
        """It is a ``CategoryPolicy`` with key, version, title and an attrs class of fields."""
        policy = self.held.make()
        assert isinstance(policy, CategoryPolicy)
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", policy.key)
        assert isinstance(policy.version, str)
        assert policy.version
        assert attrs.has(policy.fields)
        assert _complete(policy.title)

    def test_an_item_without_its_fields_is_objected_to(self) -> None:
        """Where a field has no default, an item that lacks it cannot be listed as it is."""
        policy = self.held.make()
        fields = attrs.fields(policy.fields)
        missing = any(field.default is attrs.NOTHING for field in fields)
        assert policy.objections(Item("bare", TITLE, policy.key)) or not missing


def _answers_for_its_items(held: _Examples) -> type:
    """What is asked, said and noticed of an item."""

    class PolicyAnswers:
        """What is asked, said and noticed of an item."""

        @pytest.mark.parametrize("item", held.items, ids=lambda item: item.id)
        def test_its_worked_items_can_be_listed(self, item: Item) -> None:
            """The examples of the category are objected to by nobody."""
            assert held.make().objections(attrs.evolve(item)) == ()

        @pytest.mark.parametrize("item", held.items, ids=lambda item: item.id)
        def test_what_is_asked_and_what_is_needed(self, item: Item) -> None:
            """Each item is one of the three kinds of tick, and needs a motion or nothing more."""
            policy, asked = held.make(), attrs.evolve(item)
            assert isinstance(policy.question(asked), Question)
            proposals = policy.motions(asked)
            assert all(isinstance(proposal, Proposal) for proposal in proposals)
            assert Question.PREFERENCE not in {proposal.kind for proposal in proposals}
            assert len({proposal.key for proposal in proposals}) == len(proposals)

        @pytest.mark.parametrize("item", held.bilingual, ids=lambda item: item.id)
        def test_it_speaks_both_languages(self, item: Item) -> None:
            """Chinese that is Chinese, and English without a Chinese character left in it."""
            said = list(_sentences(held.make(), attrs.evolve(item), held.units))
            assert [text for text in said if not _complete(text)] == []

        @pytest.mark.parametrize("item", held.items, ids=lambda item: item.id)
        def test_the_notice_names_the_item(self, item: Item) -> None:
            """Before and after ranking, the notice says which item it is about."""
            for placed in (None, _first_place(item)):
                notice = held.make().notice(attrs.evolve(item), placed)
                assert item.title.zh in notice.zh
                assert item.title.en in notice.en

        @pytest.mark.parametrize("item", held.items, ids=lambda item: item.id)
        def test_its_fields_go_through_a_row(self, item: Item) -> None:
            """What a spreadsheet shows of the fields is read back as the same fields."""
            fields = held.make().fields
            plain, faults = of_row(fields, to_row(fields, item.fields))
            assert faults == ()
            assert read(fields, plain, "row") == read(fields, item.fields, "item")

    return PolicyAnswers


def _stands_any_input(held: _Examples) -> type:
    """Whatever stands in fields and units, it answers, alike, and changes nothing."""

    class PolicyStands:
        """Whatever stands in fields and units, it answers, alike, and changes nothing."""

        @lasting
        @given(held.junk, strategies.units())
        def test_no_field_upsets_it(self, fields: dict[str, Any], unit: Unit) -> None:
            """Whatever stands in the fields, it answers with the right types and never raises."""
            item = Item("odd", TITLE, fields=fields)
            _check_types(held.make(), item, unit)

        @lasting
        @given(st.sampled_from(list(held.items)), strategies.units())
        def test_any_unit_can_be_shown_its_figures(self, item: Item, unit: Unit) -> None:
            """Homes and shops with floor or area unknown get an answer too."""
            _check_types(held.make(), attrs.evolve(item), unit)

        @pytest.mark.parametrize("where", held.settings)
        @pytest.mark.parametrize("item", held.items, ids=lambda item: item.id)
        def test_it_leaves_the_setting_alone(self, item: Item, where: Setting) -> None:
            """Asked again in the same setting it answers the same, in the setting and without."""
            policy, asked = held.make(), attrs.evolve(item)
            for unit in held.units:
                first, again = (policy.disclose(asked, unit, where) for _ in "12")
                assert first == again
            assert policy.plan(asked, where) == policy.plan(asked, where)
            assert policy.motions(asked, where) == policy.motions(asked, where)
            assert policy.objections(asked, where) == policy.objections(asked, where)

        @pytest.mark.parametrize("item", held.items, ids=lambda item: item.id)
        def test_it_is_pure(self, item: Item) -> None:
            """Asked again it answers the same, and leaves what it is handed as it was."""
            asked = attrs.evolve(item)
            answers = [_answers(held.make(), asked, unit) for unit in (*held.units, *held.units)]
            assert answers[: len(held.units)] == answers[len(held.units) :]
            assert asked == item

    return PolicyStands


def _plans_and_decides(held: _Examples) -> type:
    """Steps, shares and motions."""

    class PolicyPlans:
        """Steps, shares and motions."""

        @pytest.mark.parametrize("where", held.settings)
        @pytest.mark.parametrize("item", held.items, ids=lambda item: item.id)
        def test_its_plan_adds_up(self, item: Item, where: Setting) -> None:
            """Steps follow steps that are there; shares are whole fen of units that are there."""
            _check_plan(held.make().plan(attrs.evolve(item), where), where)

        @pytest.mark.parametrize("item", held.items, ids=lambda item: item.id)
        def test_its_shares_come_to_the_total(self, item: Item) -> None:
            """To the fen, where the example says what they come to."""
            if item.id not in held.totals:
                pytest.skip(f"no total was given for {item.id}")
            plan = held.make().plan(attrs.evolve(item), held.setting)
            assert sum(plan.shares.values()) == held.totals[item.id]

        @pytest.mark.parametrize("item", held.items, ids=lambda item: item.id)
        def test_its_motions_stand_on_their_bars(self, item: Item) -> None:
            """Just under, on and over each bar, and with nobody voting: as the law has it."""
            needed = held.make().motions(attrs.evolve(item), held.setting)
            if not needed:
                pytest.skip("it needs no motion")
            places = _places(held.setting)
            if not places:
                pytest.skip("no jurisdiction is installed, and no setting was given")
            for place in places:
                there = attrs.evolve(held.setting, practice=place)
                for proposal in held.make().motions(attrs.evolve(item), there):
                    _check_bars(proposal, there)

    return PolicyPlans


def _places(setting: Setting) -> list[Practice]:
    """The law of the setting; else that of every jurisdiction installed."""
    if setting.practice.layers:
        return [setting.practice]
    found = open_registry()
    return [found.practice(key) for key in found.jurisdictions]


def _check_bars(proposal: Proposal, where: Setting) -> None:
    motion = Motion.under(
        where.practice,
        proposal.key,
        proposal.question,
        proposal.matter,
        kind=proposal.kind,
        scope=proposal.scope,
        options=proposal.options,
    )
    for meeting in edges.meetings(motion):
        result = edges.verdict(motion, meeting)
        assert result is (Result.PASSED if meeting.passes else Result.REJECTED), meeting
    if where.units:
        assert where.units_in(proposal.scope), "nobody is asked"


def _check_plan(plan: Plan, where: Setting) -> None:
    keys = [step.key for step in plan.steps]
    assert len(set(keys)) == len(keys)
    done: set[str] = set()
    while ready := {s.key for s in plan.steps if set(s.before) <= done} - done:
        done |= ready
    assert done == set(keys), "these steps wait for each other, or for one that is not there"
    assert all(step.within_days is None or step.within_days >= 0 for step in plan.steps)
    for amounts in (plan.shares, plan.shortfalls):
        assert all(type(fen) is int for fen in amounts.values())
        assert amounts.keys() <= where.unit_by_id.keys()
    assert all(fen > 0 for fen in plan.shortfalls.values())


def _complete(text: Text) -> bool:
    return bool(_HAN.search(text.zh) and text.en.strip() and not _HAN.search(text.en))


def _sentences(policy: CategoryPolicy, item: Item, units: Sequence[Unit]) -> Iterator[Text]:
    """Every sentence the policy says of an item, of the bare item, and to each household."""
    for objection in policy.objections(attrs.evolve(item, title=EMPTY, fields={})):
        yield from (objection.problem, objection.remedy)
    for unit in (*units, Unit("unknown", "building")):
        yield from (shown.label for shown in policy.disclose(item, unit))
    for proposal in policy.motions(item):
        yield from (proposal.question, proposal.because)
    plan = policy.plan(item)
    yield from (*(step.title for step in plan.steps), *plan.notes)
    yield from (policy.notice(item, None), policy.notice(item, _first_place(item)))


def _first_place(item: Item) -> Placed:
    share = Share(1, 2, Base.PARTICIPANTS)
    return Placed(1, item.id, item.title, 1, share, Text("一半的人打钩。", "Ticked by half."))


def _answers(policy: CategoryPolicy, item: Item, unit: Unit) -> tuple[Any, ...]:
    return (
        policy.question(item),
        policy.motions(item),
        policy.plan(item),
        policy.objections(item),
        policy.disclose(item, unit),
        policy.notice(item, None),
        policy.notice(item, _first_place(item)),
    )


def _check_types(policy: CategoryPolicy, item: Item, unit: Unit) -> None:
    question, proposals, plan, objections, shown, before, after = _answers(policy, item, unit)
    assert isinstance(question, Question)
    assert isinstance(proposals, tuple)
    assert all(isinstance(proposal, Proposal) for proposal in proposals)
    assert isinstance(plan, Plan)
    assert isinstance(objections, tuple)
    assert all(isinstance(objection, Objection) for objection in objections)
    assert isinstance(shown, tuple)
    assert all(isinstance(figure, Disclosure) for figure in shown)
    assert isinstance(before, Text)
    assert isinstance(after, Text)
