"""Acts on elections of an owners' committee, and who has no part in the acts on one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from tickbox_core.acts.act import Act, Actor
from tickbox_core.acts.states import SEATS_LEFT
from tickbox_core.categories import a_count, a_line, one_of, several, where
from tickbox_core.components.motions import MotionAnswer
from tickbox_core.declarations import new_id, refers_to
from tickbox_core.declarations.acts import Change, Standing
from tickbox_core.declarations.fields import Words, a_name
from tickbox_core.desk import Desk
from tickbox_core.desk.motions import Poll
from tickbox_core.errors import NotListed, NotPossible
from tickbox_core.model import Option
from tickbox_core.model.scope import Everything, Scope
from tickbox_core.rules.motions import Motion
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.changing import clearing, missing, plain_of_thing

MATTER = "elect-committee"
GIVEN, DRAWN = "given", "drawn"
_ORDERS = {
    GIVEN: Text("照填写的次序（如按姓氏笔画）", "as they are given, by strokes of the name say"),
    DRAWN: Text("现在由系统抽签排定", "drawn by lot now"),
}
_NAMES_HELP = Text(
    "候选人在系统里用别的名字登录的，写在姓名后的括号里：候选人不能录票、计票、见证或签字。",
    "If a candidate logs in under another name, put it in brackets behind the name: whoever stands "
    "keys, counts, witnesses and signs nothing.",
)


@attrs.frozen
class AnElection:
    """An election of an owners' committee; until it opens it can be changed."""

    id: str = new_id("motion", "编号", "id")
    question: Text = a_line("议题", "question")
    seats: int = a_count("应选几人", "seats", least=1)
    candidates: tuple[Text, ...] = several(
        "候选人姓名", "names of the candidates", Words(), help=_NAMES_HELP
    )
    order: str = one_of("选票上的次序", "their order on the paper", _ORDERS, default=GIVEN)
    jurisdiction: str = refers_to(
        "jurisdiction", "法律依据", "jurisdiction", noted=False, default=""
    )
    matter: str = a_name("属于哪类事项", "matter", default=MATTER)
    scope: Scope | None = where("范围", "scope", default=None)
    because: Text = a_line("缘由", "because", default=EMPTY)
    unset: tuple[str, ...] = clearing()


@attrs.frozen
class APublishedElection:
    """An election whose result is published."""

    id: str = refers_to("motion", "选举编号", "election", states=SEATS_LEFT)


def find(desk: Desk, named: Mapping[str, Any]) -> Standing | None:
    """The election of that id as it was prepared."""
    try:
        poll = desk.motions.poll(named["id"])
    except NotListed:
        return None
    motion = poll.motion
    if not motion.seats:
        raise NotPossible(
            Text("这个编号的表决不是选举。", "the motion of that id is no election."),
            Text("请换一个编号。", "Choose another id."),
        )
    values = {
        "id": poll.id,
        "question": motion.question,
        "seats": motion.seats,
        "candidates": tuple(one.title for one in motion.options),
        "jurisdiction": poll.jurisdiction,
        "matter": poll.matter,
        "scope": None if motion.scope == Everything() else motion.scope,
        "because": poll.because,
    }
    return Standing(plain_of_thing(AnElection, values), poll)


_ASKS = frozenset({"question", "seats", "candidates", "order", "jurisdiction", "matter", "scope"})
_WHO_STANDS = frozenset({"seats", "candidates"})


def prepare(desk: Desk, given: AnElection, actor: Actor, standing: Standing | None) -> Any:
    """Save a new election, or change what is given of one that is not open."""
    if standing is None:
        if not given.jurisdiction:
            raise missing(AnElection, "motion/elect", "jurisdiction")
        motion = _motion(desk, given, None)
        new = Poll(motion, given.matter, given.jurisdiction, because=given.because)
        return _prepared(desk, new, None, actor)
    old: Poll = standing.base
    new = attrs.evolve(old, because=given.because) if "because" in standing.touched else old
    if standing.touched & _ASKS:
        if old.follows and standing.touched & _WHO_STANDS:
            raise NotPossible(_FOLLOWS, _OTHERS_ANEW)
        motion = _motion(desk, given, old)
        same = motion == old.motion and given.matter == old.matter
        new = attrs.evolve(
            new,
            motion=motion,
            matter=given.matter,
            jurisdiction=given.jurisdiction,
            posted=old.posted if same else None,
        )
    return _prepared(desk, new, old, actor)


