"""Drafts that nobody was shown: a list, and a motion, that are dropped."""

from __future__ import annotations

from typing import Any

import attrs

from tickbox_core.acts.act import Act, Actor
from tickbox_core.acts.states import DRAFT
from tickbox_core.categories import a_line
from tickbox_core.declarations import COUNT, Said, Typed, gives, refers_to
from tickbox_core.desk import Desk
from tickbox_core.text import Text

_WHY = "弃用理由（记入工作日志，请勿写人名）", "why it is dropped; it is noted, so name nobody"


@attrs.frozen
class DroppedRound:
    """A list that was dropped: it is no more, and its id is free again."""

    round: str = gives(Typed(), "轮次", "round")
    title: Text = gives(Said(), "名称", "title")
    items: int = gives(COUNT, "清单上的事项", "items that stood on it")


@attrs.frozen
class DroppedMotion:
    """A motion that was dropped: it is no more, and its id is free again."""

    motion: str = gives(Typed(), "表决编号", "motion")
    question: Text = gives(Said(), "表决事项", "question")


@attrs.frozen
class DropRound:
    """A list that was never posted and is not to be gone on with."""

    round: str = refers_to("round", "轮次", "round", states=DRAFT, decides=True)
    reason: Text = a_line(*_WHY)


@attrs.frozen
class DropMotion:
    """A motion whose agenda was never posted and that is not to be gone on with."""

    id: str = refers_to("motion", "表决编号", "motion", states=DRAFT, decides=True)
    reason: Text = a_line(*_WHY)


def _drop(desk: Desk, given: DropRound, actor: Actor) -> Any:
    dropped = desk.collecting.drop(given.round, given.reason, actor.name)
    return DroppedRound(dropped.round, dropped.title, dropped.items)


def _drop_motion(desk: Desk, given: DropMotion, actor: Actor) -> Any:
    poll = desk.motions.drop(given.id, given.reason, actor.name)
    return DroppedMotion(poll.id, poll.motion.question)


ACTS = (
    Act(
        "round/drop",
        Text("弃用清单草稿", "drop a list that was not posted"),
        DropRound,
        _drop,
        answer=DroppedRound,
        irreversible=True,
    ),
    Act(
        "motion/drop",
        Text("弃用表决草案", "drop a motion that was not posted"),
        DropMotion,
        _drop_motion,
        answer=DroppedMotion,
        irreversible=True,
    ),
)
