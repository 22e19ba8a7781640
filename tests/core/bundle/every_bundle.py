"""Good bundles of every kind, and what somebody may make of one: for holding verifiers together."""

from __future__ import annotations

import hashlib
import io
import json
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs

from tickbox_core import RuleChoice
from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.desk import Cast, Desk
from tickbox_core.ledger import canonical, leaf_hash, root
from tickbox_core.rules.motions import Delivery
from tickbox_core.testing import desks

from ..desk.motion_house import cast, opened, options, roll
from ..desk.motion_house import desk as house
from ..desk.test_ballot_account import played
from ..desk.test_elections import decided as elected
from ..desk.test_void import reached, void
from .test_every_rule import decided

GOLDEN = Path(__file__).parents[2] / "golden"
LIN, ZHOU = Actor("小林", Role.STAFF), Actor("老周", Role.STAFF)
R1 = desks.ROUND


def good_bundles(rounds: int = 12) -> Iterator[tuple[str, bytes]]:
    """Each with its name: rounds by every rule, ties, voids, papers, judgements, motions."""
    for path in sorted(GOLDEN.glob("bundle-*.zip")):
        yield path.stem, path.read_bytes()
    for seed in range(rounds):
        yield f"round-{seed}", decided(random.Random(seed)).bundle(R1)
    yield from _ties()
    for state in ("ticking", "counting", "tied"):
        desk = reached(state)
        void(desk)
        yield f"void-{state}", desk.bundle(R1)
    desk = played()
    desk.publish("r1")
    yield "account", desk.bundle("r1")
    yield from _motions()


def _tied(**changes: Any) -> Desk:
    desk = desks.desk()
    desk.prepare(desks.plan(tie_break="refuse", notice_days=0, objection_days=0, **changes))
    desk.register(R1, desks.roll())
    desks.open_list(desk, R1)
    ballots = ("garden", "garden", "bench", "bench", "gate")
    for at, (slot, tick) in enumerate(zip(desk.slots(R1), ballots, strict=False)):
        desk.cast(R1, Cast(slot.slot, (tick,), f"key-{at}"))
    desk.close(R1)
    perform(ACTS["round/publish"], desk, {"round": R1}, LIN, ZHOU)
    return desk


def _ties() -> Iterator[tuple[str, bytes]]:
    yield "tied", _tied().bundle(R1)
    for how in ("lot", "all", "none"):
        desk = _tied()
        dice = "3 5 1 6 2 " * 4 if how == "lot" else ""
        given = {"round": R1, "how": how, "dice": dice, "reason": "大家商定"}
        given = {name: value for name, value in given.items() if value}
        perform(ACTS["tie/settle"], desk, given, LIN, ZHOU)
        yield f"settled-{how}", desk.bundle(R1)
    rule = RuleChoice("tick-count", {"quotas": {"plain": 1}})
    yield "tied-by-quota", _tied(rule=rule, places=2).bundle(R1)


def _motions() -> Iterator[tuple[str, bytes]]:
    for silence in ("not_participating", "follow_majority", "abstain"):
        desk = house(silence=silence)
        opened(desk, roll([100] * 6))
        for flat, mark in enumerate(("yes", "yes", "no", "abstain")):
            cast(desk, flat, mark, key=f"k{flat}")
        desk.motions.deliver("m1", Delivery(frozenset({"u4", "u5"}), True, True))
        yield from _published(desk, "m1", silence)
    desk = house()
    opened(desk, roll([100, 200, 300, 250]), options=options())
    for flat, mark in enumerate([one.id for one in options()] + ["none-of-these"]):
        cast(desk, flat, mark, key=f"k{flat}")
    yield from _published(desk, "m1", "options")
    for name, marks in (("equal", ["c1+c2", "c1", "c2", "c3", "c3"]), ("seats", ["c1+c2"] * 5)):
        desk, _ = elected(marks, (100,) * 5)
        yield f"election-{name}", desk.motions.bundle("e1")
        yield f"election-{name}-sealed", desk.motions.sealed("e1")


def _published(desk: Desk, id_: str, name: str) -> Iterator[tuple[str, bytes]]:
    desk.motions.close(id_)
    desk.motions.publish(id_)
    yield f"motion-{name}", desk.motions.bundle(id_)
    yield f"motion-{name}-sealed", desk.motions.sealed(id_)


# -- what somebody may make of one ----------------------------------------------------------------

JUNK: list[Any] = [None, True, 0, 1, 2, -1, 2**53 - 1, "", "x", "\x1b[2J", [], [[]], {}, {"zh": 1}]


@attrs.frozen
class Mutant:
    """A bundle that somebody changed, and how."""

    how: str
    data: bytes


