"""Bundles in which no ballot says of which home it is: where homes are not counted."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest

from tickbox_core import RuleChoice
from tickbox_core.bundle import differences, read_bundle, recount_source, write_bundle
from tickbox_core.desk import Cast
from tickbox_core.ledger import canonical
from tickbox_core.testing import desks

from .test_golden import GOLDEN, run


def old_recount() -> str:
    """``recount.py`` as it was handed out before there were such bundles."""
    with zipfile.ZipFile(GOLDEN / "recount-1.zip") as held:
        return held.read("recount.py").decode()


def with_format(house: Any, data: bytes, form: str) -> bytes:
    """A bundle that says it is of that format, its manifest mended."""
    files = house.files_of(data)
    manifest = {**json.loads(files["manifest.json"]), "format": form}
    return bytes(house.packed({**files, "manifest.json": canonical(manifest) + b"\n"}))


def published(base: str = "participants", **changes: Any) -> bytes:
    """A round as a desk publishes it today: six people in three homes, four of whom came."""
    desk = desks.opened(rule=RuleChoice("tick-share", {"base": base}), **changes)
    slots = [slot.slot for slot in desk.slots("r1")]
    for slot in slots[:4]:
        desk.cast("r1", ballot(slot))
    if base != "households":
        desk.paper.take_count("r1", slots[4:], {"gate": 1}, by="林", second="周")
    desk.close("r1")
    desk.publish("r1")
    return desk.bundle("r1")


def ballot(slot: str) -> Cast:
    """A ballot of a slot."""
    return Cast(slot, ("gate",), f"key-{slot}")


def manifest(data: bytes) -> Any:
    """What a bundle says of itself."""
    with zipfile.ZipFile(io.BytesIO(data)) as whole:
        return json.loads(whole.read("manifest.json"))


@pytest.mark.parametrize(
    ("base", "form"), [("participants", 2), ("registered", 2), ("households", 1)]
)
def test_the_format_tells_whether_homes_are_counted(base: str, form: int) -> None:
    """New rounds: only where homes are counted do ballots carry their tag, as they always did."""
    data = published(base)
    assert manifest(data)["format"] == f"tickbox-bundle/{form}"
    parts = read_bundle(data)
    assert {one.household is None for one in parts.openings} == {form == 2}
    sheets = [entry for entry in parts.entries if entry["kind"] == "count-sheet"]
    assert all(set(place) == {"slot"} for sheet in sheets for place in sheet["places"])
    assert write_bundle(parts) == data


@pytest.mark.parametrize("base", ["participants", "registered", "households"])
def test_the_file_that_is_handed_out_agrees(base: str, tmp_path: Any) -> None:
    """Today's ``recount.py``, by itself."""
    told = run(recount_source(), published(base), tmp_path)
    assert told.returncode == 0, told.stdout


def test_an_older_recount_cannot_decide(tmp_path: Any) -> None:
    """It says that it does not know the format, and ends with 2; it never says that it differs."""
    told = run(old_recount(), published(), tmp_path)
    assert told.returncode == 2
    assert "the format is not known here" in told.stdout
    assert told.stdout.splitlines()[-1].startswith("== CANNOT DECIDE")
    again = run(old_recount(), published("households"), tmp_path)  # its closing says more today
    assert again.returncode == 2 and "this kind of entry is not known here" in again.stdout


def test_todays_recount_says_that_a_format_is_newer(house: Any) -> None:
    """Of bundles and of judgements; of a number that was never a format it says less."""
    data = house.small(tagged=False).data
    for form, said in (("tickbox-bundle/3", "a newer format"), ("tickbox-bundle/0", "not known")):
        found = differences(with_format(house, data, form))
        assert (found.status, said in found.texts[0].en) == (2, True), found.texts


@pytest.mark.parametrize("tagged", [True, False])
def test_the_other_format_is_a_difference(house: Any, tagged: bool) -> None:
    """The roll was committed to in one way: a bundle that claims the other is not on it."""
    told = house.told(
        with_format(house, house.small(tagged=tagged).data, f"tickbox-bundle/{2 if tagged else 1}")
    )
    assert any("ballots.jsonl:1" in one for one in told), told


@pytest.mark.parametrize("home", ["H000", "", None])
def test_a_home_in_a_ballot_is_a_difference(house: Any, home: str | None) -> None:
    """Whoever writes one in is told of by the recount, whatever it is."""
    files = house.files_of(house.small(tagged=False).data)
    first, *others = files["ballots.jsonl"].splitlines(keepends=True)
    line = canonical({**json.loads(first), "household": home}) + b"\n"
    told = house.told(house.packed({**files, "ballots.jsonl": b"".join([line, *others])}))
    assert any("holds more than it may" in one for one in told), told


def test_a_home_on_a_count_sheet_is_a_difference(house: Any) -> None:
    """A place is a slot and nothing more."""

    def tagged(entry: Any) -> None:
        entry["places"][0]["household"] = "H000"

    told = house.told(desks.forge_bundle(published(), "count-sheet", tagged))
    assert any("holds more than it may" in one for one in told), told


def test_homes_cannot_be_counted_without_their_tags(house: Any) -> None:
    """A round that counts homes, published without: neither right nor wrong."""
    round = house.plan(base="households", places=None, tie_break="listed-first")
    made = house.play(round, [(0, ("gate",)), (1, ("lamp",))])
    bare = house.play(
        round, [(0, ("gate",)), (1, ("lamp",))], tagged=False, outcome=made.parts.outcome
    )
    found = differences(bare.data)
    assert found.status == 2
    assert [text.en for text in found.texts] == [
        "ballots.jsonl: the ballots do not say of which home they are"
    ]


def test_the_rule_at_opening_decides_not_the_one_when_the_roll_was_put_in() -> None:
    """A plan that changes its base after the roll came in is committed to by the last."""
    for first, last in (("households", "registered"), ("registered", "households")):
        desk = desks.desk()
        desk.prepare(desks.plan(rule=RuleChoice("tick-share", {"base": first})))
        desk.register("r1", desks.roll())
        desk.prepare(desks.plan(rule=RuleChoice("tick-share", {"base": last})))
        desk.open("r1")
        desk.cast("r1", ballot(desk.slots("r1")[0].slot))
        desk.close("r1")
        desk.publish("r1")
        data = desk.bundle("r1")
        assert differences(data).status == 0
        assert manifest(data)["format"].endswith("/1" if last == "households" else "/2")
        assert desk.keeping.verify().faults == ()


def test_without_ballots_there_is_nothing_to_tag(house: Any) -> None:
    """Nobody came: each format agrees, whatever the base."""
    for base in ("participants", "households"):
        for tagged in (True, False):
            made = house.play(house.plan(base=base), [], tagged=tagged)
            assert differences(made.data).status == 0
            assert made.parts.tagged is tagged
