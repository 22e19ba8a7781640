"""A tie that a run-off settled, counted twice: alone, beside its run-off, and forged."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tickbox_core.bundle import differences, read_bundle, recount, recount_source
from tickbox_core.desk import Cast, Desk
from tickbox_core.rules import How
from tickbox_core.testing import desks

from .test_ties import LIN, R1, change, rewritten, said, tied

AGAIN = "again"


def settled(round: str = AGAIN) -> Desk:
    """Garden and bench are equal for the second place; the run-off takes the bench."""
    desk = tied()
    desk.post_tie(R1, **LIN)
    run(desk, round)
    desk.settle_tie(R1, How.RUN_OFF, **LIN)
    return desk


def run(desk: Desk, round: str) -> None:
    """A run-off that takes the bench."""
    desk.make_run_off(R1, round, **LIN)
    desk.open(round)
    for at, item in enumerate(("bench", "bench", "garden")):
        desk.cast(round, Cast(desk.slots(round)[at].slot, (item,), f"{round}-{at}"))
    desk.close(round)
    desk.publish(round)


@pytest.fixture(scope="module")
def bundles() -> tuple[bytes, bytes]:
    """Of the tie, and of its run-off."""
    desk = settled()
    return desk.bundle(R1), desk.bundle(AGAIN)


def beside(first: bytes, other: bytes) -> str:
    """What differs where the run-off's bundle is held beside, in English."""
    found = recount.recount(first, run_off=other)
    assert found.status == 1, found.steps
    return "\n".join(en for _, en in found.differences)


