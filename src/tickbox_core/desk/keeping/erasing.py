"""The end of what is personal: what is due, looked at first, then erased for good."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

import attrs

from tickbox_core.components.judgement import Phase
from tickbox_core.components.motions import PollState
from tickbox_core.desk.diary import YearDiary, erased, history
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.keeping import annulment, stripping
from tickbox_core.desk.keeping.due import (
    AnyWhat,
    Known,
    What,
    Why,
    ends_of,
    every_what,
    rounds_of,
    stays,
    what_of,
)
from tickbox_core.desk.keeping.verifying import Verification, verify
from tickbox_core.desk.motions import rows
from tickbox_core.desk.state import YearState
from tickbox_core.errors import NotListed
from tickbox_core.model import State
from tickbox_core.model.local_time import day_of
from tickbox_core.text import Text
from tickbox_core.workflow.entries import require_text
from tickbox_core.year import DiaryEntry, motions

REASON = Text("用途已了", "its purpose is over")
FEW = 3
"""So many different reasons are given for what stays of one kind."""


@attrs.frozen
class Scope:
    """What to look at: one round's (empty: everything), written before a day (``None``: any)."""

    round: str = ""
    before: date | None = None

    def holds(self, day: str | None) -> bool:
        """Whether something of that day (or time) was before; what has no day is not."""
        return self.before is None or (bool(day) and day_of(str(day)) < self.before)

    def plain(self) -> dict[str, str]:
        """For the diary."""
        return {"cycle": self.round, "before": self.before.isoformat() if self.before else ""}


@attrs.frozen
class Line:
    """Of one kind of personal data (of one round or motion, ``id``): how much goes, stays, why.

    ``ends``: when its purpose is over.
    """

    what: AnyWhat
    id: str
    goes: int
    stays: int
    ends: Text
    why: tuple[Text, ...] = ()

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "what": str(self.what),
            "words": self.what.words.plain(),
            "id": self.id,
            "goes": self.goes,
            "stays": self.stays,
            "ends": self.ends.plain(),
            "why": [one.plain() for one in self.why],
        }


@attrs.frozen
class Erased:
    """What has gone, and whether the files hold no byte of it any more."""

    lines: tuple[Line, ...]
    scrubbed: bool


@attrs.frozen
class _Held:
    """Rows of one round, motion or judgement: how many, of which day, why they stay, how to go."""

    what: What
    id: str
    many: int
    day: str | None
    why: Why
    erase: Callable[[], int]


