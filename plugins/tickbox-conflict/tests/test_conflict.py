"""Matters of conflict: shared ones are listed, disputes are not, whatever is tried."""

from __future__ import annotations

from datetime import date, timedelta

import attrs
import pytest

import tickbox_conflict
from tickbox_conflict import ConflictPolicy, Mediation, MediationStage, Sitting, counts
from tickbox_core import Category, Item, Limits, Text, open_registry
from tickbox_core.errors import NotPossible
from tickbox_core.testing import desks, plugin_contract, policy_contract
from tickbox_core.year import NewWish

FIELDS = {
    "matter": "parking",
    "where": {"zh": "一期", "en": "phase one"},
    "proposal": {"zh": "先开听证会", "en": "a hearing first"},
}
SECRET = ("欧阳大明", "司徒小红")
POLICY = ConflictPolicy()
DAY = date(2026, 3, 1)


def matter(**changes):
    """The worked matter with other fields."""
    return Item(
        "p", Text("重划停车位", "Mark the spaces anew"), "conflict", fields=FIELDS | changes
    )


TestPolicy = policy_contract(ConflictPolicy, items=[matter(), attrs.evolve(matter(), id="q")])
TestPlugin = plugin_contract(tickbox_conflict, entry="conflict")


def desk():
    """A desk with the plugin installed."""
    registry = open_registry(discover=False, plugins={"conflict": tickbox_conflict})
    return desks.desk(registry=registry)


def plan(item):
    """A round with the item, and the category in force."""
    category = Category("conflict", "矛盾", "conflict")
    return desks.plan(items=(item,), categories=(category,), limits=Limits.at_most(1))


@pytest.mark.parametrize(
    "changes", [{"parties": list(SECRET)}, {"between_parties": True}, {"parties": [SECRET[0]]}]
)
def test_a_dispute_is_not_listed_ranked_or_published(changes):
    """The list does not open with it, the objection is final, and nobody's name is said."""
    item = matter(**changes)
    found = POLICY.objections(item)
    assert found[0].final
    assert POLICY.plan(item).steps == ()
    said = [text for o in found for text in (o.problem, o.remedy)] + [POLICY.notice(item, None)]
    assert not any(name in text.zh + text.en for text in said for name in SECRET)
    here = desk()
    with pytest.raises(NotPossible, match="closed mediation"):
        here.prepare(plan(item))
    here.prepare(plan(matter()))
    ref = here.collecting.take(NewWish("调解")).ref
    with pytest.raises(NotPossible, match="closed mediation"):
        here.collecting.list_as([ref], desks.ROUND, attrs.evolve(item, id="d"))
    assert here.round(desks.ROUND).item_ids == ("p",)


def test_a_shared_matter_is_ticked_like_anything_else():
    """Listed, opened, with the three meetings as its plan."""
    here = desk()
    here.prepare(plan(matter()))
    here.register(desks.ROUND, desks.roll())
    assert desks.open_list(here).items == here.round(desks.ROUND).items
    assert [step.key for step in POLICY.plan(matter()).steps] == [
        "hearing", "coordination", "review",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "words, named",
    [
        ("501室半夜装修", True), ("3号楼501很吵", True), ("5-302 漏水", True),
        ("找王阿姨商量", True), ("张某占车位", True), ("电话13800138000", True),
        ("Mr. Wang parks here", True), ("停车位不够", False), ("20个车位", False),
        ("楼道堆物", False), ("2026年起", False),
    ],
)  # fmt: skip
def test_words_that_seem_to_name_somebody_are_looked_at(words, named):
    """In the title or in a field; staff may mend them, so the objection is not final."""
    for item in (attrs.evolve(matter(), title=Text(words, words)), matter(proposal=words)):
        found = [o for o in POLICY.objections(item) if "seem to name" in o.problem.en]
        assert bool(found) is named
        assert not any(o.final for o in found)


class TestMediation:
    """The law's steps and days."""

    ASKED = Mediation("leak", SECRET, DAY)

    def test_both_agree_and_it_stays_closed(self):
        """Unless all ask for an open sitting; one party alone is not enough."""
        with pytest.raises(NotPossible):
            self.ASKED.agreed_to(SECRET[:1], DAY)
        assert self.ASKED.agreed_to(SECRET, DAY).sitting is Sitting.CLOSED
        assert self.ASKED.agreed_to(SECRET, DAY, Sitting.OPEN).sitting is Sitting.OPEN

    def test_it_ends_when_a_party_refuses(self):
        """Before or after agreeing to it, not after an agreement."""
        agreed = self.ASKED.agreed_to(SECRET, DAY)
        assert self.ASKED.refused(DAY).stage is agreed.refused(DAY).stage is MediationStage.ENDED
        with pytest.raises(NotPossible):
            agreed.agreement(DAY).refused(DAY)

    @pytest.mark.parametrize("days, in_time", [(29, True), (30, True), (31, False)])
    def test_the_court_confirms_within_thirty_days(self, days, in_time):
        """Just under, on, over."""
        agreement = self.ASKED.agreed_to(SECRET, DAY).agreement(DAY)
        on = DAY + timedelta(days=days)
        if in_time:
            assert agreement.confirmed(on).stage is MediationStage.CONFIRMED
        else:
            with pytest.raises(NotPossible):
                agreement.confirmed(on)
        assert self.ASKED.due == DAY + timedelta(days=30)

    def test_no_step_is_skipped(self):
        """Each needs the one before."""
        for step in (self.ASKED.agreement, self.ASKED.confirmed):
            with pytest.raises(NotPossible):
                step(DAY)

    @pytest.mark.parametrize("number, shown", [(0, 0), (1, None), (4, None), (5, 5), (6, 6)])
    def test_only_counts_are_published_and_none_under_five(self, number, shown):
        """And no repr says whose it is."""
        assert counts([self.ASKED] * number)["asked"] == shown
        assert not any(name in repr(self.ASKED) for name in SECRET)
