"""Ticking by written mandate: as many as the round lets, each mandate once, and no name shown."""

from __future__ import annotations

import attrs
import pytest

from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.bundle import differences
from tickbox_core.desk import Cast
from tickbox_core.errors import AlreadyCast, NotPossible, TickboxError
from tickbox_core.model.eligibility import Eligible
from tickbox_core.testing import desks


def opened(most, **plan):
    """A round of eight that lets a proxy tick for so many, and its slots."""
    desk = desks.opened(homes=4, proxies=most, **plan)
    return desk, [slot.slot for slot in desk.slots("r1")]


def bring(desk, slot, number, proxy="王五", **changes):
    """A ballot by mandate."""
    given = {"proxy": proxy, "mandate": f"m{number}", "helper": "林", "witness": "周", **changes}
    return desk.paper.by_proxy("r1", slot, ["gate"], **given)


def test_a_proxy_ticks_for_as_many_as_the_round_lets():
    """Just under, on, and over; another proxy may go on."""
    desk, slots = opened(2)
    bring(desk, slots[0], 0)
    bring(desk, slots[1], 1)
    with pytest.raises(NotPossible, match="ticks for 2 at most"):
        bring(desk, slots[2], 2)
    bring(desk, slots[2], 2, proxy="赵六")
    assert desk.turnout("r1").participants == 3


def test_a_mandate_counts_once_and_so_does_a_slot():
    """The same paper twice, or a resident who has ticked."""
    desk, slots = opened(3)
    bring(desk, slots[0], 0)
    with pytest.raises(NotPossible, match="used already"):
        bring(desk, slots[1], 0)
    with pytest.raises(AlreadyCast):
        bring(desk, slots[0], 1)
    bring(desk, slots[1], 1)  # what was refused used nothing up


@pytest.mark.parametrize(
    "changes",
    [
        {"proxy": " "},
        {"mandate": ""},
        {"witness": "林"},
        {"helper": ""},
        {"proxy": "林"},
        {"proxy": "周 "},
    ],
)
def test_what_a_mandate_needs(changes):
    """A name, a number, a helper and another witness, neither of them the proxy."""
    desk, slots = opened(3)
    with pytest.raises(NotPossible):
        bring(desk, slots[0], 0, **changes)
    assert desk.turnout("r1").participants == 0


def test_a_name_typed_otherwise_is_the_same_name():
    """Blanks, width and case make no second proxy and no second mandate."""
    desk, slots = opened(1)
    bring(desk, slots[0], 0, proxy="Li Wu", mandate="Ａ-1")
    with pytest.raises(NotPossible, match="ticks for 1 at most"):
        bring(desk, slots[1], 1, proxy="ＬＩ wu")
    with pytest.raises(NotPossible, match="used already"):
        bring(desk, slots[1], 1, mandate="a-１")


def test_a_resident_has_the_last_word():
    """What was ticked in person stays; what a proxy brought the resident may change."""
    desk, slots = opened(2, revisable=True)
    desk.cast("r1", Cast(slots[0], ("bench",), "k0"))
    with pytest.raises(AlreadyCast):
        bring(desk, slots[0], 0)
    bring(desk, slots[1], 0)
    desk.cast("r1", Cast(slots[1], ("bench",), "k1"))
    desk.close("r1")
    outcome = desk.publish("r1")
    assert {placed.item: placed.ticks for placed in outcome.ranking}["gate"] == 0
    assert differences(desk.bundle("r1")).status == 0


def test_whoever_is_refused_uses_nothing_up():
    """Ticks that break the limits, a stranger's slot: nothing is written."""
    desk, slots = opened(1)
    for slot, ticks in ((slots[0], ["gate", "gate"]), ("STRANGER", ["gate"])):
        with pytest.raises(TickboxError):
            desk.paper.by_proxy(
                "r1", slot, ticks, proxy="王五", mandate="m0", helper="林", witness="周"
            )
    bring(desk, slots[0], 0)


def test_the_recount_finds_a_proxy_where_none_is_let():
    """The log says by which channel a ballot came; the round says whether it could."""
    desk, slots = opened(1)
    bring(desk, slots[0], 0)
    desk.close("r1")
    desk.publish("r1")

    def none_let(entry):
        entry.pop("proxies", None)

    found = differences(desks.forge_bundle(desk.bundle("r1"), "configuration", none_let))
    assert found.status == 1
    assert any("a proxy may not" in text.en for text in found.texts)


def test_the_round_says_so():
    """On list and paper: who may tick, and for how many; a plain round says nothing of it."""
    desk, _ = opened(3, eligible=Eligible(16, ("resident", "tenant"), unknown_age="admit"))
    assert [term.en for term in desk.round("r1").terms] == [
        "Who may tick: residents, tenants, aged 16 or more.",
        (
            "Whoever cannot come may send their ticks by written mandate; "
            "one person brings them for 3 at most."
        ),
    ]
    assert opened(0)[0].round("r1").terms == ()


def test_the_act_takes_a_ballot_by_mandate():
    """The helper is whoever is logged in; the round's plan lets proxies."""
    desk, slots = opened(1)
    given = {"round": "r1", "slot": slots[0], "proxy": "王五", "mandate": "7", "witness": "周",
             "ticks": ["gate"]}  # fmt: skip
    perform(ACTS["ballot/proxy"], desk, given, Actor("林", Role.STAFF))
    assert desk.turnout("r1").participants == 1


def test_a_round_that_lets_nobody_takes_none():
    """The default."""
    desk, slots = opened(0)
    with pytest.raises(NotPossible, match="takes no proxies"):
        bring(desk, slots[0], 0)


def test_nobody_is_named_in_what_is_published():
    """The channel is public, the proxy is not; the recount agrees."""
    desk, slots = opened(1)
    bring(desk, slots[0], 0)
    desk.close("r1")
    desk.publish("r1")
    data = desk.bundle("r1")
    assert differences(data).status == 0
    assert "王五".encode() not in data
    assert desk.round("r1").proxies == 1


def test_which_of_two_ballots_counts_is_said_before_anybody_ticks():
    """The first, the last, or the last with a word on proxies; the sheet has it too."""
    once, changed = desks.plan(), desks.plan(revisable=True)
    helped = attrs.evolve(changed, proxies=2)
    assert "the first that arrives" in once.which_counts.en
    assert "先收到的那张有效" in once.which_counts.zh
    assert "the last that arrives counts" in changed.which_counts.en
    assert "最后收到的那张为准" in changed.which_counts.zh
    assert "brought by somebody else" not in changed.which_counts.en
    assert helped.which_counts.zh == changed.which_counts.zh + "受委托代交的，不替换本人已交的。"
    assert helped.which_counts.en.endswith("never replaces one's own.")
