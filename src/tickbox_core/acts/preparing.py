"""Preparing a motion: what is asked, how one that is prepared stands, and what changes of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from tickbox_core.acts.act import Actor
from tickbox_core.acts.scoping import KINDS
from tickbox_core.categories import a_line, one_of, pairs, several, where, yes_no
from tickbox_core.components.motions import MotionAnswer, Served
from tickbox_core.declarations import ServicesOfRoll, new_id, refers_to
from tickbox_core.declarations.acts import Standing
from tickbox_core.declarations.fields import Name, Words
from tickbox_core.desk import Desk
from tickbox_core.desk.motions import Poll
from tickbox_core.errors import NotListed, NotPossible
from tickbox_core.model import Option, Question
from tickbox_core.model.scope import Everything, Scope
from tickbox_core.rules.motions import Delivery, Motion
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.changing import clearing, missing, plain_of_thing


@attrs.frozen
class ANewMotion:
    """A motion made by hand, under the law of a place; until it opens it can be changed."""

    id: str = new_id("motion", "编号", "id")
    question: Text = a_line("议题", "question")
    jurisdiction: str = refers_to(
        "jurisdiction", "法律依据", "jurisdiction", noted=False, decides=True, default=""
    )
    matter: str = refers_to(
        "owners-matter", "属于哪类事项", "matter", within="jurisdiction", noted=False, default=""
    )
    kind: str = one_of("哪种表决", "kind", KINDS, default=str(Question.OWNERS_MOTION))
    scope: Scope | None = where("范围", "scope", default=None, refers=ServicesOfRoll())
    options: tuple[tuple[str, Text], ...] = pairs("选项", "options", Name(), Words(), default=())
    because: Text = a_line("缘由", "because", default=EMPTY)
    unset: tuple[str, ...] = clearing()


@attrs.frozen
class AService:
    """What is proved of service, before closing."""

    id: str = refers_to("motion", "表决编号", "motion", decides=True)
    served: tuple[str, ...] = several("已送达的房号", "units served", Name(), default=())
    agenda_noticed: bool = yes_no("议题已公示", "the agenda was noticed", default=False)
    warning_printed: bool = yes_no("票面已印提示", "the warning was printed", default=False)
    unset: tuple[str, ...] = clearing()


def find(desk: Desk, named: Mapping[str, Any]) -> Standing | None:
    """The motion of that id as it was prepared."""
    try:
        poll = desk.motions.poll(named["id"])
    except NotListed:
        return None
    motion = poll.motion
    if motion.seats:
        raise NotPossible(_ELECTION, _ELECT)
    values = {
        "id": poll.id,
        "question": motion.question,
        "matter": poll.matter,
        "jurisdiction": poll.jurisdiction,
        "kind": str(motion.kind),
        "scope": None if motion.scope == Everything() else motion.scope,
        "options": tuple((one.id, one.title) for one in motion.options),
        "because": poll.because,
    }
    return Standing(plain_of_thing(ANewMotion, values), poll)


_ELECTION = Text("这个编号是一次选举。", "the motion of that id is an election.")
_ELECT = Text("请用“拟定业委会选举”（motion/elect）。", "Change it with motion/elect.")

_ASKS = frozenset({"question", "matter", "jurisdiction", "kind", "scope", "options"})
"""What is asked, of whom, and by which law."""


def prepare(desk: Desk, given: ANewMotion, actor: Actor, standing: Standing | None) -> Any:
    """Save a new motion, or change what is given of one that is not open."""
    if standing is None:
        for name in ("matter", "jurisdiction"):
            if not getattr(given, name):
                raise missing(ANewMotion, "motion/prepare", name)
        motion = _motion(desk, given, None)
        new = Poll(motion, given.matter, given.jurisdiction, because=given.because)
        return MotionAnswer.of(desk.motions.prepare(new, replaces=None))
    old: Poll = standing.base
    new = attrs.evolve(old, because=given.because) if "because" in standing.touched else old
    if standing.touched & _ASKS:
        new = _asking_else(desk, given, new)
    return MotionAnswer.of(desk.motions.prepare(new, replaces=old))


def _asking_else(desk: Desk, given: ANewMotion, old: Poll) -> Poll:
    """The poll with what is asked changed; where residents would read something else, unposted."""
    if old.follows:
        raise NotPossible(
            Text("第二轮确认的议题由第一轮决定。", "what a second round asks follows the first."),
            Text("要问别的，请另拟一项表决。", "To ask something else prepare another motion."),
        )
    motion = _motion(desk, given, old)
    parts = ("question", "kind", "scope", "options")
    same = all(getattr(motion, part) == getattr(old.motion, part) for part in parts)
    return attrs.evolve(
        old,
        motion=motion,
        matter=given.matter,
        jurisdiction=given.jurisdiction,
        posted=old.posted if same and given.matter == old.matter else None,
    )


def _motion(desk: Desk, given: ANewMotion, old: Poll | None) -> Motion:
    known = {} if old is None else {one.id: one for one in old.motion.options}
    choices: dict[str, Any] = {
        "kind": Question(given.kind),
        "scope": given.scope or Everything(),
        "options": tuple(
            attrs.evolve(known.get(id_) or Option(id_, title), title=title)
            for id_, title in given.options
        ),
    }
    if old is not None and not given.matter:  # its bars are its own
        return attrs.evolve(old.motion, question=given.question, **choices)
    own, day = ((), None) if old is None else (old.own, desk.motions.opening_day(old.id))
    law = desk.motions.law(given.jurisdiction, own, day)
    return Motion.under(law, given.id, given.question, given.matter, **choices)


def find_service(desk: Desk, named: Mapping[str, Any]) -> Standing | None:
    """What was recorded of a motion's service last."""
    found = desk.motions.delivery(named["id"])
    if found is None:
        return None
    values = {
        "served": tuple(sorted(found.served)),
        "agenda_noticed": found.agenda_noticed,
        "warning_printed": found.warning_printed,
    }
    return Standing({**named, **plain_of_thing(AService, values)}, found)


def deliver(desk: Desk, given: AService, actor: Actor, standing: Standing | None) -> Any:
    """Record what is proved of service; what was recorded before and is not given stays."""
    stood, served = desk.motions.delivery(given.id), frozenset(given.served)
    held = {} if stood is None else stood.proofs
    proofs = {place: proof for place, proof in held.items() if place in served}
    delivery = Delivery(served, given.agenda_noticed, given.warning_printed, proofs)
    return Served(desk.motions.deliver(given.id, delivery))
