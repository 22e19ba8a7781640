"""Problems (急难愁盼): raised, looked after by somebody, solved; never ticked and never ranked.

The public part says what is wrong, where, who is responsible and how it was solved, and names
nobody; who raised it and in which words is sealed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs

from tickbox_core.errors import NotListed
from tickbox_core.model import Problem
from tickbox_core.model._checks import frozen_mapping
from tickbox_core.model.parties import Party, Side
from tickbox_core.text import EMPTY, Text, join_texts
from tickbox_core.workflow.entries import DiaryEntry, rejection, require_text
from tickbox_core.workflow.photos import Photos, photo_kinds
from tickbox_core.workflow.state import DiaryState


@attrs.frozen(hash=False)
class ProblemRecord:
    """One problem with everything that is known of it; ``raiser`` and ``text`` are for staff.

    ``raised_by`` says in what capacity it was raised (``resident``, ``staff``, ``group:ID``),
    ``reopened`` why it was raised again after it had been called solved.
    """

    ref: str
    area: str
    title: Text
    raised: date
    raised_by: str
    parties: tuple[Party, ...] = ()
    items: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    solved: date | None = None
    how: Text = EMPTY
    reopened: tuple[Text, ...] = ()
    text: str | None = attrs.field(default=None, repr=False)
    raiser: Mapping[str, str] = attrs.field(factory=dict, converter=frozen_mapping, repr=False)

    def days_open(self, today: date) -> int:
        """For how many days it has been open, or was."""
        return ((self.solved or today) - self.raised).days

    @property
    def problem(self) -> Problem:
        """What the wall and the year's figures show of it."""
        parties = [one.name for one in self.parties]
        responsible = join_texts(parties, "、", ", ") if parties else EMPTY
        return Problem(
            self.ref, self.area, self.title, self.raised, self.solved, self.how, responsible
        )


_PHOTOS = frozenset(photo_kinds("problem"))


class Problems:
    """The problems of an area by reference."""

    kinds = frozenset(
        {
            "problem",
            "problem-party",
            "problem-linked",
            "problem-solved",
            "problem-reopened",
            *photo_kinds("problem"),
        }
    )

    def __init__(self) -> None:
        self.by_ref: dict[str, ProblemRecord] = {}
        self.photos = Photos()

    def apply(self, happened: DiaryEntry) -> None:
        """A problem was raised, or something became of one."""
        ref = happened.facts["ref"]
        if happened.kind in _PHOTOS:
            self.photos.apply(happened)
        elif happened.kind == "problem":
            self.by_ref[ref] = _apply_raised(happened)
        elif (known := self.by_ref.get(ref)) is not None:
            self.by_ref[ref] = _CHANGES[happened.kind](known, happened.facts)

    def problem(self, ref: str) -> ProblemRecord:
        """The problem of that reference, or ``NotListed``."""
        try:
            return self.by_ref[ref]
        except KeyError:
            raise NotListed(Text("问题", "problem"), ref) from None

    def of(self, kind: str, id_: str) -> tuple[ProblemRecord, ...]:
        """The problems tied to an item (``ROUND/ITEM``) or a project, the oldest first."""
        held = {"item": "items", "project": "projects"}[kind]
        return tuple(one for one in self.by_ref.values() if id_ in getattr(one, held))


def still_needed(state: DiaryState, ref: str, today: date) -> Text | None:
    """Why what is sealed for a problem stays: it is not solved."""
    problem = state.of(Problems).by_ref.get(ref)
    if problem is None or problem.solved is not None:
        return None
    return Text(f"问题{problem.ref}还没有解决", f"the problem {problem.ref} is not solved")


def raise_problem(
    problems: Problems,
    ref: str,
    area: str,
    title: Text,
    raised: date,
    today: date,
    *,
    raised_by: str,
    text: str = "",
    raiser: Mapping[str, str] | None = None,
) -> DiaryEntry:
    """Raise a problem under a title that names nobody.

    Raises ``NotPossible`` without a title, or for a day to come.
    """
    require_text(title.zh, Text("问题", "what the problem is"))
    if raised > today:
        raise rejection(
            Text(f"{raised.isoformat()}还没有到。", f"{raised.isoformat()} is still to come."),
            Text("请填提出的日期。", "Give the day it was raised."),
        )
    facts = {
        "ref": ref,
        "area": area,
        "title": title.plain(),
        "raised": raised.isoformat(),
        "raised_by": raised_by,
    }
    return DiaryEntry("problem", facts, {"text": text, "raiser": dict(raiser or {})})


