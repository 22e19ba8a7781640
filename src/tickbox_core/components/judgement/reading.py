"""Judgements as they stand: what is judged, by how many, what a receipt tells."""

from __future__ import annotations

from collections.abc import Callable

from tickbox_core.components.judgement import marks, voiding
from tickbox_core.components.judgement.marks import Judgement, Phase
from tickbox_core.components.judgement.rolls import RoundRolls, VotingCodes
from tickbox_core.components.judgement.state import (
    Deliverable,
    Judgements,
    ProjectJudged,
)
from tickbox_core.components.judgement.voiding import VoidedJudgement
from tickbox_core.model import Round
from tickbox_core.rules.judgement import Vote
from tickbox_core.workflow import deadlines, log
from tickbox_core.workflow.context import DeskContext
from tickbox_core.workflow.deadlines import Deadline
from tickbox_core.workflow.diary import Diary
from tickbox_core.workflow.names import group_letters, read_typed
from tickbox_core.workflow.participation import ReceiptCheck, Turnout
from tickbox_core.workflow.state import DiaryState


class JudgementReader:
    """What there is to read of judgements, and all that whoever changes them needs.

    ``rolls`` and ``codes`` are of the rounds whose electorates judge; ``project`` finds a project
    by its id, as the diary stands.
    """

    def __init__(
        self,
        context: DeskContext,
        diary: Diary[DiaryState],
        *,
        rolls: RoundRolls,
        codes: VotingCodes,
        project: Callable[[DiaryState, str], Deliverable],
    ) -> None:
        self._context = context
        self._diary = diary
        self._rolls = rolls
        self._codes = codes
        self._project = project

    def judgement(self, id_: str) -> Judgement:
        """One judgement, or ``NotListed``."""
        return marks.load_judgement(self._context.store, id_)

    def judgements(self) -> tuple[Judgement, ...]:
        """All judgements by id."""
        return marks.load_judgements(self._context.store)

    def turnout(self, id_: str) -> Turnout:
        """How many have judged anything so far, of how many; never what."""
        known = marks.load_judgement(self._context.store, id_)
        roll = self._round(known).roll
        slots = {row["slot"] for row in self._context.store.find("mark", judgement=id_, revision=1)}
        return Turnout(len(slots), roll.registered if roll else 0)

    def said(self, id_: str, slot: str) -> dict[str, Vote]:
        """What a slot says now: for its holder alone, to look at and revise."""
        held = marks.of_slot(self._context.store, id_, slot)
        return {project: one.vote for project, one in held.items()}

    def check(self, id_: str, code: str) -> ReceiptCheck | None:
        """What a receipt's code proves; ``None`` for a code nobody was given."""
        marked = marks.by_code(self._context.store, id_, group_letters(read_typed(code)))
        if marked is None:
            return None
        last = marks.of_slot(self._context.store, id_, marked.slot)[marked.project]
        edge, newest = log.head(self._context.store, id_), last.revision == marked.revision
        void = marks.load_judgement(self._context.store, id_).phase is Phase.VOID
        return ReceiptCheck(
            counted=newest and not void,
            revision=marked.revision,
            index=marked.position,
            size=edge.size,
            root=edge.root.hex(),
            voided=newest and void,
        )

    def of_project(self, project: str) -> ProjectJudged:
        """What was said of a project, or ``NotListed`` while nothing is published."""
        with self._diary.reading() as book:
            return book.of(Judgements).of(project)

    def deadline(self, id_: str) -> Deadline | None:
        """Until when marks are taken, where that is announced."""
        return deadlines.find_deadline(self._context.store, id_)

    def voided(self, id_: str) -> VoidedJudgement | None:
        """Why a judgement was voided, and what was posted beside it; ``None`` where it was not."""
        store = self._context.store
        return voiding.find_void(store, marks.load_judgement(store, id_))

    def slot_of_code(self, id_: str, code: str) -> str | None:
        """The slot a typed code speaks for, or ``None``."""
        return self._codes.slot_of(id_, code)

    def _round(self, known: Judgement) -> Round:
        return self._rolls.round(known.round)
