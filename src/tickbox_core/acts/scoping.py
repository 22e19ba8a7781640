"""Whom a motion would ask: how many heads and how much area a scope holds, by a roll there is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from tickbox_core.acts.act import Actor
from tickbox_core.categories import one_of, where
from tickbox_core.components.motions import ScopeAnswer
from tickbox_core.declarations import ServicesOfRoll, Thing, ThingChoice, refers_to
from tickbox_core.desk import Desk
from tickbox_core.errors import NotListed, TickboxError
from tickbox_core.model import Question, Roll
from tickbox_core.model.scope import Everything, Ground, Scope, scope_of, units_in
from tickbox_core.rules.motions import Bars, Base, Motion, asked, weigh
from tickbox_core.rules.motions.assembly import weight_of
from tickbox_core.text import Text

KINDS = {str(kind): kind.words for kind in (Question.OWNERS_MOTION, Question.RESIDENTS_MOTION)}


@attrs.frozen
class CountScope:
    """A scope that is tried, for a motion or before there is one."""

    scope: Scope | None = where("范围", "scope", default=None, refers=ServicesOfRoll())
    id: str = refers_to("motion", "表决编号", "motion", default="")
    kind: str = one_of("哪种表决", "kind", KINDS, default=str(Question.OWNERS_MOTION))


def known_rolls(desk: Desk, id_: str = "") -> Iterator[tuple[Text, Roll]]:
    """The rolls there are, each with whose it is: the motion's own, then the latest ones first."""
    polls = [one for one in desk.motions.polls() if one.id != id_]
    own = desk.importing.roll_of_motion(id_) if _is_motion(desk, id_) else None
    if own is not None:
        yield Text("这项表决的名册", "the motion's own roll"), own
    for poll in sorted(polls, key=lambda one: one.opened_at or "", reverse=True):
        found = desk.importing.roll_of_motion(poll.id)
        if found is not None:
            words = Text("表决“{title}”的名册", "the roll of the motion '{title}'")
            yield words.filled(title=poll.motion.question), found
    for round in sorted(desk.rounds(), key=lambda one: one.id, reverse=True):
        found = desk.importing.roll_of(round.id)
        if found is not None:
            words = Text("“{title}”的名册", "the roll of '{title}'")
            yield words.filled(title=round.title), found


def _is_motion(desk: Desk, id_: str) -> bool:
    try:
        return bool(id_) and desk.motions.poll(id_).id == id_
    except NotListed:
        return False


def _services(desk: Desk, chosen: Mapping[str, str]) -> Iterator[ThingChoice]:
    """What serves units of the roll that would be asked: lifts."""
    for _, roll in known_rolls(desk, chosen.get("motion", "")):
        for one in roll.services:
            yield ThingChoice(one.id, one.name)
        return


SERVICE = Thing("service", Text("电梯等设施", "lift"), _services)


def count_scope(desk: Desk, id_: str, scope: Scope, motion: Motion) -> ScopeAnswer:
    """How many a motion with that scope would ask, by the first roll there is."""
    found = next(known_rolls(desk, id_), None)
    if found is None:
        words = _words(scope, Ground(desk.tree))
        return ScopeAnswer.of(words, problem=_NO_ROLL)
    whose, roll = found
    ground = Ground.of(desk.tree, roll)
    said = Text("{whose}（{day}）", "{whose} ({day})").filled(
        whose=whose, day=roll.as_of.isoformat()
    )
    try:
        asks = attrs.evolve(motion, scope=scope)
        assembly = asked(asks, roll, desk.tree, adults_on=desk.today())
        counted = [unit for unit in roll.units if asks.parking or unit.kind != "parking"]
        inside = weigh(units_in(scope, counted, ground), len(assembly.heads), roll.decimals)
    except TickboxError as problem:
        return ScopeAnswer.of(_words(scope, ground), by=said, problem=problem.text)
    by_area = asks.kind is Question.OWNERS_MOTION
    return ScopeAnswer.of(
        _words(scope, ground),
        by=said,
        heads=len(assembly.heads),
        units=inside.units,
        households=None if by_area else weight_of(assembly.heads, Base.HOUSEHOLDS),
        area=Base.AREA.said(inside.area, roll.decimals) if by_area else None,
        area_unknown=inside.area_unknown if by_area else None,
    )


_NO_ROLL = Text(
    "还没有名册，数不出会问到多少人；导入名册（motion/register）后再看。",
    "There is no roll yet, so it cannot be counted; read one in (motion/register) and look again.",
)


def _words(scope: Scope, ground: Ground) -> Text:
    try:
        return scope.words(ground)
    except TickboxError:
        return Text("指定范围", "a part of the units")  # a lift of it is on no roll


def look(desk: Desk, given: Mapping[str, Any]) -> ScopeAnswer | None:
    """Whom a motion would ask as it is about to be prepared."""
    try:
        stands = desk.motions.poll(str(given.get("id", "")))
    except NotListed:
        stands = None
    scope = scope_of(given["scope"]) if given.get("scope") else Everything()
    kind = Question(given.get("kind") or Question.OWNERS_MOTION)
    if stands is None:
        motion = _imagine_motion(desk, given, kind)
        return None if motion is None else count_scope(desk, "", scope, motion)
    return count_scope(desk, stands.id, scope, attrs.evolve(stands.motion, kind=kind))


def _imagine_motion(desk: Desk, given: Mapping[str, Any], kind: Question) -> Motion | None:
    """A motion under the law of the place; nothing where its matter or law is not known yet."""
    try:
        law = desk.motions.law(str(given.get("jurisdiction", "")))
        question = Text.of(given.get("question") or "?")
        return Motion.under(law, "imagined", question, str(given.get("matter", "")), kind=kind)
    except TickboxError:
        return None  # preparing it says why


def count(desk: Desk, given: CountScope, actor: Actor) -> ScopeAnswer:
    """Whom a scope would ask, of a motion that is prepared or of one to come."""
    scope = given.scope or Everything()
    if given.id:
        motion = desk.motions.poll(given.id).motion
        return count_scope(desk, given.id, given.scope or motion.scope, motion)
    base = "area" if given.kind == Question.OWNERS_MOTION else "heads"
    bars = (Bars.of_plain({"base": base, "quorum": None, "approval": "more_than 1/2"}),)
    motion = Motion("imagined", Text("？", "?"), bars, kind=Question(given.kind))
    return count_scope(desk, "", scope, motion)
