"""Plays the desk: a whole round in memory, published honestly, and the attacker's tools."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from random import Random
from typing import Any

import attrs
import pytest

from tickbox_core.bundle import BundleParts, Opening, differences, write_bundle
from tickbox_core.ledger import (
    Checkpoint,
    Ed25519Signer,
    Frontier,
    Receipt,
    canonical,
    cast,
    choice_commitment,
    closed,
    configuration,
    leaf_hash,
    opened,
    result,
    roll_commitment,
    roll_entry,
    root,
    slot_leaf,
)
from tickbox_core.model import (
    Ballot,
    Item,
    Person,
    PluginVersion,
    Residence,
    Roll,
    RollSummary,
    Round,
    RuleChoice,
    Unit,
)
from tickbox_core.rules import Contest, Electorate, ListedFirst, Lot, Refuse, TickShare
from tickbox_core.text import Text

CORE = PluginVersion("tickbox-core", "0.1.0")
HOUSE_KEY = Ed25519Signer(bytes(range(32)))
OTHER_KEY = Ed25519Signer(bytes(range(1, 33)))


@attrs.frozen(eq=False)
class Published:
    """An honest publication, and what people outside have kept of it."""

    round: Round
    parts: BundleParts
    receipts: tuple[Receipt, ...]
    kept: tuple[Checkpoint, ...]  # at opening, at closing, and with the result
    homes: tuple[tuple[str, str], ...]  # slot and household, of everybody on the roll

    @property
    def data(self) -> bytes:
        """The bundle."""
        return write_bundle(self.parts)

    def with_parts(self, **changes: Any) -> bytes:
        """The bundle with parts exchanged by somebody who can write bundles."""
        return write_bundle(attrs.evolve(self.parts, **changes))


def plan(
    items: Iterable[str | Item] = ("gate", "garden", "lamp", "lift"),
    *,
    base: str = "participants",
    **settings: Any,
) -> Round:
    """A round over items of those ids."""
    listed = [item if isinstance(item, Item) else Item(item, Text(item, item)) for item in items]
    rule = RuleChoice("tick-share", {"base": base})
    return Round("r1", "n1", "第一轮", tuple(listed), rule=rule, **settings)


def play(
    round: Round,
    casts: Sequence[tuple[int, Sequence[str]]],
    *,
    homes: Sequence[int] = (0, 0, 1, 1, 2, 3, 4, 5),
    signer: Ed25519Signer | None = HOUSE_KEY,
    seed: int = 1,
    outcome: Mapping[str, Any] | None = None,
    tagged: bool = True,
) -> Published:
    """The whole way from roll to bundle.

    ``homes[n]`` is the household of elector ``n``; a cast is an elector's number and the ticks,
    and a second one of the same elector revises the first.  ``outcome`` takes the place of the
    true one; ``tagged``: places and ballots show the tags of homes.
    """
    random = Random(seed)
    slots = [(f"S{random.getrandbits(60):015X}", f"H{home:03}") for home in homes]
    roll = _roll(homes)
    summary = RollSummary(
        roll.as_of.isoformat(),
        roll.registered,
        roll.households,
        roll_commitment(roll, random.randbytes(32)),
        root(leaves := [slot_leaf(slot, home if tagged else None) for slot, home in slots]).hex(),
    )
    log = _Log(signer)
    log.add(configuration(round, "1", CORE))
    log.add(roll_entry(round.id, summary))
    log.add(opened(round.id, "2026-03-01T08:00:00+08:00"))
    kept = [log.checkpoint()]
    openings: dict[str, Opening] = {}
    receipts = []
    for elector, ticks in casts:
        slot, household = slots[elector]
        revision = openings.pop(slot).revision + 1 if slot in openings else 1
        salt = random.randbytes(32)
        commitment = choice_commitment(salt, slot, revision, ticks)
        receipts.append(log.receipt(cast(round.id, slot, revision, commitment, "online")))
        home = household if tagged else None
        openings[slot] = Opening(slot, revision, home, tuple(ticks), salt)
    log.add(closed(round.id, "2026-03-09T20:00:00+08:00", len(openings)))
    kept.append(log.checkpoint())
    plain = outcome or _outcome(round, openings.values(), roll).plain()
    log.add(result(round.id, hashlib.sha256(canonical(plain)).hexdigest()))
    kept.append(log.checkpoint())
    parts = BundleParts(
        entries=log.entries,
        openings=openings.values(),
        slot_leaves=leaves,
        checkpoint=kept[-1],
        outcome=plain,
        tagged=tagged,
    )
    return Published(round, parts, tuple(receipts), tuple(kept), tuple(slots))


class _Log:
    def __init__(self, signer: Ed25519Signer | None) -> None:
        self.entries: list[Mapping[str, Any]] = []
        self._edge, self._signer = Frontier(), signer

    def add(self, entry: Mapping[str, Any]) -> None:
        self.entries.append(entry)
        self._edge = self._edge.added(leaf_hash(canonical(entry)))

    def receipt(self, entry: Mapping[str, Any]) -> Receipt:
        self.add(entry)
        leaf, size = leaf_hash(canonical(entry)).hex(), self._edge.size
        names = (entry["cycle"], entry["slot"], entry["revision"])
        return Receipt(*names, leaf, size - 1, size, self._edge.root.hex())

    def checkpoint(self) -> Checkpoint:
        return checkpoint(self._edge.size, self._edge.root, self._signer)


def checkpoint(size: int, top: bytes, signer: Ed25519Signer | None) -> Checkpoint:
    """A checkpoint of the round's log, signed where there is a signer."""
    unsigned = Checkpoint("tickbox/n1/r1", size, top.hex(), signer.key if signer else "", "")
    if signer is None:
        return unsigned
    return attrs.evolve(unsigned, signature=signer.sign(unsigned.note()).hex())


