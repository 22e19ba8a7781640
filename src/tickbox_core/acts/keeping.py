"""Acts of keeping: what personal data is due, and its erasure."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs

from tickbox_core.acts.act import Act, Actor
from tickbox_core.acts.answers.keeping import DueLine, ErasedAnswer
from tickbox_core.categories import a_day, a_line, yes_no
from tickbox_core.declarations import ListOf, refers_to
from tickbox_core.desk import Desk
from tickbox_core.desk.keeping.erasing import REASON, Line
from tickbox_core.errors import NotPossible
from tickbox_core.text import Text


@attrs.frozen
class AScope:
    """Of one round, or of all; written before a day, or ever."""

    round: str = refers_to("round", "轮次编号", "round", default="")
    before: date | None = a_day("此日以前", "written before", default=None)


@attrs.frozen
class AnErasure(AScope):
    """What was looked at first, and a yes to erasing it for good."""

    confirm: bool = yes_no("确认永久删除", "erase it for good", default=False)
    reason: Text = a_line("理由", "reason", default=REASON)


def _due(desk: Desk, given: AScope, actor: Actor) -> Any:
    return [DueLine.of(line) for line in desk.keeping.due(given.round, given.before)]


def _erase(desk: Desk, given: AnErasure, actor: Actor) -> Any:
    if not given.confirm:
        raise NotPossible(
            Text("还没有确认。", "it is not confirmed."),
            Text(
                "请先看 keeping/due，再写 confirm=yes；删除后不能恢复。",
                "Look at keeping/due first, then give confirm=yes: it cannot be undone.",
            ),
        )
    return desk.keeping.erase_due(
        by=actor.name, round=given.round, before=given.before, reason=given.reason
    )


def _scrub(desk: Desk, lines: tuple[Line, ...]) -> Any:
    return ErasedAnswer(desk.keeping.scrub(), tuple(DueLine.of(line) for line in lines))


ACTS = (
    Act(
        "keeping/due",
        Text("查看到期的个人信息", "look at what personal data is due"),
        AScope,
        _due,
        reads=True,
        answer=ListOf(DueLine),
    ),
    Act(
        "keeping/erase",
        Text("删除到期的个人信息", "erase what is due"),
        AnErasure,
        _erase,
        after=_scrub,
        answer=ErasedAnswer,
        irreversible=True,
    ),
)