def take_on(problems: Problems, ref: str, side: Side, name: Text, task: Text) -> DiaryEntry:
    """Say who is responsible (an office or a firm), and for what."""
    _open(problems, ref)
    require_text(name.zh, Text("责任单位", "who is responsible"))
    require_text(task.zh, Text("任务", "the task"))
    facts = {"ref": ref, "side": str(side), "name": name.plain(), "task": task.plain()}
    return DiaryEntry("problem-party", facts)


def link(problems: Problems, ref: str, kind: str, id_: str) -> DiaryEntry:
    """Tie a problem to an item (``ROUND/ITEM``) or a project that is to solve it.

    Raises ``NotPossible`` where it is tied to it already.
    """
    known = problems.problem(ref)
    if id_ in (known.items if kind == "item" else known.projects):
        raise rejection(Text("已经关联。", "it is tied to it already."))
    return DiaryEntry("problem-linked", {"ref": ref, "kind": kind, "id": id_})


def solve(problems: Problems, ref: str, on: date, today: date, how: Text) -> DiaryEntry:
    """A problem is solved; how is posted and names nobody.

    Raises ``NotPossible`` while nobody is responsible, without words, a second time, for a day to
    come or one before it was raised.
    """
    known = _open(problems, ref)
    require_text(how.zh, Text("如何解决", "how it was solved"))
    if not known.parties:
        raise rejection(
            Text("还没有责任单位。", "nobody is responsible for it."),
            Text("请先写明由谁负责。", "First say who is."),
        )
    if not known.raised <= on <= today:
        raise rejection(
            Text("解决日期不对。", "it cannot have been solved on that day."),
            Text(
                f"请填{known.raised.isoformat()}到{today.isoformat()}之间的日期。",
                f"Give a day from {known.raised.isoformat()} to {today.isoformat()}.",
            ),
        )
    return DiaryEntry("problem-solved", {"ref": ref, "on": on.isoformat(), "how": how.plain()})


def reopen(problems: Problems, ref: str, reason: Text) -> DiaryEntry:
    """A problem turns out not to be solved; it has been open since it was first raised."""
    if problems.problem(ref).solved is None:
        raise rejection(Text("这个问题还没有解决。", "this problem is still open."))
    require_text(reason.zh, Text("理由", "the reason"))
    return DiaryEntry("problem-reopened", {"ref": ref, "reason": reason.plain()})


def check_photo(problems: Problems, ref: str) -> None:
    """Whether a photograph can be added: ``NotPossible`` once it is solved."""
    _open(problems, ref)


def _open(problems: Problems, ref: str) -> ProblemRecord:
    known = problems.problem(ref)
    if known.solved is not None:
        raise rejection(
            Text("这个问题已经解决。", "this problem is solved."),
            Text("如果又出现，请重新提出。", "If it is back, reopen it."),
        )
    return known


def _apply_raised(happened: DiaryEntry) -> ProblemRecord:
    facts = happened.facts
    return ProblemRecord(
        ref=facts["ref"],
        area=facts["area"],
        title=Text(**facts["title"]),
        raised=date.fromisoformat(facts["raised"]),
        raised_by=facts["raised_by"],
        text=happened.secret("text"),
        raiser=happened.secret("raiser", {}),
    )


def _party(known: ProblemRecord, facts: Mapping[str, Any]) -> ProblemRecord:
    new = Party(Side(facts["side"]), Text(**facts["name"]), Text(**facts["task"]))
    kept = tuple(one for one in known.parties if (one.side, one.name) != (new.side, new.name))
    return attrs.evolve(known, parties=(*kept, new))


def _apply_linked(known: ProblemRecord, facts: Mapping[str, Any]) -> ProblemRecord:
    if facts["kind"] == "item":
        return attrs.evolve(known, items=(*known.items, facts["id"]))
    return attrs.evolve(known, projects=(*known.projects, facts["id"]))


def _apply_solved(known: ProblemRecord, facts: Mapping[str, Any]) -> ProblemRecord:
    return attrs.evolve(known, solved=date.fromisoformat(facts["on"]), how=Text(**facts["how"]))


def _apply_reopened(known: ProblemRecord, facts: Mapping[str, Any]) -> ProblemRecord:
    reasons = (*known.reopened, Text(**facts["reason"]))
    return attrs.evolve(known, solved=None, how=EMPTY, reopened=reasons)


_CHANGES = {
    "problem-party": _party,
    "problem-linked": _apply_linked,
    "problem-solved": _apply_solved,
    "problem-reopened": _apply_reopened,
}
