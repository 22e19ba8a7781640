"""A program that reads bundles and tries to tell which ballots come from one home.

It knows only what is public.  Where homes are not counted it finds no pair, and its guesses from
what lies side by side are no better than chance; where they are, it finds every pair: so it works.
"""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Iterable, Iterator
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core import Person, Residence, Roll, RuleChoice, Text, Unit
from tickbox_core.bundle import differences
from tickbox_core.desk import Cast, Desk
from tickbox_core.desk.keeping import stripping
from tickbox_core.rules.judgement import Mark, Vote
from tickbox_core.testing import desks
from tickbox_core.testing.strategies import lasting

from ..components.test_projects import WHY, begun
from .annual_house import R1, Clock, listed

GOLDEN = Path(__file__).parents[2] / "golden"
Pairs = set[frozenset[str]]


# -- the program -------------------------------------------------------------------------------

OPEN = {"cycle", "kind", "channel", "revision", "ticks", "mark", "knew", "project", "number"}
"""What ballots say of items, and how many have in common without a home: no sign of one."""


def lines(data: bytes, *names: str) -> list[Any]:
    """The lines of some files of a bundle; none of those that are not in it."""
    with zipfile.ZipFile(io.BytesIO(data)) as whole:
        held = [whole.read(name) for name in names if name in whole.namelist()]
    return [json.loads(line) for part in held for line in part.splitlines()]


def signs(one: Any) -> Iterator[str]:
    """Every text and number that a line holds besides what is open, at whatever depth."""
    if isinstance(one, dict):
        for name, value in one.items():
            if name not in OPEN:
                yield from signs(value)
    elif isinstance(one, list):
        for value in one:
            yield from signs(value)
    elif one is not None and not isinstance(one, bool):
        yield str(one)


def linked(data: bytes) -> Pairs:
    """The pairs of slots that have anything in common: in ballots, marks, casts, count sheets."""
    holders: dict[str, set[str]] = {}
    ledger = lines(data, "ledger.jsonl")
    places = [place for one in ledger if one["kind"] == "count-sheet" for place in one["places"]]
    casts = [one for one in ledger if one["kind"] in ("cast", "mark")]
    for one in [*lines(data, "ballots.jsonl", "marks.jsonl"), *casts, *places]:
        for sign in signs(one):
            holders.setdefault(sign, set()).add(one["slot"])
    return {frozenset(two) for held in holders.values() for two in combinations(sorted(held), 2)}


def neighbours(data: bytes) -> Pairs:
    """Guesses: slots whose leaves lie side by side on the roll, or whose names are alike."""
    from tickbox_core.bundle.recount import canonical, leaf

    (leaves,) = lines(data, "slots.json")
    at = {value: number for number, value in enumerate(leaves)}
    slots = sorted({one["slot"] for one in lines(data, "ballots.jsonl", "marks.jsonl")})
    placed = {slot: at.get(leaf(canonical({"slot": slot}).encode()).hex()) for slot in slots}
    known = sorted((number, slot) for slot, number in placed.items() if number is not None)
    beside = {frozenset((a, b)) for (n, a), (m, b) in pairwise(known) if m == n + 1}
    return beside | {frozenset(two) for two in pairwise(slots) if two[0][:2] == two[1][:2]}


# -- the rounds --------------------------------------------------------------------------------


@attrs.frozen(eq=False)
class Round:
    """A bundle, and what is not in it: which slots took part, and which of them share a home."""

    data: bytes
    slots: frozenset[str]
    pairs: frozenset[frozenset[str]]


def one_roll(picks: random.Random) -> Roll:
    """Homes of one to four people, in no order."""
    homes = [(f"u{home}", picks.randint(1, 4)) for home in range(picks.randint(2, 7))]
    people = [(f"{home}p{one}", home) for home, many in homes for one in range(many)]
    picks.shuffle(people)
    return Roll(
        desks.NOON.date(),
        tuple(Unit(home, "n1", floor_area=5000 + 100 * many) for home, many in homes),
        tuple(Person(person, "名字") for person, _ in people),
        tuple(Residence(person, home) for person, home in people),
    )