def named(**more: Any) -> Any:
    """The log with the run-off named otherwise."""

    def changed(held: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [
            {**one, "run_off": {**one["run_off"], **more}} if one["kind"] == "settled" else one
            for one in held
        ]

    return changed


def test_both_agree_and_together(bundles: tuple[bytes, bytes], tmp_path: Path) -> None:
    """With plain Python: alone it says where to look, and beside its run-off that it is the one."""
    first, other = bundles
    assert rewritten(first) == first and rewritten(other) == other
    (tmp_path / "first.zip").write_bytes(first)
    (tmp_path / "other.zip").write_bytes(other)
    (tmp_path / "recount.py").write_text(recount_source(), encoding="utf-8")

    def ran(*words: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-I", "-S", "recount.py", *words, "--lang", "en"],
            cwd=tmp_path, capture_output=True, text=True, check=False, encoding="utf-8",
        )  # fmt: skip
        return done.returncode, done.stdout

    code, alone = ran("first.zip")
    assert code == 0 and "recount its bundle as well" in alone.splitlines()[-1], alone
    assert "= garden, bench: 1" in alone and "+ bench" in alone
    code, told = ran("other.zip")
    assert code == 0 and f"a run-off, of the tie of {R1}" in told, told
    code, together = ran("first.zip", "--run-off", "other.zip")
    assert code == 0 and "agrees, and is the one named" in together, together
    assert "AGREES: the published result" in together.splitlines()[-1]
    assert ran("first.zip", "--run-off", "nowhere.zip")[0] == 2
    assert ran("first.zip", "--run-off", "first.zip")[0] == 1


FORGED: dict[str, tuple[Any, Any, str]] = {
    "the loser is taken": (
        change("settled", taken=["garden"]), None, "settling"),
    "one who was not tied": (
        change("settled", taken=["gate"]),
        lambda held: held["settling"].update(taken=["gate"]), "just as many of the tied"),
    "more than fit": (
        change("settled", taken=["garden", "bench"]),
        lambda held: held["settling"].update(taken=["garden", "bench"]), "just as many"),
    "nobody": (
        change("settled", taken=[]),
        lambda held: held["settling"].update(taken=[]), "just as many"),
    "twice the same": (
        change("settled", taken=["bench", "bench"]), None, "just as many"),
    "no ids": (change("settled", taken=[1]), None, "parts are missing"),
    "no run-off is named": (change("settled", run_off={}), None, "parts are missing"),
    "another is named": (named(round="other"), None, "settling"),
    "with dice": (change("settled", dice="35162" * 4), None, "cannot be settled"),
    "of the old format": (change("settled", format=1), None, "parts are missing"),
    "a lot of the new one": (change("settled", how="lot"), None, "parts are missing"),
    "the result names none": (
        None, lambda held: held["settling"].pop("run_off"), "settling"),
    "it is chosen by the count": (
        None, lambda held: held.update(selected=["gate", "bench"]), "selected"),
    "no tie is posted": (
        lambda held: [one for one in held if one["kind"] != "tied"], None, "out of order"),
    "where money decides too": (change("configuration", budget=9), None, "cannot be settled"),
}  # fmt: skip


@pytest.mark.parametrize("what", FORGED)
def test_what_is_forged_is_found(bundles: tuple[bytes, bytes], what: str) -> None:
    """Each by somebody who can make every hash fit."""
    entries, outcome, word = FORGED[what]
    data = rewritten(bundles[0], entries or (lambda held: held), outcome or (lambda held: None))
    assert data != bundles[0]
    assert word in said(data)


BESIDE: dict[str, tuple[Any, Any, str]] = {
    "the other one is taken, in log and result": (
        change("settled", taken=["garden"]),
        lambda held: held["settling"].update(taken=["garden"]), "not the result"),
    "another root": (
        named(root="0" * 64),
        lambda held: held["settling"]["run_off"].update(root="0" * 64), "not the result"),
    "another outcome": (
        named(outcome="0" * 64),
        lambda held: held["settling"]["run_off"].update(outcome="0" * 64), "not the result"),
    "a longer log": (
        named(size=99),
        lambda held: held["settling"]["run_off"].update(size=99), "not the result"),
}  # fmt: skip


@pytest.mark.parametrize("what", BESIDE)
def test_what_agrees_alone_is_found_beside_the_run_off(
    bundles: tuple[bytes, bytes], what: str
) -> None:
    """The first bundle cannot tell; the two together do."""
    entries, outcome, word = BESIDE[what]
    data = rewritten(bundles[0], entries, outcome)
    assert differences(data).status == 0
    assert word in beside(data, bundles[1])


def test_another_run_off_is_found(bundles: tuple[bytes, bytes]) -> None:
    """One of another tie, one that is none, and one whose ballots do not give its result."""
    first, other = bundles
    strange = settled("elsewhere").bundle("elsewhere")
    assert "not the result" in beside(first, strange)
    moved = rewritten(other, change("configuration", settles={"round": R1, "entry": "0" * 64}))
    assert "no run-off of this tie" in beside(first, moved)
    assert "does not agree itself" in beside(
        first, rewritten(other, outcome=lambda held: held.update(selected=["garden"]))
    )
    plain = desks.opened(tie_break="listed-first")
    plain.close(R1)
    plain.publish(R1)
    assert "no run-off of this tie" in beside(first, plain.bundle(R1))
    assert recount.recount(first, run_off=b"no zip").status == 2


def test_a_plan_says_whose_tie_it_settles_in_a_format_of_its_own(
    bundles: tuple[bytes, bytes],
) -> None:
    """Of format 2, and only then: who knows no run-offs does not read past it."""
    first, other = bundles
    plan = read_bundle(other).entries[0]
    assert plan["format"] == 2 and read_bundle(first).entries[0]["format"] == 1
    assert "parts are missing" in said(rewritten(other, change("configuration", format=1)))
    assert "parts are missing" in said(rewritten(first, change("configuration", format=2)))
    assert "parts are missing" in said(rewritten(other, change("configuration", settles={})))
    newer = rewritten(first, change("settled", format=3))
    assert differences(newer).status == 2


def test_a_recount_of_before_cannot_decide(bundles: tuple[bytes, bytes], tmp_path: Path) -> None:
    """One that knows format 1 alone says so, of either bundle: it does not misread them."""
    source, replaced = re.subn("(?m)^FORMS = {.*}", "FORMS = {}", recount_source())
    assert replaced == 1
    (tmp_path / "old.py").write_text(source, encoding="utf-8")
    for data in bundles:
        (tmp_path / "bundle.zip").write_bytes(data)
        done = subprocess.run(
            [sys.executable, "-I", "-S", "old.py", "bundle.zip", "--lang", "en"],
            cwd=tmp_path, capture_output=True, text=True, check=False, encoding="utf-8",
        )  # fmt: skip
        assert done.returncode == 2 and "this kind of entry is not known here" in done.stdout


def test_neither_bundle_names_who_signed(bundles: tuple[bytes, bytes]) -> None:
    """Two people each, sealed in the diary."""
    for data in bundles:
        with zipfile.ZipFile(io.BytesIO(data)) as held:
            for name in held.namelist():
                assert LIN["by"].encode() not in held.read(name)
                assert LIN["second"].encode() not in held.read(name)
