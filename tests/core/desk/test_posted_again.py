"""A posted list is taken down and changed: what is different is said until it is posted again."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.desk import Desk
from tickbox_core.desk.posted_again import _ITEM_PARTS, _PARTS, NOT_KEPT, differences
from tickbox_core.desk.wall import round_facts
from tickbox_core.errors import NotReady
from tickbox_core.model import (
    Category,
    Eligible,
    Item,
    Limits,
    Option,
    Round,
    RuleChoice,
    State,
)
from tickbox_core.testing import desks

R1 = desks.ROUND
LIN = Actor("小林", Role.STAFF)


def do(desk: Desk, act: str, **given: Any) -> Any:
    """An act of staff."""
    return perform(ACTS[act], desk, given, LIN)


@pytest.fixture
def desk() -> Desk:
    """A list that is posted, though it takes no days."""
    desk = desks.desk()
    desk.prepare(desks.plan())
    desk.register(R1, desks.roll())
    desks.make_ready(desk, R1)
    do(desk, "round/post", round=R1)
    return desk


def lines(desk: Desk) -> list[str]:
    """What of the checklist says that it has to be posted again."""
    found = desk.posting.checklist(R1)
    return [one.text.en for one in found if one.key == "posted-again" and not one.met]


class TestUntilItIsPostedAgain:
    def test_the_answer_and_the_checklist_say_what_is_different(self, desk: Desk) -> None:
        """And it does not open, though it needs no days of posting."""
        do(desk, "round/withdraw", round=R1, reason="名额写错了")
        assert lines(desk) == []  # it is as it was
        said = do(desk, "round/change", round=R1, places=2, closes="2027-01-31")
        assert said["post_again"] == [
            {"zh": "入选名额：原为“1”，现为“2”", "en": "places: was '1', is '2'"},
            {
                "zh": "打钩最后一天：原为“无”，现为“2027-01-31”",
                "en": "last day of ticking: was 'none', is '2027-01-31'",
            },
        ]
        (line,) = lines(desk)
        assert "round/post" in line and "places: was '1', is '2'" in line
        with pytest.raises(NotReady, match="places: was '1', is '2'"):
            do(desk, "round/open", round=R1)

    def test_an_item_that_comes_in_is_named(self, desk: Desk) -> None:
        """As is one whose words change."""
        do(desk, "round/withdraw", round=R1, reason="漏了一项")
        do(desk, "item/add", round=R1, id="lamp", title="装路灯", cost=0)
        do(desk, "item/change", round=R1, id="gate", place="东侧")
        (line,) = lines(desk)
        assert "'装路灯' was added" in line and "was changed: place" in line

    def test_posting_again_resolves_it_and_the_wall_says_so(self, desk: Desk) -> None:
        """It opens; what was posted differently stays on the wall."""
        do(desk, "round/withdraw", round=R1, reason="名额写错了")
        do(desk, "round/change", round=R1, places=2)
        do(desk, "round/post", round=R1)
        assert lines(desk) == []
        posted = round_facts(desk, R1).posted
        assert posted is not None
        assert [one.en for one in posted.changed] == ["places: was '1', is '2'"]
        assert do(desk, "round/open", round=R1)["state"] == str(State.TICKING)

    def test_what_is_put_back_is_no_difference(self, desk: Desk) -> None:
        """Nor is it said of a list that was never taken down."""
        assert not round_facts(desk, R1).posted.changed  # type: ignore[union-attr]
        do(desk, "round/withdraw", round=R1, reason="再看看")
        do(desk, "round/change", round=R1, places=2)
        assert "post_again" not in do(desk, "round/change", round=R1, places=1)
        do(desk, "round/open", round=R1)

    def test_where_it_is_not_kept_the_whole_is_posted_again(self, desk: Desk) -> None:
        """A list that was taken down before its plan was kept, or whose plan is erased."""
        do(desk, "round/withdraw", round=R1, reason="再看看")
        with desk.diary.reading() as book:
            taken = book.lists.taken_down[R1]
        book.lists.taken_down[R1] = attrs.evolve(taken, plan=None)
        assert desk.posting.to_post_again(R1) == (NOT_KEPT,)


OTHER: dict[str, Any] = {
    "title": "别的",
    "limits": Limits.at_most(3),
    "places": 7,
    "budget": 12_345,
    "rule": RuleChoice("tick-count"),
    "tie_break": "all",
    "eligible": Eligible(least_age=18),
    "proxies": 2,
    "categories": (Category("plain", "甲"),),
    "jurisdiction": "cn-shanghai",
    "revisable": True,
    "notice_days": 3,
    "objection_days": 4,
    "opens": "2027-01-01",
    "opens_at": "08:00",
    "closes": "2027-01-31",
    "closes_at": "18:00",
    "by_hand": True,
    "extensions": 1,
    "extension_days": 5,
}
NOT_POSTED = {
    "id", "area", "items", "state", "roll", "plugins", "opened_at", "closed_at", "ends",
    "rehearsal", "settles", "demonstration",
}  # fmt: skip
"""Of a round: which it is, where it stands, and what never changes of one."""


def test_every_part_of_a_plan_is_told() -> None:
    """Whatever residents were shown: a part that is added to rounds or items is missed here."""
    assert {part for part, *_ in _PARTS} | NOT_POSTED == {one.name for one in attrs.fields(Round)}
    assert set(_ITEM_PARTS) | {"id"} == {one.name for one in attrs.fields(Item)}
    assert set(OTHER) == {part for part, *_ in _PARTS}
    plan = desks.plan()
    for part, value in OTHER.items():
        (said,) = differences(plan, attrs.evolve(plan, **{part: value}))
        assert said.zh and said.en, part


def test_items_are_told_by_their_parts() -> None:
    """Gone, in another order, with options."""
    plan = desks.plan()
    first, second, *rest = plan.items
    other = attrs.evolve(plan, items=(second, first, *rest))
    assert [one.en for one in differences(plan, other)] == ["the items stand in another order"]
    (said,) = differences(plan, attrs.evolve(plan, items=(first, *rest)))
    assert said.en.endswith("was taken off")
    chosen = attrs.evolve(first, options=(Option("a", "甲"),))
    (said,) = differences(plan, attrs.evolve(plan, items=(chosen, second, *rest)))
    assert said.en.endswith("was changed: options")
