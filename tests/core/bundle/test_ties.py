"""Ties that go back to people, counted twice: posted, settled, and forged in every way."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core import Item, Limits, Round, RuleChoice
from tickbox_core.bundle import differences, read_bundle, recount_source, write_bundle
from tickbox_core.desk import Cast, Desk
from tickbox_core.errors import NotConfirmed, NotPossible, TieRefused
from tickbox_core.ledger import Checkpoint, canonical, leaf_hash, root
from tickbox_core.rules import How
from tickbox_core.testing import desks
from tickbox_core.testing.strategies import lasting

from . import test_every_rule, test_proportional

R1, ROW, OTHER = desks.ROUND, "35162" * 4, "61" * 10
LIN, ZHOU = {"by": "小林", "second": "老周"}, "老周"
AT_ONCE = (How.LOT, How.ALL, How.NONE)
"""The ways that need no other round."""


def closed(plan: Round, ballots: Sequence[Sequence[str]]) -> Desk:
    """A closed round of six people, with these ballots."""
    desk = desks.desk()
    desk.prepare(plan)
    desk.register(R1, desks.roll(3, 2))
    desk.open(R1)
    for at, (slot, ticks) in enumerate(zip(desk.slots(R1), ballots, strict=False)):
        desk.cast(R1, Cast(slot.slot, tuple(ticks), f"k{at}"))
    desk.close(R1)
    return desk


def tied(**changes: Any) -> Desk:
    """Three items, two of them equal for the one place that is left."""
    changes = {"places": 2, "tie_break": "refuse", **changes}
    ballots = [["gate"], ["gate"], ["gate", "garden"], ["bench"]]
    return closed(desks.plan(**changes), ballots)


def settled(desk: Desk, how: How = How.LOT, dice: str = ROW) -> bytes:
    """The bundle of a tie that is posted and settled."""
    desk.post_tie(R1, **LIN)
    desk.settle_tie(R1, how, dice=dice if how is How.LOT else "", **LIN)
    return desk.bundle(R1)


def rewritten(
    data: bytes,
    entries: Callable[[list[dict[str, Any]]], list[dict[str, Any]]] = lambda held: held,
    outcome: Callable[[dict[str, Any]], object] = lambda held: None,
) -> bytes:
    """A bundle as somebody who can write bundles would forge it: every hash fits again."""
    parts = read_bundle(data)
    held = json.loads(json.dumps(parts.outcome))
    outcome(held)
    log = entries(json.loads(json.dumps(list(parts.entries))))
    for entry in log:
        if entry["kind"] == "result":
            entry["outcome"] = sha256(canonical(held)).hexdigest()
    leaves = [leaf_hash(canonical(entry)) for entry in log]
    checkpoint = Checkpoint(parts.checkpoint.origin, len(log), root(leaves).hex(), "", "")
    return write_bundle(
        attrs.evolve(parts, entries=tuple(log), outcome=held, checkpoint=checkpoint)
    )


def change(kind: str, **facts: Any) -> Callable[[list[dict[str, Any]]], list[dict[str, Any]]]:
    """The entries with facts of one kind exchanged."""
    return lambda held: [{**one, **facts} if one["kind"] == kind else one for one in held]


def without(*kinds: str) -> Callable[[list[dict[str, Any]]], list[dict[str, Any]]]:
    """The entries without some kinds."""
    return lambda held: [one for one in held if one["kind"] not in kinds]


def said(data: bytes) -> str:
    """What differs, in English."""
    found = differences(data)
    assert found.status == 1, found.sentences
    return "\n".join(text.en for text in found.texts)


@pytest.mark.parametrize("how", AT_ONCE)
def test_each_way_of_settling_agrees(how: How) -> None:
    """The frozen tie-break, the tie, and how it was settled all stand in the result."""
    desk = tied()
    data = settled(desk, how)
    assert differences(data).status == 0
    assert rewritten(data) == data
    outcome = desk.outcome(R1)
    assert outcome is not None and outcome.settling is not None
    assert outcome.parameters["tie_break"] == "refuse"
    assert [(tie.items, tie.places) for tie in outcome.settling.ties] == [(("garden", "bench"), 1)]
    chosen = desk.concluding.standing(R1).chosen
    if how is How.LOT:
        assert outcome.selected == chosen and len(chosen) == 2
        assert [tie.tie_break for tie in outcome.ties] == [f"lot:{ROW}"]
    else:
        assert outcome.selected == ("gate",), "what is computed says no more"
        assert [tie.open for tie in outcome.ties] == [True]
        assert chosen == (("gate", "garden", "bench") if how is How.ALL else ("gate",))


def test_a_posted_tie_can_be_counted_again_before_the_dice_are_thrown(tmp_path: Path) -> None:
    """With plain Python: it agrees that there is a tie, and that nobody has settled it."""
    desk = tied()
    desk.post_tie(R1, **LIN)
    (tmp_path / "bundle.zip").write_bytes(desk.bundle(R1))
    (tmp_path / "recount.py").write_text(recount_source(), encoding="utf-8")

    def run() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", "-S", "recount.py", "bundle.zip", "--lang", "en"]
        return subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, check=False, encoding="utf-8"
        )

    waits = run()
    assert waits.returncode == 0 and "AGREES: these are tied" in waits.stdout, waits.stdout
    assert "= garden, bench: 1" in waits.stdout
    desk.settle_tie(R1, How.LOT, dice=ROW, **LIN)
    (tmp_path / "bundle.zip").write_bytes(desk.bundle(R1))
    done = run()
    assert done.returncode == 0 and f"ties settled: lot {ROW}" in done.stdout, done.stdout
    (tmp_path / "bundle.zip").write_bytes(
        rewritten(desk.bundle(R1), change("settled", dice=OTHER[::-1]))
    )
    assert run().returncode == 1


TIE = [{"items": ["garden", "bench"], "places": 1}]
TURNED = "12" * 10
"""By these throws the other one wins."""
FORGED: dict[str, tuple[Any, Any, str]] = {
    "other dice": (change("settled", dice=OTHER), None, "outcome"),
    "other dice in the result alone": (
        None, lambda held: held["settling"].update(dice=OTHER), "settling"),
    "other dice, and the same winner": (
        change("settled", dice=TURNED),
        lambda held: (
            held["settling"].update(dice=TURNED), held["ties"][0].update(tie_break=f"lot:{TURNED}")
        ),
        "selected"),
    "too few dice": (change("settled", dice=ROW[1:]), None, "throws of a die"),
    "no die shows it": (change("settled", dice="7" * 20), None, "throws of a die"),
    "no tie was posted": (without("tied"), None, "out of order"),
    "dice before the tie": (
        lambda held: [*held[:-3], held[-2], held[-3], held[-1]], None, "out of order"),
    "neither tie nor settling": (without("tied", "settled"), None, "goes back to people"),
    "a tie that is not settled has a result": (without("settled"), None, "out of order"),
    "the tie names another": (
        change("tied", ties=[{"items": ["garden", "gate"], "places": 1}]), None, "ties"),
    "the tie names one more": (
        change("tied", ties=[{"items": ["gate", "garden", "bench"], "places": 2}]), None, "ties"),
    "the tie leaves one out": (
        change("tied", ties=[{"items": ["garden"], "places": 1}]), None, "ties"),
    "the tie names more places": (
        change("tied", ties=[{**TIE[0], "places": 2}]), None, "ties"),
    "the tie is there twice": (change("tied", ties=[*TIE, *TIE]), None, "ties"),
    "no tie in it": (change("tied", ties=[]), None, "ties"),
    "whether anybody hangs on it": (change("tied", final=False), None, "ties"),
    "all are said to be taken": (change("settled", how="all", dice=""), None, "settling"),
    "none, with dice": (change("settled", how="none"), None, "cannot be settled"),
    "a way that there is not": (change("settled", how="coin", dice=""), None, "cannot be settled"),
    "a result without its settling": (None, lambda held: held.pop("settling"), "settling"),
    "the frozen tie-break is another": (
        None, lambda held: held["parameters"].update(tie_break=f"lot:{ROW}"), "parameters"),
    "others are taken": (
        None, lambda held: held["settling"].update(taken=["bench"]), "settling"),
    "the loser is chosen": (
        None, lambda held: held.update(selected=["gate", "bench"]), "selected"),
    "another reason": (
        change("settled", reason={"zh": "假", "en": "false"}), None, "settling"),
    "settled twice": (lambda held: [*held[:-1], held[-2], held[-1]], None, "out of order"),
    "posted twice": (lambda held: [*held[:-2], held[-3], *held[-2:]], None, "out of order"),
    "posted before closing": (
        lambda held: [*held[:-4], held[-3], held[-4], *held[-2:]], None, "out of order"),
}  # fmt: skip


@pytest.mark.parametrize("what", FORGED)
def test_what_is_forged_is_found(what: str) -> None:
    """Each by somebody who can make every hash fit: exit 1, and the sentence names it."""
    data = settled(tied())
    assert read_bundle(data).outcome["selected"] == ["gate", "garden"]
    entries, outcome, word = FORGED[what]
    forged = rewritten(data, entries or (lambda held: held), outcome or (lambda held: None))
    assert forged != data
    assert word in said(forged)


def test_a_settling_without_a_tie_is_found() -> None:
    """A round that the votes decide, with a tie and dice written into its log."""
    desk = closed(desks.plan(tie_break="refuse"), [["gate"], ["gate"], ["bench"]])
    desk.publish(R1)
    fake = {"cycle": R1, "at": "2026-03-06T12:00:00+00:00"}
    tie = {**fake, "kind": "tied", "ties": TIE, "final": True}
    lot = {**fake, "kind": "settled", "how": "lot", "dice": ROW, "reason": {"zh": "", "en": ""}}

    def insert(held: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [*held[:-1], tie, lot, held[-1]]

    told = said(rewritten(desk.bundle(R1), insert))
    assert "not the ties" in told and "settling" in told
    assert "settling" in said(
        rewritten(
            desk.bundle(R1),
            outcome=lambda held: held.update(
                settling={"how": "lot", "ties": TIE, "dice": ROW, "taken": []}
            ),
        )
    )


def test_all_or_none_where_somebody_hangs_on_it_is_refused_and_found() -> None:
    """The desk refuses it in words; a bundle that says so differs."""
    items = (
        Item("gate", "边门", cost=3),
        Item("garden", "花园", cost=2),
        Item("bench", "椅", cost=1),
    )
    plan = desks.plan(items=items, rule=RuleChoice("greedy-votes"), places=None, budget=3,
                      limits=Limits(), tie_break="refuse")  # fmt: skip
    ballots = [["gate", "garden"], ["gate", "garden", "bench"]]
    desk = closed(plan, ballots)
    desk.post_tie(R1, **LIN)
    shown = desk.posted_tie(R1)
    assert shown is not None and shown.ways == (How.LOT,)
    for how in (How.ALL, How.NONE):
        with pytest.raises(NotPossible, match="has no meaning"):
            desk.settle_tie(R1, how, **LIN)
    desk.settle_tie(R1, How.LOT, dice=ROW, **LIN)
    data = desk.bundle(R1)
    assert differences(data).status == 0
    forged = rewritten(data, change("settled", how="all", dice=""))
    assert "cannot be settled in this way" in said(forged)
    assert "not the ties" in said(rewritten(data, change("tied", final=True)))


def test_a_tie_of_one_who_changed_the_tables_is_not_posted() -> None:
    """The recount is asked before anything is written."""
    desk = tied()
    store = desk._hand.store
    row = store.find("ballot")[0]
    with store.transaction():
        store.put("ballot", {**row, "salt": bytes(32)})
    assert desk.tie(R1) is not None
    with pytest.raises(NotConfirmed):
        desk.post_tie(R1, **LIN)
    assert desk.posted_tie(R1) is None


# -- every rule ----------------------------------------------------------------------------------


def refusing(draw: random.Random, *, proportional: bool) -> Desk:
    """A closed round of any rule, with few ballots and a tie-break that refuses."""
    if proportional:
        plan = test_proportional.plan(draw, "refuse")
        return test_proportional.closed(draw, plan)
    plan = attrs.evolve(test_every_rule.plan(draw), tie_break="refuse")
    some = draw.choice([0, 0.5, 0.9])
    ballots = [
        [draw.choice(item.ticks) for item in plan.items if draw.random() < some]
        for _ in range(draw.choice([0, 1, 2, 4, 6]))
    ]
    return closed(plan, ballots)


@lasting
@given(st.integers(0, 10**6), st.booleans())
def test_no_round_is_stranded(seed: int, proportional: bool) -> None:
    """Published at once, or tied: posted, settled in each way there is, published, recounted."""
    for how in AT_ONCE:
        draw = random.Random(seed)
        desk = refusing(draw, proportional=proportional)
        found = desk.tie(R1)
        if found is None:
            desk.publish(R1)
            assert differences(desk.bundle(R1)).status == 0
            return
        with pytest.raises(TieRefused):
            desk.publish(R1)
        with pytest.raises(NotPossible):
            desk.settle_tie(R1, how, dice=ROW if how is How.LOT else "", **LIN)
        shown = desk.post_tie(R1, **LIN)
        assert (shown.ties == found.ties and how in shown.ways) or how is not How.LOT
        assert differences(desk.bundle(R1)).status == 0
        if how not in shown.ways:
            with pytest.raises(NotPossible):
                desk.settle_tie(R1, how, **LIN)
            continue
        outcome = desk.settle_tie(R1, how, dice=ROW if how is How.LOT else "", **LIN)
        assert differences(desk.bundle(R1)).status == 0
        assert desk.count(R1).plain() == outcome.plain()
        chosen = set(desk.concluding.standing(R1).chosen)
        assert set(found.certain) <= chosen
        if how is not How.LOT:
            every = {item for tie in shown.ties for item in tie.items}
            assert chosen == set(found.certain) | (every if how is How.ALL else set())


def test_several_ties_in_one_count() -> None:
    """One in each category: both are posted, and drawn by one row of throws."""
    items = tuple(
        Item(id_, id_, category="x" if id_ in "abc" else "y") for id_ in ("a", "b", "c", "d", "e")
    )
    rule = RuleChoice("tick-count", {"quotas": {"x": 1, "y": 1}})
    plan = desks.plan(items=items, rule=rule, places=None, limits=Limits(), tie_break="refuse")
    for how in AT_ONCE:
        desk = closed(plan, [["a", "b", "d", "e"], ["a", "b"], ["c"]])
        data = settled(desk, how)
        assert differences(data).status == 0
        (entry,) = [one for one in read_bundle(data).entries if one["kind"] == "tied"]
        assert [tie["items"] for tie in entry["ties"]] == [["a", "b"], ["d", "e"]]
        number = len(desk.concluding.standing(R1).chosen)
        assert number == {How.LOT: 2, How.ALL: 4, How.NONE: 0}[how]
