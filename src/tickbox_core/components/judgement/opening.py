"""Opening judgements, at once or at an announced hour, and the codes to judge by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from tickbox_core.components.judgement import marks, outcome, state
from tickbox_core.components.judgement.marks import Judgement
from tickbox_core.components.judgement.reading import JudgementReader
from tickbox_core.components.judgement.state import (
    AnnouncedJudgement,
    Judgements,
)
from tickbox_core.errors import (
    BadValue,
    ChangedMeanwhile,
    NotPossible,
)
from tickbox_core.ledger import (
    opened,
    roll_entry,
)
from tickbox_core.model import RollSummary, Round
from tickbox_core.model.local_time import day_of, instant_of_stamp
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow import deadlines, log, openings
from tickbox_core.workflow.deadlines import NOTHING_ANNOUNCED, Announced
from tickbox_core.workflow.diary import LOG
from tickbox_core.workflow.jobs import StoredJobs

SALT_BYTES = 32
JUDGING_OPENS = "judgement/open"
"""The job that opens an announced judgement at its hour."""
_CALLED_OFF = Text("已于{on}取消：{reason}", "called off on {on}: {reason}")
_OPENS = Text("将于{hour}自动开始评议", "judging opens by itself at {hour}")


def _hours(announced: AnnouncedJudgement) -> tuple[datetime, datetime | None]:
    """When an announced judgement opens, and until when it goes on where that is said."""
    end = instant_of_stamp(announced.ends) if announced.ends else None
    return instant_of_stamp(announced.opens), end


_ID = frozenset('/\\:*?"<>| \t\n')


class JudgementOpener(JudgementReader):
    """Judgements on their way to their electorate."""

    def open(
        self,
        id_: str,
        round_id: str,
        projects: Iterable[str],
        title: Text,
        announced: Announced = NOTHING_ANNOUNCED,
    ) -> Judgement:
        """Put delivered projects of a round to the slots of its roll.

        Where a last day is ``announced`` judging ends by itself then.  Raises ``NotPossible`` for
        what cannot be judged (see ``open_judgement``), a project that is announced for another
        and an end that has passed, ``BadValue`` for an id that is another's or cannot name a file.
        """
        end = announced.end(self._context.local_now())
        return self._open(id_, round_id, projects, title, end, announced.plain(end))

    def _open(
        self,
        id_: str,
        round_id: str,
        projects: Iterable[str],
        title: Text,
        end: datetime | None,
        ending: Mapping[str, Any],
        by_hour: str = "",
    ) -> Judgement:
        asked = tuple(projects)
        with self._diary.writing() as pen:
            self._free(id_)
            round, roll = self._electorate(round_id)
            find = partial(self._project, pen.book)
            before = pen.book.of(Judgements)
            if by_hour and before.to_open(id_).opens != by_hour:
                raise ChangedMeanwhile(title)
            if not by_hour:
                state.refuse_announced(before, id_, asked)
            pen.add(state.open_judgement(before, find, id_, round_id, asked, title))
            now, chosen = self._context.now(), pen.book.of(Judgements).judgement(id_)
            plan = outcome.plan(
                self._context.area, map(find, chosen), id_, round, title, dict(ending)
            )
            made = Judgement(id_, round_id, plan, opened_at=now)
            marks.save(self._context.store, made)
            entries = [plan, roll_entry(id_, roll), opened(id_, now, by_hour)]
            appended = log.append(self._context, id_, entries)
            checkpoint = log.keep_checkpoint(self._context, id_, appended.head)
            if end is not None:
                deadlines.set_deadline(self._context, id_, end)
            StoredJobs(self._context).cancel(JUDGING_OPENS, id_)
        self._context.keep_outside(checkpoint)
        return made

    def announce(
        self,
        id_: str,
        round_id: str,
        projects: Iterable[str],
        title: Text,
        at: datetime,
        announced: Announced = NOTHING_ANNOUNCED,
    ) -> AnnouncedJudgement:
        """Have a judgement opened by itself at an hour, until another that is ``announced``.

        Announced again it has the new hours.  Raises what opening it now would, and ``NotPossible``
        for an hour that has passed, an end that is not behind it, or a project that is announced
        for another.
        """
        end = announced.end(self._context.local_now())
        openings.check_hours(self._context.local_now(), at, end)
        stamp = at.isoformat(timespec="seconds")
        chosen, ending = tuple(dict.fromkeys(projects)), announced.plain(end)
        made = AnnouncedJudgement(id_, round_id, title, chosen, stamp, **ending)
        with self._diary.writing() as pen:
            self._free(id_)
            self._electorate(round_id)
            find = partial(self._project, pen.book)
            now = state.open_judgement(pen.book.of(Judgements), find, id_, round_id, chosen, title)
            state.refuse_announced(pen.book.of(Judgements), id_, chosen)
            pen.add(state.announce(now, made))
            StoredJobs(self._context).add(JUDGING_OPENS, id_, at)
        return made

    def call_off(self, id_: str, reason: Text) -> AnnouncedJudgement:
        """Do not open an announced judgement; the reason is posted."""
        with self._diary.writing() as pen:
            known = pen.book.of(Judgements).to_open(id_)
            pen.add(state.call_off(pen.book.of(Judgements), id_, reason))
            StoredJobs(self._context).cancel(JUDGING_OPENS, id_)
        return known

    def announced(self) -> tuple[AnnouncedJudgement, ...]:
        """The judgements that are to open by themselves, the earliest first."""
        with self._diary.reading() as book:
            found = book.of(Judgements).announced.values()
        return tuple(sorted(found, key=lambda one: (one.opens, one.id)))

    def called_off(self) -> tuple[AnnouncedJudgement, ...]:
        """Those that were called off and not announced or opened since, the newest first."""
        with self._diary.reading() as book:
            found = book.of(Judgements).called_off.values()
        return tuple(sorted(found, key=lambda one: (one.off_since, one.id), reverse=True))

    def said_of(self, id_: str) -> AnnouncedJudgement | None:
        """The judgement of that id while it is announced, or was called off."""
        with self._diary.reading() as book:
            known = book.of(Judgements)
            return known.announced.get(id_) or known.called_off.get(id_)

    def announcement(self, id_: str) -> AnnouncedJudgement | None:
        """The judgement of that id while it is announced and not open."""
        with self._diary.reading() as book:
            return book.of(Judgements).announced.get(id_)

    def when(self, announced: AnnouncedJudgement) -> Text:
        """When an announced judgement opens and until when it goes on, or why it does not."""
        if announced.off_since:
            day = day_of(announced.off_since).isoformat()
            return _CALLED_OFF.filled(on=day, reason=announced.why_off)
        at, end = _hours(announced)
        return self.why_not_open(announced.id) or openings.opens_words(_OPENS, at, end)

    def why_not_open(self, id_: str) -> Text:
        """Of an announced judgement whose hour has come, why it is not open; else ``EMPTY``."""
        known = self.announcement(id_)
        if known is None:
            return EMPTY
        return openings.not_opened(self._context, JUDGING_OPENS, id_, _hours(known)[0])

    def open_at_its_hour(self, id_: str) -> None:
        """Open an announced judgement whose hour has come; raises what stands against it."""
        known, now = self.announcement(id_), self._context.clock()
        if known is None:
            return
        at, end = _hours(known)
        if at > now:
            return
        if end is not None and end <= now:
            raise deadlines.is_over(end)
        announced = Announced(extensions=known.extensions, extension_days=known.extension_days)
        ending = announced.plain(end)
        self._open(id_, known.round, known.projects, known.title, end, ending, known.opens)

    def issue_codes(
        self,
        id_: str,
        slots: Iterable[str] | None = None,
        reason: Text = EMPTY,
        *,
        anew: bool = True,
    ) -> dict[str, str]:
        """New codes by slot, for some or (``None``) for all; not ``anew``: that have none yet.

        Readable only now, and noted as a round's are.
        """
        known = marks.load_judgement(self._context.store, id_)
        if slots is None and anew:
            slots = list(self._rolls.homes(known.round))
        return self._codes.issue(id_, slots, known.round, reason)

    def _electorate(self, round_id: str) -> tuple[Round, RollSummary]:
        """The round whose residents judge, and its roll; ``NotPossible`` where it has none."""
        round = self._rolls.round(round_id)
        if round.roll is None or round.rehearsal:
            raise NotPossible(Text("这一轮没有名册。", "this round has no roll."))
        return round, round.roll

    def _free(self, id_: str) -> None:
        store = self._context.store
        taken = id_ == LOG or any(
            store.get(table, id=id_) is not None for table in ("cycle", "motion", "judgement")
        )
        if taken or not id_ or len(id_) > 100 or _ID & set(id_):
            raise BadValue(
                f"judgement {id_}",
                Text("编号已被使用，或含有空格、斜线之类。", "the id is taken, or no plain name."),
                Text("请换一个短编号。", "Give it a short plain id."),
            )