_FOLLOWS = Text(
    "再次投票选谁、选几人，由上一次的结果决定。",
    "who stands in a further vote, and for how many seats, follows from the one before.",
)
_OTHERS_ANEW = Text("要选别人，请另拟一次选举。", "To elect others prepare another election.")


def _prepared(desk: Desk, new: Poll, old: Poll | None, actor: Actor) -> MotionAnswer:
    saved = desk.motions.prepare(new, replaces=old)
    desk.motions.require_not_standing(new.id, _PREPARES, actor.name)
    return MotionAnswer.of(saved)


_PREPARES = Text("拟定选举", "prepare the election")


def _motion(desk: Desk, given: AnElection, old: Poll | None) -> Motion:
    candidates = _candidates(given.candidates, () if old is None else old.motion.options)
    if given.order == DRAWN:
        candidates = desk.motions.draw_order(candidates)
    law = desk.motions.law(given.jurisdiction, () if old is None else old.own)
    return Motion.under(
        law,
        given.id,
        given.question,
        given.matter,
        scope=given.scope or Everything(),
        options=candidates,
        seats=given.seats,
    )


def _candidates(names: tuple[Text, ...], known: tuple[Option, ...]) -> tuple[Option, ...]:
    """A candidate for each name; whoever stood before keeps the number."""
    ids = {one.title: one.id for one in known}
    taken, at, found = set(ids.values()), 0, []
    for name in names:
        id_ = ids.pop(name, "")
        while not id_:
            at += 1
            id_ = "" if f"c{at}" in taken else f"c{at}"
        taken.add(id_)
        found.append(Option(id_, name))
    return tuple(found)


# -- whoever stands has no part in it ----------------------------------------------------------

_OF_COUNTING = frozenset(
    "motion/register motion/open motion/cast motion/key motion/unkey motion/mismatches"
    " motion/count motion/codes motion/assist motion/deliver motion/extend motion/close"
    " motion/publish motion/void motion/elect-again".split()
)


def without_candidates(act: Act) -> Act:
    """The act, refused to whoever stands in the election that it is done to, or signs beside."""
    if act.key not in _OF_COUNTING:
        return act

    def run(desk: Desk, given: Any, actor: Actor, *more: Any) -> Any:
        signing = (one.name for one in more if isinstance(one, Actor))
        desk.motions.require_not_standing(given.id, act.title, actor.name, *signing)
        return act.run(desk, given, actor, *more)

    return attrs.evolve(act, run=run)


ACTS = (
    Act(
        "motion/elect",
        Text("拟定业委会选举", "prepare an election of the owners' committee"),
        AnElection,
        prepare,
        change=Change(("id",), find),
        answer=MotionAnswer,
        about=Text(
            "每位候选人都要在人数和面积两项上过线；过线的按人数多少当选，人数相同看面积；"
            "两项都相同的，在他们之中再次投票；没选满的席位另行投票。候选人不能录票、计票、见证或签字。",
            "Each candidate needs the bar by heads and by area; of those who reach it the most "
            "heads are elected, and of equal heads the larger area. Equal on both are voted on "
            "again among themselves, and seats that nobody reached are voted on again. Whoever "
            "stands keys, counts, witnesses and signs nothing.",
        ),
    ),
    without_candidates(
        Act(
            "motion/elect-again",
            Text("对空缺席位再次投票", "prepare the further vote on open seats"),
            APublishedElection,
            lambda desk, given, actor: MotionAnswer.of(desk.motions.vote_again(given.id)),
            answer=MotionAnswer,
        )
    ),
)
