"""What is judged and what came of it: the plan of a judgement, its groups, its bundle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tickbox_core.bundle import JudgementParts, MarkOpening, write_judgement
from tickbox_core.components.judgement import marks
from tickbox_core.components.judgement.marks import Judgement
from tickbox_core.components.judgement.rolls import CommittedPlaces, RoundRolls
from tickbox_core.components.judgement.state import Deliverable
from tickbox_core.errors import NotPossible, UnknownId
from tickbox_core.ledger import Checkpoint, judgement_entry
from tickbox_core.model import Round
from tickbox_core.model.scope import Ground, scope_of
from tickbox_core.rules.judgement import Judged, told_apart
from tickbox_core.text import Text
from tickbox_core.workflow import log
from tickbox_core.workflow.context import DeskContext

RULE = "zhenhai/1"


def plan(
    area: str,
    projects: Iterable[Deliverable],
    id_: str,
    round: Round,
    title: Text,
    ending: Mapping[str, Any],
) -> dict[str, Any]:
    """The first entry of a judgement: its projects with what was promised of each.

    ``ending``: until when it is announced to go on (``Announced.plain``).
    """
    rows = [
        {
            "id": one.id,
            "title": one.title.plain(),
            "promise": one.promise,
            "delivered": one.delivered and one.delivered.isoformat(),
            "comparison": one.comparison,
        }
        for one in projects
    ]
    root = round.roll.slots_root if round.roll else ""
    plan = {
        "title": title.plain(),
        "rule": RULE,
        "round": {"id": round.id, "slots_root": root},
        "projects": rows,
        "demonstration": round.demonstration,
        **ending,
    }
    return judgement_entry(id_, area, plan)


def require_judges(found: Iterable[Judged]) -> None:
    """Raise ``NotPossible`` where nobody judged anything: posting that is asked for twice."""
    if not any(one.judges for one in found):
        raise NotPossible(
            Text("没有人参加评议。", "nobody judged."),
            Text(
                "可以作废后另开评议（judgement/void），或者选“没有人评议，仍然公布”（unjudged）。",
                "Void it and open another (judgement/void), or say that it is to be published all "
                "the same (unjudged).",
            ),
        )


def apart(
    context: DeskContext, rolls: RoundRolls, known: Judgement, judged: Judged, project: Deliverable
) -> tuple[Judged, int | None, dict[str, Any] | None]:
    """Beneficiaries beside the others, where both can be told and no handful is."""
    theirs = beneficiaries(rolls, Ground(context.tree), known.round, project)
    if theirs is None:
        return judged, None, None
    held = [
        one for one in marks.last_marks(context.store, known.id) if one.project == judged.project
    ]
    groups = [
        Judged.of(judged.project, size, [one.vote for one in held if (one.slot in theirs) is mine])
        for size, mine in ((len(theirs), True), (judged.members - len(theirs), False))
    ]
    told = told_apart(groups[0], groups[1])
    return (judged, None, None) if told is None else (judged, len(theirs), dict(told))


def beneficiaries(
    rolls: RoundRolls, ground: Ground, round_id: str, project: Deliverable
) -> set[str] | None:
    """The slots whose home lies in the project's scope; ``None`` where it cannot be told."""
    if project.scope is None:
        return None
    scope = scope_of(project.scope)
    units = {unit.id: unit for unit in rolls.units(round_id)}
    found = set()
    for slot, home in rolls.homes(round_id).items():
        unit = units.get(home or "")
        try:
            holds = None if unit is None else scope.holds(unit, ground)
        except UnknownId:
            holds = None
        if holds is None:
            return None
        found |= {slot} if holds else set()
    return found


def bundle(
    context: DeskContext,
    places: CommittedPlaces,
    known: Judgement,
    checkpoint: Checkpoint,
    body: Mapping[str, Any],
    more: Sequence[Mapping[str, Any]] = (),
) -> bytes:
    """The zip of a judgement's log, with ``more`` entries behind it, and of what came of it.

    Of one that is voided before closing it opens no mark.
    """
    homes = places.households
    opened = [] if known.closed_at is None else marks.last_marks(context.store, known.id)
    return write_judgement(
        JudgementParts(
            entries=[*log.entries(context.store, known.id), *map(dict, more)],
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
                for one in opened
            ),
            slot_leaves=list(places.leaves),
            checkpoint=checkpoint,
            outcome=body,
            tagged=places.tagged,
        )
    )
