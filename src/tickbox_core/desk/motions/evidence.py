"""The sealed file of a motion for a court or an office: made by two people, and taken by them.

Nothing is kept of the file but its digest, in the diary: whoever signed can take it as long as the
papers are kept, made anew from what was frozen, and it is the same to the byte or it is refused.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tickbox_core.bundle import EvidenceFile, recount_source, write_evidence
from tickbox_core.bundle.evidence import DIARY, LAW, PROGRAM, PUBLIC, READ, SEALED, SERVED
from tickbox_core.components.motions import Poll
from tickbox_core.desk.diary import YearDiary
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.motions import deciding, preparing, rows
from tickbox_core.errors import NotAllowed, NotListed, NotPossible
from tickbox_core.ledger import canonical
from tickbox_core.text import Text
from tickbox_core.workflow.act_entries import ACT
from tickbox_core.workflow.diary import history
from tickbox_core.workflow.entries import DiaryEntry
from tickbox_core.year import motions
from tickbox_core.year.motion_papers import MarkedHead, Marking
from tickbox_core.year.motions import EvidenceMade


def make(
    hand: Hand, diary: YearDiary, id_: str, given_to: Text, by: str, second: str
) -> tuple[EvidenceMade, EvidenceFile]:
    """Make the file, and write into the diary who made it for whom, and its digest.

    Raises ``WrongState`` before the motion is published or voided, ``NotPossible`` without two
    people, without saying for whom, and where its papers were erased in time.
    """
    poll = rows.poll(hand.store, id_)
    with diary.writing() as pen:
        read = pen.book.motion_papers.of(id_)
        on, upto = hand.today(), pen.book.length
        file = _write(hand, poll, read, on.isoformat(), upto)
        made = EvidenceMade(id_, on, upto, file.digest, by, second, given_to)
        pen.add(motions.make_evidence(made))
    return made, file


def take(hand: Hand, diary: YearDiary, id_: str, digest: str, by: str) -> EvidenceFile:
    """The file that was made under that digest (none: the newest), for one of the two who made it.

    Raises ``NotListed`` where none was, ``NotAllowed`` for anybody else, ``NotPossible`` where its
    papers were erased, or where it would not be the same any more.
    """
    poll = rows.poll(hand.store, id_)
    with diary.reading() as book:
        made = book.motions.evidence.get(id_, ())
        read = book.motion_papers.of(id_)
    known = [one for one in made if one.digest == digest or (not digest and _signed(one, by))]
    if not known:
        raise NotListed(_FILE, digest[:80])
    if not any(_signed(one, by) for one in known):
        raise NotAllowed(_TAKE, _THE_TWO)
    file = _write(hand, poll, read, known[-1].on.isoformat(), known[-1].upto)
    if file.digest != known[-1].digest:
        raise NotPossible(_NOT_THE_SAME, _MAKE_ANEW)
    return file


def _signed(made: EvidenceMade, who: str) -> bool:
    return bool(who.strip()) and who.strip() in (made.by, made.second)


_FILE = Text("证据文件", "evidence file")
_TAKE = Text("取证据文件", "take the evidence file")
_THE_TWO = Text("签字出具它的两个人", "the two who signed for it")
_NOT_THE_SAME = Text(
    "证据文件已不能原样再出：程序换了版本，或所据材料已按期删除。",
    "the file can no longer be made as it was: the program has changed since, or some of what it "
    "held was erased in time.",
)
_MAKE_ANEW = Text("请由两人重新出具。", "Have two people make it anew.")


def _write(
    hand: Hand, poll: Poll, read: tuple[MarkedHead, ...], on: str, upto: int
) -> EvidenceFile:
    """The file from what is kept of a motion, and what the diary had before ``upto``."""
    proved = rows.delivery(hand.store, poll.id)
    served = None if proved is None else proved[0].plain()
    about = {
        "area": hand.area,
        "motion": poll.id,
        "question": poll.motion.question.plain(),
        "on": on,
    }
    entries = [one for one in history(hand.store) if one.position < upto]
    parts = {
        SEALED: deciding.bundle(hand, poll.id, sealed=True),
        PUBLIC: deciding.bundle_file(hand, poll.id).read(),
        READ: _lines(_reading(one) for one in read),
        SERVED: canonical(served) + b"\n",
        LAW: canonical(_law(hand, poll)) + b"\n",
        DIARY: _lines(_entry(one) for one in entries if _concerns(one, poll.id)),
        PROGRAM: recount_source().encode(),
    }
    return write_evidence(about, parts)


def _lines(values: Any) -> bytes:
    return b"".join(canonical(value) + b"\n" for value in values)


def _reading(paper: MarkedHead) -> dict[str, Any]:
    """A keyed paper with every reading, those that were taken back too."""
    return {
        "slot": paper.slot,
        "paper": paper.number,
        "place": paper.place,
        "end": paper.end,
        "read": [_marking(one) for one in paper.read],
        "taken_back": [_marking(one) for one in paper.taken_back],
    }


def _marking(one: Marking) -> dict[str, Any]:
    reason = None if one.reason is None else one.reason.plain()
    return {"mark": one.mark, "by": one.by, "at": one.at, "reason": reason}


def _law(hand: Hand, poll: Poll) -> list[dict[str, Any]]:
    """Every value that held, with the layer it comes from and its source."""
    practice = preparing.practice_of(hand, poll)
    found = []
    for name in practice.names:
        for one in practice.trace(name)[-1:]:
            said: dict[str, Any] = json.loads(json.dumps(one.sourced.plain(), ensure_ascii=False))
            found.append({"name": name, "layer": one.layer.title.plain(), **said})
    return found


def _entry(one: DiaryEntry) -> dict[str, Any]:
    sealed = None if one.sealed is None else dict(one.sealed)
    return {
        "position": one.position,
        "at": one.at,
        "kind": one.kind,
        "facts": dict(one.facts),
        "sealed": sealed,
        "erased": one.erased,
    }


def _concerns(one: DiaryEntry, id_: str) -> bool:
    """Whether an entry is about the motion: itself, its codes, its tables, or an act on it."""
    facts: Mapping[str, Any] = one.facts
    if one.kind == ACT:
        return id_ in facts["about"].get("motion", ()) or id_ in facts["entries"]
    named = (facts.get("motion"), facts.get("cycle"), facts.get("round"))
    return id_ in named or (one.kind == "imported" and [*facts["refs"]] == [id_])