class Keeping:
    """The stage behind the desk's door that ends the year: checks, and erasure in time."""

    def __init__(self, hand: Hand, diary: YearDiary) -> None:
        self._hand = hand
        self._diary = diary

    def verify(self) -> Verification:
        """Check every log, checkpoint, table and result of the area."""
        return verify(self._hand)

    def due(self, round: str = "", before: date | None = None) -> tuple[Line, ...]:
        """What would go, and what would stay and why; nothing is changed.

        ``round`` asks for one round's only, ``before`` for what was written before that day.
        Raises ``NotListed`` for an unknown round.
        """
        scope = self._scope(round, before)
        annulment.ask_laws(self._hand)
        with self._diary.reading() as book, self._hand.transaction():
            return self._lines(self._gather_known(book, scope), scope)

    def erase(
        self, *, by: str, round: str = "", before: date | None = None, reason: Text = REASON
    ) -> Erased:
        """Erase what is due, and rewrite the file so that it holds no byte of it any more.

        Raises what ``erase_due`` does.
        """
        lines = self.erase_due(by=by, round=round, before=before, reason=reason)
        return Erased(lines, self.scrub())

    def erase_due(
        self, *, by: str, round: str = "", before: date | None = None, reason: Text = REASON
    ) -> tuple[Line, ...]:
        """Erase what is due, in one transaction, and say in the diary what kind, never whose.

        Bytes of it may stand in free pages of the file until it is scrubbed.  Logs still verify and
        results still recount.  Raises ``NotPossible`` without a name.  Where an older version has
        not noted the day a motion was published, today is noted, and the motion's papers stay for
        their term.
        """
        name, scope = require_text(by, Text("经办人", "who does it")), self._scope(round, before)
        annulment.ask_laws(self._hand)
        with self._diary.writing() as pen:
            known = self._gather_known(pen.book, scope)
            lines = self._lines(known, scope)
            for id_ in annulment.undated_motions(self._hand, pen.book):
                pen.add(motions.post(id_, self._hand.today(), ""))
            due = {one.position for one, why in self._sealed_parts(known, scope) if why is None}
            tables: dict[str, list[str]] = {}
            for held in self._held_rows(known, scope):
                if held.why is None and held.erase():
                    tables.setdefault(str(held.what), []).append(held.id)
            kinds = pen.erase(lambda one: one.position in due)
            if kinds or tables:
                pen.add(erased(kinds, reason, name, tables=tables, **scope.plain()))
            self._hand.transactions.later(self._diary.forget)
            self._hand.transactions.later(self._hand.forget)
        return lines

    def scrub(self) -> bool:
        """Rewrite the file without what was erased; ``False`` where that was not possible.

        Outside of any transaction.
        """
        return self._hand.store.scrub()

    # -- what there is ---------------------------------------------------------------------

    def _scope(self, round: str, before: date | None) -> Scope:
        if round and self._hand.store.get("cycle", id=round) is None:
            raise NotListed(Text("这一轮打钩", "round"), round)
        return Scope(round, before)

    def _gather_known(self, book: YearState, scope: Scope) -> Known:
        store = self._hand.store
        rows_ = [row for table in ("cycle", "motion", "judgement") for row in store.find(table)]
        over = {str(State.DECIDED), str(State.VOID), str(PollState.PUBLISHED), str(Phase.PUBLISHED)}
        going = [row for row in store.find("judgement") if row["state"] not in over]
        return Known(
            book=book,
            today=self._hand.today(),
            dated=scope.before is not None,
            planned=frozenset(row["id"] for row in store.find("cycle")),
            opened=frozenset(row["id"] for row in rows_ if row["opened_at"] is not None),
            published=frozenset(row["id"] for row in rows_ if row["state"] in over),
            judging=frozenset(row["round"] for row in going),
            motions=annulment.holds(self._hand, book),
            rules=self._diary.rules,
        )

    def _lines(self, known: Known, scope: Scope) -> tuple[Line, ...]:
        """First what lies in tables, then the diary's sealed parts by kind."""
        found = [
            Line(one.what, one.id, one.many if one.why is None else 0,
                 0 if one.why is None else one.many, ends_of(known, one.what, one.id),
                 () if one.why is None else (one.why,))
            for one in self._held_rows(known, scope)
        ]  # fmt: skip
        by_kind: dict[AnyWhat, list[Why]] = {}
        for happened, why in self._sealed_parts(known, scope):
            by_kind.setdefault(what_of(happened, known.rules), []).append(why)
        for what in every_what(known.rules):
            if what in by_kind:
                whys = [why for why in by_kind[what] if why is not None]
                reasons = tuple(dict.fromkeys(whys))[:FEW]
                goes = len(by_kind[what]) - len(whys)
                found.append(Line(what, "", goes, len(whys), what.ends, reasons))
        return tuple(found)

    def _sealed_parts(self, known: Known, scope: Scope) -> Iterator[tuple[DiaryEntry, Why]]:
        """The diary's sealed parts in scope, and why each stays."""
        for happened in history(self._hand.store):
            mine = not scope.round or scope.round in rounds_of(known.book, happened)
            if happened.sealed is not None and mine and scope.holds(happened.at):
                yield happened, stays(known, happened)

    # -- tables ----------------------------------------------------------------------------

    def _held_rows(self, known: Known, scope: Scope) -> list[_Held]:
        """The tables' personal rows in scope, of which there are any."""
        store = self._hand.store
        found: list[_Held] = []
        for row in store.find("cycle"):
            if scope.round in ("", row["id"]):
                found += self._of_round(known, row)
        for row in store.find("motion"):
            if scope.round in ("", json.loads(row["plan"])["from_cycle"]):
                found += self._of_motion(known, row)
        for row in store.find("judgement"):
            if scope.round in ("", row["round"]):
                found += self._of_judgement(known, row)
        return [one for one in found if one.many and scope.holds(one.day)]

    def _of_round(self, known: Known, row: Mapping[str, Any]) -> list[_Held]:
        store, id_ = self._hand.store, row["id"]
        linked = sum(one["person"] is not None for one in store.find("slot", cycle=id_))
        day, open_ = row["closed_at"], _why_unpublished(known, id_)
        return [
            _Held(What.ROLL, id_, linked, day, known.roll_over(id_),
                  partial(stripping.people, store, id_)),
            self._codes(id_, day, open_),
            _Held(What.REPLACED, id_, stripping.count_replaced(store, "ballot", cycle=id_),
                  day, open_,
                  partial(stripping.replaced_ballots, store, id_)),
        ]  # fmt: skip

    def _of_judgement(self, known: Known, row: Mapping[str, Any]) -> list[_Held]:
        store, id_ = self._hand.store, row["id"]
        day, open_ = row["closed_at"], _why_unpublished(known, id_)
        return [
            self._codes(id_, day, open_),
            _Held(What.REPLACED, id_, stripping.count_replaced(store, "mark", judgement=id_),
                  day, open_,
                  partial(stripping.replaced_marks, store, id_)),
        ]  # fmt: skip

    def _of_motion(self, known: Known, row: Mapping[str, Any]) -> list[_Held]:
        store, id_, day = self._hand.store, row["id"], row["closed_at"]
        heads, hold = stripping.count_heads(store, id_), known.motions[id_]
        why = hold or (None if known.dated else self._second_round(row))
        return [
            self._codes(id_, day, hold),
            _Held(What.PAPERS, id_, heads, day, why, partial(stripping.papers, store, id_)),
        ]

    def _second_round(self, row: Mapping[str, Any]) -> Why:
        """A motion among options may still need its papers to name who goes on."""
        if row["state"] == str(PollState.VOID):
            return None
        held = self._hand.store.get("outcome", cycle=row["id"])
        leads = json.loads(held["body"]).get("next_round") if held else None
        if not leads or any(one.follows == row["id"] for one in rows.polls(self._hand.store)):
            return None
        said_ = Text("“{id}”的第二轮还没有准备", "the second round of '{id}' is not prepared")
        return said_.filled(id=row["id"])

    def _codes(self, id_: str, day: str | None, why: Why) -> _Held:
        store = self._hand.store
        many = sum(store.count(table, cycle=id_) for table in stripping.OF_CODES)
        return _Held(What.CODES, id_, many, day, why, partial(stripping.codes, store, id_))


def _why_unpublished(known: Known, id_: str) -> Why:
    if id_ in known.published:
        return None
    return Text(
        "“{id}”还没有公布，也没有作废", "'{id}' is neither published nor voided yet"
    ).filled(id=id_)