def played(seed: int, base: str) -> Round:
    """A round of people who come in any order, by any channel, some twice, some on a sheet."""
    picks = random.Random(seed)
    desk = desks.desk(entropy=picks.randbytes)
    rule = RuleChoice("tick-share", {"base": base})
    desk.prepare(desks.plan(rule=rule, revisable=True, limits=desks.Limits()))
    desk.register(R1, one_roll(picks))
    desk.open(R1)
    homes = {slot.slot: slot.household for slot in desk.slots(R1)}
    came = picks.sample(sorted(homes), picks.randint(1, len(homes)))
    counted = came[len(came) - len(came) // 3 :] if base != "households" else []
    casting = [slot for slot in came if slot not in counted] or counted
    for at, slot in enumerate(casting + picks.sample(casting, len(casting) // 2)):
        ticks = picks.sample(["gate", "garden", "bench"], picks.randint(0, 3))
        channel = picks.choice(["online", "paper", "assisted-door"])
        desk.cast(R1, Cast(slot, tuple(ticks), f"key{at}", channel))
    if counted and counted != casting:
        desk.paper.take_count(R1, counted, {"gate": len(counted)}, by="林", second="周")
    desk.close(R1)
    desk.publish(R1)
    return facts(desk.bundle(R1), homes, came)


def facts(data: bytes, homes: dict[str, str], came: Iterable[str]) -> Round:
    """The bundle beside the truth."""
    assert differences(data).status == 0
    pairs = {frozenset(two) for two in combinations(came, 2) if homes[two[0]] == homes[two[1]]}
    return Round(data, frozenset(came), frozenset(pairs))


@lasting
@given(st.integers(0, 2**32), st.sampled_from(["participants", "registered"]))
def test_where_homes_are_not_counted_nothing_links_two_ballots(seed: int, base: str) -> None:
    """Nothing that two people's ballots, casts or places on a sheet hold is the same."""
    assert linked(played(seed, base).data) == set()


@lasting
@given(st.integers(0, 2**32))
def test_where_homes_are_counted_it_finds_every_pair_and_no_other(seed: int) -> None:
    """The control: the same program, shown the tags, is always right."""
    found = played(seed, "households")
    assert linked(found.data) == found.pairs


def test_it_reads_the_tags_of_old_bundles() -> None:
    """The control on what was published before: it links ballots of a round of participants."""
    for name in ("participants", "registered", "sheets", "judgement"):
        assert linked((GOLDEN / f"bundle-1-{name}.zip").read_bytes()), name


def against_chance(seeds: Iterable[int]) -> None:
    """No pair is found for certain; guesses are right as often as guesses in the blue."""
    guessed = right = 0
    expected = variance = 0.0
    for seed in seeds:
        one = played(seed, ("participants", "registered")[seed % 2])
        assert linked(one.data) == set()
        guesses = neighbours(one.data)
        if guesses:
            chance = len(one.pairs) / max(1, len(one.slots) * (len(one.slots) - 1) // 2)
            guessed += len(guesses)
            right += len(guesses & one.pairs)
            expected += len(guesses) * chance
            variance += len(guesses) * chance * (1 - chance)
    assert guessed > 20
    assert abs(right - expected) <= 4 * variance**0.5 + 1, (guessed, right, expected)


def test_what_lies_side_by_side_tells_no_more_than_chance() -> None:
    """Leaves beside each other and names alike, over some rounds."""
    against_chance(range(40))


@pytest.mark.long
def test_over_a_thousand_bundles_it_finds_no_pair() -> None:
    """The same over a thousand."""
    against_chance(range(1000))


# -- judgements, and what is left when names are gone ------------------------------------------


def judged(base: str) -> tuple[Desk, Round]:
    """A round with two people in each home, and a judgement by everybody in any order."""
    picks = random.Random(3)
    desk = listed(Clock(), homes=2, people=2, base=base, entropy=picks.randbytes)
    for item in ("doors", "gate"):
        begun(desk, item)
        desk.projects.deliver(item, left_out=WHY)
    desk.judging.open("j1", R1, ["doors", "gate"], Text("评议", "judgement"))
    homes = {slot.slot: slot.household for slot in desk.slots(R1)}
    for at, slot in enumerate(picks.sample(sorted(homes), len(homes))):
        votes = {"doors": Vote(Mark.SATISFIED, True), "gate": Vote(Mark.NONE, False)}
        desk.judging.judge("j1", slot, votes, f"key{at}")
    desk.judging.close("j1")
    desk.judging.publish("j1")
    return desk, facts(desk.judging.bundle("j1"), homes, homes)


def test_a_judgement_links_no_two_marks_unless_its_round_counted_homes() -> None:
    """Its slots are the round's own, and so is what is told of them."""
    assert linked(judged("participants")[1].data) == set()
    _, tagged = judged("households")
    assert linked(tagged.data) == tagged.pairs


@pytest.mark.parametrize("base", ["participants", "households"])
def test_when_names_are_gone_so_is_who_shares_a_home(base: str) -> None:
    """Unless homes were counted; the bundle is the same, byte for byte, and recounts."""
    desk, _ = judged(base)
    before = desk.bundle(R1), desk.judging.bundle("j1")
    store = desk._hand.store
    with store.transaction():
        assert stripping.people(store, R1) == 24
    homes = {row["household"] for row in store.find("slot", cycle=R1)}
    assert len(homes) == (24 if base == "participants" else 12)
    assert (desk.bundle(R1), desk.judging.bundle("j1")) == before
    assert desk.keeping.verify().faults == ()
    assert desk.count(R1).ballots == 8