def files_of(data: bytes) -> dict[str, bytes]:
    """The files of a bundle."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: dict[str, bytes], *, mended: bool = True) -> bytes:
    """A zip of files; ``mended``: with their new digests in the manifest."""
    if mended and "manifest.json" in files:
        manifest = json.loads(files["manifest.json"])
        hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
        manifest["files"] = {n: h for n, h in hashes.items() if n != "manifest.json"}
        files = {**files, "manifest.json": canonical(manifest) + b"\n"}
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return held.getvalue()


def sealed_anew(files: dict[str, bytes]) -> bytes:
    """As whoever holds the key would make it: digests, root and the stated outcome fit again."""
    log = [json.loads(line) for line in files["ledger.jsonl"].splitlines()]
    named = next(n for n in ("outcome.json", "decision.json", "judgement.json") if n in files)
    digest = hashlib.sha256(files[named].removesuffix(b"\n")).hexdigest()
    if log and log[-1].get("kind") == "result":
        log[-1] = {**log[-1], "outcome": digest}
    leaves = [leaf_hash(canonical(entry)) for entry in log]
    mark = {**json.loads(files["checkpoint.json"]), "key": "", "signature": ""}
    mark |= {"size": len(log), "root": root(leaves).hex()}
    lines = b"".join(canonical(entry) + b"\n" for entry in log)
    return packed({**files, "ledger.jsonl": lines, "checkpoint.json": canonical(mark) + b"\n"})


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value, as a path."""
    found = [path]
    if isinstance(value, dict | list):
        for name in value if isinstance(value, dict) else range(len(value)):
            found += places(value[name], (*path, name))
    return found


def changed_at(value: Any, path: tuple[Any, ...], junk: Any) -> Any:
    """The value with junk at that place; with ``...`` the place is gone."""
    if not path:
        return junk
    held = dict(value) if isinstance(value, dict) else dict(enumerate(value))
    if junk is ... and len(path) == 1:
        del held[path[0]]
    else:
        held[path[0]] = changed_at(held[path[0]], path[1:], junk)
    return held if isinstance(value, dict) else [held[at] for at in sorted(held)]


def _at(value: Any, path: tuple[Any, ...]) -> Any:
    for name in path:
        value = value[name]
    return value


def _other(draw: random.Random, old: Any) -> Any:
    """Another value, of the same kind more often than not: a count one more, say."""
    if draw.random() < 0.3:
        return draw.choice([..., *JUNK])
    if type(old) is int:
        return draw.choice([old + 1, max(0, old - 1), old * 2, 0])
    if type(old) is bool:
        return not old
    if isinstance(old, str) and old:
        at = draw.randrange(len(old))
        return old[:at] + draw.choice("abc019") + old[at + 1 :]
    if isinstance(old, list) and old:
        return draw.choice([old[::-1], old[1:], [*old, old[0]]])
    return draw.choice([..., *JUNK])


def mutant(draw: random.Random, data: bytes) -> Mutant:
    """One change of one of many kinds."""
    files = files_of(data)
    how = draw.choice(["byte", "line", "value", "value", "value", "log", "log", "outcome", "zip"])
    if how == "zip":
        held = bytearray(data)
        held[draw.randrange(len(held))] ^= draw.randrange(1, 256)
        return Mutant("a byte of the zip", bytes(held))
    name = draw.choice(sorted(set(files) - {"README.txt", "manifest.json"}))
    if how == "byte":
        name = draw.choice(sorted(files))
        held = bytearray(files[name])
        if held:
            held[draw.randrange(len(held))] ^= draw.randrange(1, 256)
        changed = {**files, name: bytes(held)}
        mended = name != "manifest.json" and draw.random() < 0.5
        return Mutant(f"a byte of {name}", packed(changed, mended=mended))
    if how == "line":
        return _line(draw, files)
    if how == "log":
        name = "ledger.jsonl"
    elif how == "outcome":
        name = next(n for n in ("outcome.json", "decision.json", "judgement.json") if n in files)
    return _value(draw, files, name, anew=how in ("log", "outcome"))


def _line(draw: random.Random, files: dict[str, bytes]) -> Mutant:
    """A line dropped, doubled or moved; the log perhaps sealed anew."""
    name = draw.choice([name for name in sorted(files) if name.endswith(".jsonl")])
    rows = files[name].splitlines(keepends=True)
    if rows:
        row = rows.pop(draw.randrange(len(rows)))
        where = [draw.randrange(len(rows) + 1) for _ in range(draw.choice([0, 1, 2]))]
        for at in where:
            rows.insert(at, row)
    changed = {**files, name: b"".join(rows)}
    anew = name == "ledger.jsonl" and draw.random() < 0.7
    return Mutant(f"lines of {name}", sealed_anew(changed) if anew else packed(changed))


def _value(draw: random.Random, files: dict[str, bytes], name: str, *, anew: bool) -> Mutant:
    """A value at any place of a file."""
    rows = files[name].splitlines(keepends=True)
    if not rows:
        return Mutant(f"nothing of {name}", packed(files))
    row = draw.randrange(len(rows))
    value = json.loads(rows[row])
    path = draw.choice(places(value))
    new = _other(draw, _at(value, path))
    if new is ... and not path:
        new = None
    rows[row] = canonical(changed_at(value, path, new)) + b"\n"
    changed = {**files, name: b"".join(rows)}
    said = f"{name}:{row + 1} {'.'.join(map(str, path))} = {new!r:.40}"
    try:
        return Mutant(f"{said}{', sealed anew' * anew}", (sealed_anew if anew else packed)(changed))
    except (AttributeError, TypeError, KeyError):  # a line that is no mapping: it stays as it is
        return Mutant(said, packed(changed))
