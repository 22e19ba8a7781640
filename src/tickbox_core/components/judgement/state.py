"""Judgements: residents say of delivered projects whether they are satisfied (问效).

The electorate is that of the round the projects came of: its slots, with new codes.  The votes
stand in a log of the judgement's own; here is what the diary remembers of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import attrs

from tickbox_core.errors import NotListed
from tickbox_core.model._checks import frozen_mapping
from tickbox_core.rules.judgement import Judged
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.entries import DiaryEntry, rejection, require_text, require_two_people


@attrs.frozen(hash=False)
class ProjectJudged:
    """What was said of a project in a judgement.

    ``apart`` tells beneficiaries and the others apart (by column, the numbers of both), where that
    tells nothing of a handful; ``beneficiaries`` is then how many there are.
    """

    judgement: str
    judged: Judged
    at: str
    beneficiaries: int | None = None
    apart: Mapping[str, Sequence[int]] | None = None


@attrs.frozen(hash=False)
class Deliverable:
    """A project as far as a judgement asks: of which round it is, what was promised and delivered.

    ``delivered`` is ``None`` until it is; ``promise`` and ``comparison`` are plain, as the first
    entry of a judgement has them.
    """

    id: str
    title: Text
    round: str
    delivered: date | None
    promise: Mapping[str, Any] = attrs.field(converter=frozen_mapping)
    comparison: Mapping[str, Any] = attrs.field(converter=frozen_mapping)
    scope: Mapping[str, Any] | None = None
    given_up: bool = False


@attrs.frozen
class AnnouncedJudgement:
    """A judgement that is to open by itself at an hour; ``opens`` and ``ends`` are stamps.

    ``ends`` is empty where none was announced; ``extensions`` and ``extension_days``: how far that
    may be put off.
    """

    id: str
    round: str
    title: Text
    projects: tuple[str, ...]
    opens: str
    ends: str = ""
    extensions: int = 0
    extension_days: int = 0
    off_since: str = ""
    """When it was called off; ``why_off`` is the reason that is posted."""
    why_off: Text = EMPTY


class Judgements:
    """The judgements of an area: which projects each is about, and what came out."""

    kinds = frozenset(
        "judgement-announced judgement-called-off judgement-opened judgement-closed "
        "judgement-voided judged".split()
    )

    def __init__(self) -> None:
        self.announced: dict[str, AnnouncedJudgement] = {}
        self.called_off: dict[str, AnnouncedJudgement] = {}
        self.projects: dict[str, tuple[str, ...]] = {}
        self.by_project: dict[str, ProjectJudged] = {}
        self.voided: dict[str, date] = {}

    def apply(self, happened: DiaryEntry) -> None:
        """A judgement was announced, called off, opened, closed, voided, or published."""
        facts = happened.facts
        if happened.kind == "judgement-announced":
            self.announced[facts["judgement"]] = _announced(facts)
            self.called_off.pop(facts["judgement"], None)
        elif happened.kind == "judgement-called-off":
            self._call_off(happened)
        elif happened.kind == "judgement-opened":
            self.announced.pop(facts["judgement"], None)
            self.called_off.pop(facts["judgement"], None)
            self.projects[facts["judgement"]] = tuple(facts["projects"])
        elif happened.kind == "judgement-voided":
            self.voided[facts["judgement"]] = date.fromisoformat(facts["on"])
        elif happened.kind == "judged":
            for row in facts["projects"]:
                self.by_project[row["project"]] = ProjectJudged(
                    facts["judgement"],
                    Judged.of_plain(row),
                    happened.at,
                    row["beneficiaries"],
                    row["apart"],
                )

    def _call_off(self, happened: DiaryEntry) -> None:
        known = self.announced.pop(happened.facts["judgement"], None)
        if known is not None:
            why = Text(**happened.facts["reason"])
            self.called_off[known.id] = attrs.evolve(known, off_since=happened.at, why_off=why)

    def judgement(self, id_: str) -> tuple[str, ...]:
        """The projects of the judgement of that id, or ``NotListed``."""
        try:
            return self.projects[id_]
        except KeyError:
            raise NotListed(Text("评议", "judgement"), id_) from None

    def to_open(self, id_: str) -> AnnouncedJudgement:
        """The announced judgement of that id, or ``NotListed``."""
        try:
            return self.announced[id_]
        except KeyError:
            raise NotListed(Text("将开展的评议", "announced judgement"), id_) from None

    def of(self, project: str) -> ProjectJudged:
        """What was said of a project, or ``NotListed`` while it was not judged."""
        try:
            return self.by_project[project]
        except KeyError:
            raise NotListed(Text("评议结果", "judgement of project"), project) from None


def _announced(facts: Mapping[str, Any]) -> AnnouncedJudgement:
    return AnnouncedJudgement(
        facts["judgement"],
        facts["round"],
        Text(**facts["title"]),
        tuple(facts["projects"]),
        facts["opens"],
        facts["ends"],
        facts["extensions"],
        facts["extension_days"],
    )


def announce(made: DiaryEntry, to_come: AnnouncedJudgement) -> DiaryEntry:
    """What opening it now would write (``made``) is to be done at its hour."""
    hours = {
        "opens": to_come.opens,
        "ends": to_come.ends,
        "extensions": to_come.extensions,
        "extension_days": to_come.extension_days,
    }
    return DiaryEntry("judgement-announced", {**made.facts, **hours})


def refuse_announced(judgements: Judgements, id_: str, chosen: Iterable[str]) -> None:
    """Raise ``NotPossible`` for a project that another judgement is announced to be of."""
    for other in judgements.announced.values():
        both = [one for one in chosen if other.id != id_ and one in other.projects]
        for one in both[:1]:
            raise rejection(
                Text(
                    f"“{one}”已经预告由“{other.id}”评议。",
                    f"'{one}' is announced to be judged by '{other.id}' already.",
                ),
                Text(
                    "请先取消那一个（judgement/call-off），或另选项目。",
                    "Call that one off first (judgement/call-off), or choose other projects.",
                ),
            )


def call_off(judgements: Judgements, id_: str, reason: Text) -> DiaryEntry:
    """An announced judgement is not opened; ``NotPossible`` without a reason, or ``NotListed``."""
    require_text(reason.zh, Text("理由", "the reason"))
    facts = {"judgement": judgements.to_open(id_).id, "reason": reason.plain()}
    return DiaryEntry("judgement-called-off", facts)


def open_judgement(
    judgements: Judgements,
    find: Callable[[str], Deliverable],
    id_: str,
    round: str,
    chosen: Iterable[str],
    title: Text,
) -> DiaryEntry:
    """Put delivered projects of a round to its electorate; ``find`` finds one by its id.

    Raises ``NotPossible`` for an id that is taken, no project, one of another round, one that is
    not delivered, or one that is in a judgement already (but one that was voided).
    """
    require_text(title.zh, Text("评议名称", "the title"))
    if id_ in judgements.projects:
        raise rejection(
            Text(f"编号“{id_}”已经用过。", f"'{id_}' is taken already."),
            Text("请换一个。", "Give it another."),
        )
    ids = list(dict.fromkeys(chosen))
    if not ids:
        raise rejection(Text("没有要评议的项目。", "there is no project to judge."))
    before = {
        project
        for held, judged in judgements.projects.items()
        for project in judged
        if held not in judgements.voided
    }
    for one in ids:
        _ready(find(one), round, one in before)
    facts = {"judgement": id_, "round": round, "projects": ids, "title": title.plain()}
    return DiaryEntry("judgement-opened", facts)


def _ready(project: Deliverable, round: str, judged: bool) -> None:
    if project.round != round:
        raise rejection(
            Text(f"“{project.id}”不是这一轮的项目。", f"'{project.id}' is of another round."),
            Text("请由它那一轮的居民评议。", "Have it judged by the residents of its own."),
        )
    if project.given_up:
        raise rejection(
            Text(f"“{project.id}”已经终止。", f"'{project.id}' was given up."),
            Text("请只评议完成的项目。", "Have judged what was delivered."),
        )
    if project.delivered is None:
        raise rejection(
            Text(f"“{project.id}”还没有完成。", f"'{project.id}' is not delivered."),
            Text("完成后再评议。", "Judge it when it is."),
        )
    if judged:
        raise rejection(
            Text(f"“{project.id}”已经评议过。", f"'{project.id}' was put to judgement.")
        )


def void(id_: str, on: date, was: str, reason: Text, by: str, second: str) -> DiaryEntry:
    """Two people have voided a judgement, for a reason that is posted.

    Raises ``NotPossible`` without two people or a reason.
    """
    require_two_people(by, second)
    require_text(reason.zh, Text("作废理由", "the reason"))
    facts = {"judgement": id_, "on": on.isoformat(), "was": was, "reason": reason.plain()}
    return DiaryEntry("judgement-voided", facts, {"by": by, "second": second})


def judged(
    id_: str, rows: Iterable[tuple[Judged, int | None, Mapping[str, Any] | None]]
) -> DiaryEntry:
    """A judgement is published: figures by project, beneficiaries told apart where they may be."""
    found = [
        {**one.plain(), "beneficiaries": number, "apart": apart} for one, number, apart in rows
    ]
    return DiaryEntry("judged", {"judgement": id_, "projects": found})
