"""Writing and reading the zip.  The same parts always give the same bytes."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable
from typing import Any

import attrs

from tickbox_core.bundle import recount
from tickbox_core.bundle.parts import BundleParts, JudgementParts, MotionParts, Opening
from tickbox_core.bundle.readme import JUDGEMENT_README, MOTION_README, README
from tickbox_core.bundle.recount_rules import CannotDecide
from tickbox_core.errors import BadValue
from tickbox_core.ledger import Checkpoint, canonical
from tickbox_core.text import Text

FORMAT, MOTION_FORMAT, JUDGEMENT_FORMAT = "tickbox-bundle", "tickbox-motion", "tickbox-judgement"
TAGGED, UNTAGGED = 1, 2  # whether ballots and marks say of which home they are
# Whether areas are in 0.01 m² or finer, whether an approval is a share of all, whether persons are
# elected, whether the result was posted as preliminary, and whether papers may join the majority:
# an older recount cannot decide these.
HUNDREDTHS, FINER, OF_ALL, ELECTION, PRELIMINARY, MAJORITY = 1, 2, 3, 4, 5, 6
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can hold: the time of writing is noise


def write_bundle(parts: BundleParts) -> bytes:
    """The zip of a round.

    Raises ``BadValue`` for an outcome or entry that is not plain, or for a log without entries.
    """
    if not parts.entries:
        raise BadValue("bundle", Text("记录是空的。", "the log is empty."))
    files = {
        "README.txt": README.encode(),
        "ballots.jsonl": _lines(_opened(attrs.asdict(opening)) for opening in parts.openings),
        "checkpoint.json": _lines([parts.checkpoint.plain()]),
        "ledger.jsonl": _lines(parts.entries),
        "outcome.json": _lines([parts.outcome]),
        "slots.json": _lines([[leaf.hex() for leaf in parts.slot_leaves]]),
    }
    return _zipped(_with_manifest(_form(FORMAT, parts), parts.entries[0]["cycle"], files))


def write_motion(parts: MotionParts) -> bytes:
    """The zip of a motion: for the public, or with ``sealed`` for whoever may see the papers.

    Raises ``BadValue`` for what is not plain.
    """
    files = {
        "README.txt": MOTION_README.encode(),
        "checkpoint.json": _lines([parts.checkpoint.plain()]),
        "decision.json": _lines([parts.outcome]),
        "ledger.jsonl": _lines(parts.entries),
        "slots.json": _lines([[leaf.hex() for leaf in parts.slot_leaves]]),
    }
    if parts.sealed is not None:
        files |= {
            "heads.jsonl": _lines(parts.sealed.heads),
            "papers.jsonl": _lines(parts.sealed.papers),
            "delivery.json": _lines([parts.sealed.delivery]),
            "roll.json": _lines([parts.sealed.roll]),
        }
    return _zipped(_with_manifest(_form_of_motion(parts), parts.entries[0]["cycle"], files))


def write_judgement(parts: JudgementParts) -> bytes:
    """The zip of a judgement.  Raises ``BadValue`` for what is not plain."""
    files = {
        "README.txt": JUDGEMENT_README.encode(),
        "checkpoint.json": _lines([parts.checkpoint.plain()]),
        "judgement.json": _lines([parts.outcome]),
        "ledger.jsonl": _lines(parts.entries),
        "marks.jsonl": _lines(_opened(attrs.asdict(mark)) for mark in parts.marks),
        "slots.json": _lines([[leaf.hex() for leaf in parts.slot_leaves]]),
    }
    return _zipped(_with_manifest(_form(JUDGEMENT_FORMAT, parts), parts.entries[0]["cycle"], files))


def _form(name: str, parts: BundleParts | JudgementParts) -> str:
    return f"{name}/{TAGGED if parts.tagged else UNTAGGED}"


def _form_of_motion(parts: MotionParts) -> str:
    rolls = (entry for entry in parts.entries if entry["kind"] == "roll")
    finer = any("decimals" in entry.get("weights", ()) for entry in rolls)
    motions = [entry["motion"] for entry in parts.entries if entry["kind"] == "motion"]
    if any(asked.get("with_majority") for asked in motions):
        return f"{MOTION_FORMAT}/{MAJORITY}"
    if any(entry["kind"] == "preliminary" for entry in parts.entries):
        return f"{MOTION_FORMAT}/{PRELIMINARY}"
    if any(asked.get("seats") for asked in motions):
        return f"{MOTION_FORMAT}/{ELECTION}"
    of_all = any("of" in bars for asked in motions for bars in asked["bars"])
    return f"{MOTION_FORMAT}/{OF_ALL if of_all else FINER if finer else HUNDREDTHS}"


def _with_manifest(form: str, round: str, files: dict[str, bytes]) -> dict[str, bytes]:
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    manifest = {"format": form, "cycle": round, "files": hashes}
    return {**files, "manifest.json": _lines([manifest])}


def read_bundle(data: bytes) -> BundleParts:
    """The parts of a zip.

    Names, sizes and their ratio are checked before anything is unpacked.  Raises ``BadValue`` for
    what is no bundle of this format, whose files are not those of its manifest, or not canonical;
    whether the ballots give the outcome is for ``differences`` to say.
    """
    audit = recount.Audit()
    try:
        found = recount.contents(data, audit)
    except CannotDecide as reason:
        raise _bad(*recount.sentence(*reason.args)) from None
    if audit.differences:
        raise _bad(*audit.differences[0])
    return BundleParts(
        entries=found["ledger.jsonl"],
        openings=tuple(_opening(ballot) for ballot in found["ballots.jsonl"]),
        slot_leaves=tuple(bytes.fromhex(leaf) for leaf in found["slots.json"]),
        checkpoint=Checkpoint.of(found["checkpoint.json"]),
        outcome=found["outcome.json"],
        tagged="household" in found["place"],
    )


def bundle_checkpoint(data: bytes) -> Checkpoint:
    """The checkpoint in a bundle of any kind that ``differences`` agrees with."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return Checkpoint.of(json.loads(archive.read("checkpoint.json")))


def _opened(opening: dict[str, Any]) -> dict[str, Any]:
    """A line of ballots or marks; without a home where there is none."""
    said = {name: value for name, value in opening.items() if value is not None}
    return {**said, "salt": opening["salt"].hex()}


def _opening(ballot: dict[str, Any]) -> Opening:
    salt = bytes.fromhex(ballot["salt"])
    return Opening(**{"household": None, **ballot, "salt": salt})


def _lines(values: Iterable[object]) -> bytes:
    return b"".join(canonical(value) + b"\n" for value in values)


def _zipped(files: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in sorted(files):
            member = zipfile.ZipInfo(name, _LONG_AGO)
            member.create_system = 3  # as on Unix, wherever it is written
            member.external_attr = 0o644 << 16
            archive.writestr(member, files[name], zipfile.ZIP_DEFLATED, 9)
    return held.getvalue()


def _bad(zh: str, en: str) -> BadValue:
    return BadValue("bundle", Text(f"{zh}。", f"{en}."))
