"""What is judged and what came of it: the plan of a judgement, its groups, its bundle."""

from __future__ import annotations

import json
from typing import Any

from tickbox_core.bundle import JudgementParts, MarkOpening, write_judgement
from tickbox_core.desk import records
from tickbox_core.desk.following import marks
from tickbox_core.desk.following.marks import Judgement
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.places import places
from tickbox_core.desk.state import YearState
from tickbox_core.errors import UnknownId
from tickbox_core.ledger import Checkpoint, judgement_entry
from tickbox_core.model import Round
from tickbox_core.model.scope import scope_of
from tickbox_core.rules.judgement import Judged, told_apart
from tickbox_core.text import Text
from tickbox_core.workflow import log
from tickbox_core.year.projects import compared

RULE = "zhenhai/1"


def plan(hand: Hand, book: YearState, id_: str, round: Round, title: Text) -> dict[str, Any]:
    """The first entry of a judgement: its projects with what was promised of each."""
    rows = []
    for one in book.judgements.projects[id_]:
        project = book.projects.project(one)
        delivered = project.delivered and project.delivered.isoformat()
        rows.append(
            {
                "id": one,
                "title": project.title.plain(),
                "promise": project.baseline.plain(),
                "delivered": delivered,
                "comparison": compared(project).plain(),
            }
        )
    root = round.roll.slots_root if round.roll else ""
    plan = {
        "title": title.plain(),
        "rule": RULE,
        "round": {"id": round.id, "slots_root": root},
        "projects": rows,
        "demonstration": round.demonstration,
    }
    return judgement_entry(id_, hand.area, plan)


def apart(
    hand: Hand, book: YearState, known: Judgement, judged: Judged
) -> tuple[Judged, int | None, dict[str, Any] | None]:
    """Beneficiaries beside the others, where both can be told and no handful is."""
    theirs = beneficiaries(hand, book, known, judged.project)
    if theirs is None:
        return judged, None, None
    held = [one for one in marks.counted(hand.store, known.id) if one.project == judged.project]
    groups = [
        Judged.of(judged.project, size, [one.vote for one in held if (one.slot in theirs) is mine])
        for size, mine in ((len(theirs), True), (judged.members - len(theirs), False))
    ]
    told = told_apart(groups[0], groups[1])
    return (judged, None, None) if told is None else (judged, len(theirs), dict(told))


def beneficiaries(hand: Hand, book: YearState, known: Judgement, project: str) -> set[str] | None:
    """The slots whose home lies in the project's scope; ``None`` where it cannot be told."""
    plain = book.projects.project(project).baseline.scope
    if plain is None:
        return None
    round = records.load_round(hand.store, known.round)
    scope, ground = scope_of(plain), hand.setting(round).ground
    units = {unit.id: unit for unit in records.units(hand.store, known.round)}
    found = set()
    for slot in records.slots(hand.store, known.round):
        unit = units.get(slot.unit or "")
        try:
            holds = None if unit is None else scope.holds(unit, ground)
        except UnknownId:
            holds = None
        if holds is None:
            return None
        found |= {slot.slot} if holds else set()
    return found


def bundle(hand: Hand, known: Judgement, checkpoint: Checkpoint) -> bytes:
    """The zip of a judgement whose outcome is kept."""
    held = places(hand.store, records.load_round(hand.store, known.round))
    homes = held.households
    row = hand.store.get("outcome", cycle=known.id) or {}
    return write_judgement(
        JudgementParts(
            entries=log.entries(hand.store, known.id),
            marks=tuple(
                MarkOpening(
                    one.slot,
                    homes[one.slot],
                    one.project,
                    one.revision,
                    str(one.vote.mark),
                    one.vote.knew,
                    one.salt,
                )
                for one in marks.counted(hand.store, known.id)
            ),
            slot_leaves=held.leaves,
            checkpoint=checkpoint,
            outcome=json.loads(row["body"]),
            tagged=held.tagged,
        )
    )
