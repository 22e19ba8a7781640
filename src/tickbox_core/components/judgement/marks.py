"""Judgements and marks as rows: what stands in which column."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import attrs

from tickbox_core.errors import NotListed, WrongState
from tickbox_core.model._checks import frozen_mapping
from tickbox_core.rules.judgement import Mark, Vote
from tickbox_core.store import Store
from tickbox_core.store.contract import Value
from tickbox_core.text import Text
from tickbox_core.workflow.tables import require_plan
from tickbox_core.workflow.voids import void_reason


class Phase(StrEnum):
    """Where a judgement stands."""

    OPEN = "open"
    CLOSED = "closed"
    PUBLISHED = "published"
    VOID = "void"

    @property
    def words(self) -> Text:
        """The phase in words."""
        return _PHASE_WORDS[self]


_PHASE_WORDS = {
    Phase.OPEN: Text("评议进行中", "open for judging"),
    Phase.CLOSED: Text("评议已截止", "closed"),
    Phase.PUBLISHED: Text("评议结果已公布", "published"),
    Phase.VOID: Text("已作废", "voided"),
}


@attrs.frozen(hash=False)
class Judgement:
    """A judgement and where it stands; ``plan`` is its entry in its own log."""

    id: str
    round: str
    plan: Mapping[str, Any] = attrs.field(converter=frozen_mapping, repr=False)
    phase: Phase = Phase.OPEN
    opened_at: str = ""
    closed_at: str | None = None

    @property
    def title(self) -> Text:
        """What it is called."""
        return Text(**self.plan["title"])

    @property
    def projects(self) -> tuple[str, ...]:
        """The projects that are judged."""
        return tuple(one["id"] for one in self.plan["projects"])


@attrs.frozen
class Marked:
    """One mark: the opening of its commitment, and where its entry stands."""

    slot: str
    project: str
    revision: int
    position: int
    vote: Vote
    salt: bytes = attrs.field(repr=False)
    code: str


def save(store: Store, judgement: Judgement) -> None:
    """Write a judgement and where it stands."""
    row: dict[str, Value] = {
        "id": judgement.id,
        "round": judgement.round,
        "plan": json.dumps(dict(judgement.plan), ensure_ascii=False),
        "state": str(judgement.phase),
        "opened_at": judgement.opened_at,
        "closed_at": judgement.closed_at,
    }
    store.put("judgement", row)


def load_judgement(store: Store, id_: str) -> Judgement:
    """The judgement of that id, or ``NotListed``; ``LedgerBroken`` where its words were changed."""
    row = store.get("judgement", id=id_)
    if row is None:
        raise NotListed(Text("评议", "judgement"), id_)
    return _judgement(store, row)


def load_judgements(store: Store) -> tuple[Judgement, ...]:
    """All judgements by id."""
    return tuple(_judgement(store, row) for row in store.find("judgement"))


def in_phase(store: Store, id_: str, phase: Phase, step: Text) -> Judgement:
    """The judgement, where it is in that phase; ``WrongState`` in another."""
    known = load_judgement(store, id_)
    if known.phase is not phase:
        raise WrongState(id_, known.phase.words, step, void_reason(store, id_))
    return known


def add(store: Store, id_: str, marked: Marked) -> None:
    """A new mark."""
    row: dict[str, Value] = {
        "judgement": id_,
        "slot": marked.slot,
        "project": marked.project,
        "revision": marked.revision,
        "position": marked.position,
        "mark": str(marked.vote.mark),
        "knew": int(marked.vote.knew),
        "salt": marked.salt,
        "code": marked.code,
    }
    store.add("mark", [row])


def last_marks(store: Store, id_: str) -> list[Marked]:
    """The last mark of each slot on each project, in the order of the log."""
    last = {
        (row["slot"], row["project"]): row
        for row in store.find("mark", order="revision", judgement=id_)
    }
    return sorted(map(_mark_of_row, last.values()), key=lambda one: one.position)


def of_slot(store: Store, id_: str, slot: str) -> dict[str, Marked]:
    """The last mark of a slot on each project it has judged."""
    rows = store.find("mark", order="revision", judgement=id_, slot=slot)
    return {row["project"]: _mark_of_row(row) for row in rows}


def by_code(store: Store, id_: str, code: str) -> Marked | None:
    """The mark whose receipt carries that code; ``None`` where none or several do."""
    rows = store.find("mark", judgement=id_, code=code)
    return _mark_of_row(rows[0]) if len(rows) == 1 else None


def _judgement(store: Store, row: Mapping[str, Any]) -> Judgement:
    require_plan(store, row["id"], row["plan"])
    return Judgement(
        row["id"],
        row["round"],
        json.loads(row["plan"]),
        Phase(row["state"]),
        row["opened_at"],
        row["closed_at"],
    )


def _mark_of_row(row: Mapping[str, Any]) -> Marked:
    vote = Vote(Mark(row["mark"]), bool(row["knew"]))
    return Marked(
        row["slot"],
        row["project"],
        row["revision"],
        row["position"],
        vote,
        row["salt"],
        row["code"],
    )
