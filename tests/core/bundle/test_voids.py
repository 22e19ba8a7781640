"""Voided rounds, recounted from the bundle alone: as they are, and forged in every way."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.bundle import differences, read_bundle, recount, recount_source
from tickbox_core.desk import Desk
from tickbox_core.ledger import canonical
from tickbox_core.model import State
from tickbox_core.testing import desks
from tickbox_core.testing.strategies import lasting
from tickbox_core.text import Text

from .test_ties import closed, refusing, rewritten, said, without

R1 = desks.ROUND
BOTH = {"by": "小林", "second": "老周"}
WHY = Text("名册用错了", "the wrong roll was used")
BALLOTS = [["gate"], ["gate"], ["gate", "garden"], ["bench"]]


def voided(*, tie: bool = False) -> bytes:
    """The bundle of a round that was voided after closing; of three items two are equal."""
    desk = closed(desks.plan(places=2 if tie else 1, tie_break="refuse"), BALLOTS)
    desk.void(R1, WHY, **BOTH)
    return desk.bundle(R1)


def voided_open() -> bytes:
    """That of one which was voided while ticking was open."""
    from tickbox_core.desk import Cast

    desk = desks.opened(tie_break="refuse")
    for at, ticks in enumerate(BALLOTS):
        desk.cast(R1, Cast(desk.slots(R1)[at].slot, tuple(ticks[:1]), f"k{at}"))
    desk.void(R1, WHY, **BOTH)
    return desk.bundle(R1)


def run(tmp_path: Path, data: bytes, *more: str) -> tuple[int, str]:
    """What the script that is handed out says of it, by plain Python."""
    (tmp_path / "bundle.zip").write_bytes(data)
    (tmp_path / "recount.py").write_text(recount_source(), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "-S", "recount.py", "bundle.zip", *more],
        cwd=tmp_path, capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip
    return done.returncode, done.stdout


def test_plain_python_says_what_it_comes_to_and_that_it_does_not_hold(tmp_path: Path) -> None:
    """After closing the ranking stands there, after a tie who is tied, before it neither."""
    code, told = run(tmp_path, voided(), "--lang", "en")
    assert code == 0 and "voided, because: the wrong roll was used" in told
    assert "AGREES: voided after closing" in told and "It does not hold" in told
    assert "1. 3/4" in told
    code, told = run(tmp_path, voided(tie=True), "--lang", "zh")
    assert code == 0 and "= garden, bench: 1" in told
    assert "作废，理由：名册用错了" in told and "不生效" in told
    code, told = run(tmp_path, voided_open(), "--lang", "en")
    assert code == 0 and "nothing was counted" in told and "gate" not in told


def test_a_receipt_goes_on_being_checked(tmp_path: Path) -> None:
    """It says that the ballot was taken, never that it counts."""
    import json

    from tickbox_core.desk import Cast

    desk = desks.opened(tie_break="refuse")
    receipt = desk.cast(R1, Cast(desk.slots(R1)[0].slot, ("gate",), "k"))
    desk.void(R1, WHY, **BOTH)
    code, told = run(
        tmp_path, desk.bundle(R1), "--lang", "en", "--receipt", json.dumps(receipt.plain())
    )
    assert code == 0 and "taken; voided since" in told and "it counts" not in told


def test_no_ballot_is_opened_of_a_round_that_was_not_counted() -> None:
    """Its bundle holds the log and nothing that anybody ticked."""
    parts = read_bundle(voided_open())
    assert parts.openings == () and parts.outcome["ranking"] == []
    assert parts.outcome["ballots"] == 4


def restated(outcome: dict[str, Any]) -> Callable[[list[dict[str, Any]]], list[dict[str, Any]]]:
    """The entries with the digest of this outcome in the void."""
    digest = sha256(canonical(outcome)).hexdigest()
    return lambda held: [
        {**one, "outcome": digest} if one["kind"] == "voided" else one for one in held
    ]


class TestForged:
    def test_another_result_than_the_count(self) -> None:
        """Whether the log states its hash or that of the true one."""
        data = voided()
        outcome = dict(read_bundle(data).outcome)
        outcome["ranking"] = [{**one, "ticks": 4} for one in outcome["ranking"]]

        def put(held: dict[str, Any]) -> None:
            held.clear()
            held.update(outcome)

        assert "not the outcome entered in the log" in said(rewritten(data, outcome=put))
        assert "not as recounted" in said(rewritten(data, restated(outcome), put))

    def test_a_result_that_the_log_does_not_state(self) -> None:
        """A void after closing says what the count comes to, or why there is none."""
        data = voided()
        hidden = rewritten(data, lambda held: [*held[:-1], {**held[-1], "outcome": ""}])
        assert "not the outcome entered" in said(hidden)

    def test_a_count_that_is_hidden_by_a_pretext(self) -> None:
        """The ballots are there: what they come to is told all the same."""
        why = {"zh": "插件没有了", "en": "the plugin is gone"}
        data = voided()
        bare = {
            name: read_bundle(data).outcome[name]
            for name in ("rule", "version", "plugin", "ballots")
        }

        def put(held: dict[str, Any]) -> None:
            held.clear()
            held.update({**bare, "ranking": []})

        forged = rewritten(
            data, lambda held: [*held[:-1], {**held[-1], "outcome": "", "uncounted": why}], put
        )
        audit = recount.recount(forged)
        assert audit.status == 0 and any("3/4" in line for line in audit.ranking)

    @pytest.mark.parametrize("kind", ["voided", "closed"])
    def test_an_entry_left_out(self, kind: str) -> None:
        """Without the void the log is cut; without the closing its ballots must not be open."""
        told = said(rewritten(voided(), without(kind)))
        assert {"voided": "does not end with the result", "closed": "nothing was counted"}[
            kind
        ] in told

    def test_anything_behind_it(self) -> None:
        """A void is the end: neither a cast nor a result nor another void follows."""
        data = voided_open()
        casts = [one for one in read_bundle(data).entries if one["kind"] == "cast"]
        late = {**casts[0], "slot": "nobody", "revision": 1}
        assert "after closing" in said(rewritten(data, lambda held: [*held, late]))
        assert "out of order" in said(rewritten(data, lambda held: [*held, held[-1]]))
        result = {"kind": "result", "cycle": R1, "outcome": "0" * 64}
        assert "out of order" in said(rewritten(data, lambda held: [*held, result]))

    def test_a_void_before_opening_or_after_a_result(self) -> None:
        """It stands behind opened, closed or tied."""
        data = voided_open()
        assert "out of order" in said(
            rewritten(data, lambda held: [*held[:2], held[-1], *held[2:-1]])
        )


def test_an_older_recount_refuses_it_clearly(monkeypatch: pytest.MonkeyPatch) -> None:
    """It does not know the entry, says so, and never takes it for a result."""
    old = {kind: shape for kind, shape in recount.ENTRIES.items() if kind != "voided"}
    monkeypatch.setattr(recount, "ENTRIES", old)
    for data in (voided(), voided(tie=True), voided_open()):
        found = differences(data)
        assert found.status == 2 and "this kind of entry is not known here" in found.texts[0].en


@lasting
@given(st.integers(0, 10**6), st.booleans())
def test_any_closed_round_can_be_voided_and_recounts(seed: int, proportional: bool) -> None:
    """By every rule, tied or not: what is posted beside the reason is what it would have been."""
    desk: Desk = refusing(random.Random(seed), proportional=proportional)
    tie = desk.tie(R1)
    computed = None if tie is not None else desk.count(R1)
    found = desk.void(R1, WHY, **BOTH)
    assert found.outcome == computed
    assert (found.tie is None) == (tie is None)
    assert found.uncounted.zh == ""
    assert differences(desk.bundle(R1)).status == 0
    assert desk.round(R1).state is State.VOID and desk.keeping.verify().faults == ()