def _roll(homes: Sequence[int]) -> Roll:
    return Roll(
        date(2026, 2, 1),
        units=tuple(Unit(f"u{home}", "b1") for home in sorted(set(homes))),
        persons=tuple(Person(f"p{n}", f"王{n}") for n in range(len(homes))),
        residences=tuple(Residence(f"p{n}", f"u{home}") for n, home in enumerate(homes)),
    )


def _outcome(round: Round, openings: Iterable[Opening], roll: Roll) -> Any:
    ballots = [Ballot(one.slot, one.ticks, one.household) for one in openings]
    key, _, argument = round.tie_break.partition(":")
    tie_break = {"refuse": Refuse, "listed-first": ListedFirst}.get(key, lambda: Lot.of(argument))()
    rule = TickShare(round.rule.parameters["base"], tie_break)
    electorate = Electorate(roll.registered, roll.households)
    return rule.outcome(Contest.of_ballots(round.items, ballots, electorate, places=round.places))


# -- the attacker's tools ----------------------------------------------------------------------


def files_of(data: bytes) -> dict[str, bytes]:
    """The files of a bundle."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: Mapping[str, bytes], *, mended: bool = True) -> bytes:
    """A zip of files; ``mended``: the attacker has put the new hashes into the manifest."""
    files = dict(files)
    if mended:
        manifest = json.loads(files["manifest.json"])
        hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
        manifest["files"] = {n: h for n, h in hashes.items() if n != "manifest.json"}
        files["manifest.json"] = canonical(manifest) + b"\n"
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return held.getvalue()


def resealed(published: Published, entries: Sequence[Mapping[str, Any]], **changes: Any) -> bytes:
    """The bundle over another log, with the checkpoint made and signed anew."""
    leaves = [leaf_hash(canonical(entry)) for entry in entries]
    signer = changes.pop("signer", HOUSE_KEY)
    new = checkpoint(len(leaves), root(leaves), signer)
    return published.with_parts(entries=entries, checkpoint=new, **changes)


class House:
    """Everything above, by name: tests in this folder ask for it as a fixture."""

    plan = staticmethod(plan)
    play = staticmethod(play)
    files_of = staticmethod(files_of)
    packed = staticmethod(packed)
    resealed = staticmethod(resealed)
    checkpoint = staticmethod(checkpoint)
    key, other_key = HOUSE_KEY, OTHER_KEY

    @staticmethod
    def small(*, tagged: bool = True, **settings: Any) -> Published:
        """Six ballots of eight electors, one of them revised, two items of four chosen."""
        round = plan(**{"places": 2, "tie_break": "lot:2026", "revisable": True, **settings})
        casts: list[tuple[int, tuple[str, ...]]] = [
            (0, ("gate",)),
            (3, ("lamp", "gate")),
            (1, ("garden", "lamp")),
            (0, ("garden", "gate")),
            (5, ()),
            (7, ("lift",)),
            (6, ("gate", "lift")),
        ]
        return play(round, casts, tagged=tagged)

    @classmethod
    def check_attack(cls, act: Callable[[type[House], Published], bytes]) -> None:
        """The attack differs (never merely "cannot decide") and is called what ``act`` says.

        So it is with the tags of homes and without.
        """
        for tagged in (True, False):
            published = cls.small(tagged=tagged)
            assert differences(published.data).status == 0
            data = act(cls, published)
            told = cls.told(data)
            assert differences(data).status == 1
            assert act.__doc__, "what does the recount say of it?"
            for sentence in act.__doc__.removeprefix("Says: ").split(" | "):
                assert any(sentence.strip() in one for one in told), told

    @staticmethod
    def told(data: bytes) -> list[str]:
        """The English sentences of a recount that must differ, or must not decide."""
        found = differences(data)
        assert found.status, "the recount agrees"
        assert not any("unexpected" in text.en for text in found.texts), found.texts
        return [text.en for text in found.texts]


@pytest.fixture(scope="session")
def house() -> type[House]:
    """The desk that is played, and the attacker's tools."""
    return House
