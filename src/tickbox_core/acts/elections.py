"""Acts on elections of an owners' committee, and who has no part in the acts on one."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import attrs

from tickbox_core.acts.act import Act, Actor
from tickbox_core.acts.states import ELECTION_DRAFT, SEATS_LEFT
from tickbox_core.categories import a_count, a_line, one_of, several, where
from tickbox_core.components.motions import ANSWERS, MotionAnswer
from tickbox_core.declarations import new_id, refers_to
from tickbox_core.declarations.acts import Change, Standing
from tickbox_core.declarations.fields import Words, a_name
from tickbox_core.desk import Desk
from tickbox_core.desk.motions import Poll
from tickbox_core.errors import NotListed, NotPossible
from tickbox_core.model import Option
from tickbox_core.model.scope import Everything, Scope
from tickbox_core.rules.motions import Confidence, Layer, Motion, Silence, Sourced
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.changing import clearing, missing, plain_of_thing

MATTER = "elect-committee"
AS_THE_LAW = "law"
_SILENCES = {
    AS_THE_LAW: Text("照当地规定", "as the law of the place has it"),
    str(Silence.NOT_PARTICIPATING): Text("不计入", "it does not take part"),
    str(Silence.ABSTAIN): Text("按弃权计入参与", "it takes part as abstaining"),
}
_SILENCE_HELP = Text(
    "选举不能“随多数”：当地或小区规定随多数的，请在这里为本次选举另选一种。",
    "In an election silence cannot follow the majority: where the rules say it does, choose "
    "another way for this election here.",
)
_SILENCE_SOURCE = Text(
    "本次选举的约定：选人不能随多数", "said for this election: it has no majority to follow"
)
_NAMES_HELP = Text(
    "照选票上的次序填写。候选人在系统里用别的名字登录的，写在姓名后的括号里：候选人不能录票、计票、见证或签字。",
    "In the order of the paper. If a candidate logs in under another name, put it in brackets "
    "behind the name: whoever stands "
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
    jurisdiction: str = refers_to(
        "jurisdiction", "法律依据", "jurisdiction", noted=False, default=""
    )
    matter: str = a_name("属于哪类事项", "matter", default=MATTER)
    scope: Scope | None = where("范围", "scope", default=None)
    silence: str = one_of(
        "未表态的怎样计", "how silence counts", _SILENCES, default=AS_THE_LAW, help=_SILENCE_HELP
    )
    because: Text = a_line("缘由", "because", default=EMPTY)
    unset: tuple[str, ...] = clearing()


@attrs.frozen
class APreparedElection:
    """An election that is being prepared."""

    id: str = refers_to("motion", "选举编号", "election", states=ELECTION_DRAFT)


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
        "silence": _said_of_silence(poll),
        "because": poll.because,
    }
    return Standing(plain_of_thing(AnElection, values), poll)


def _said_of_silence(poll: Poll) -> str:
    """What was said of silence for this election alone."""
    answered = next((one.values for one in poll.own if one.key == ANSWERS), {})
    value = str(answered["silence"].value) if "silence" in answered else AS_THE_LAW
    return value if value in _SILENCES else AS_THE_LAW


_ASKS = frozenset({"question", "seats", "candidates", "jurisdiction", "matter", "scope", "silence"})
_WHO_STANDS = frozenset({"seats", "candidates"})


def prepare(desk: Desk, given: AnElection, actor: Actor, standing: Standing | None) -> Any:
    """Save a new election, or change what is given of one that is not open."""
    if standing is None:
        if not given.jurisdiction:
            raise missing(AnElection, "motion/elect", "jurisdiction")
        own = _own((), given.silence)
        motion = _motion(desk, given, own)
        new = Poll(motion, given.matter, given.jurisdiction, own, because=given.because)
        return _save_election(desk, new, None, actor)
    old: Poll = standing.base
    new = attrs.evolve(old, because=given.because) if "because" in standing.touched else old
    if standing.touched & _ASKS:
        if old.follows and standing.touched & _WHO_STANDS:
            raise NotPossible(_FOLLOWS, _OTHERS_ANEW)
        own = _own(old.own, given.silence)
        motion = _motion(desk, given, own, old.motion.options)
        same = motion == old.motion and given.matter == old.matter
        new = attrs.evolve(
            new,
            motion=motion,
            matter=given.matter,
            jurisdiction=given.jurisdiction,
            own=own,
            posted=old.posted if same else None,
        )
    return _save_election(desk, new, old, actor)


_FOLLOWS = Text(
    "再次投票选谁、选几人，由上一次的结果决定。",
    "who stands in a further vote, and for how many seats, follows from the one before.",
)
_OTHERS_ANEW = Text("要选别人，请另拟一次选举。", "To elect others prepare another election.")


def _save_election(desk: Desk, new: Poll, old: Poll | None, actor: Actor) -> MotionAnswer:
    saved = desk.motions.prepare(new, replaces=old)
    desk.motions.require_not_standing(new.id, _PREPARES, actor.name)
    return MotionAnswer.of(saved)


_PREPARES = Text("拟定选举", "prepare the election")


def _own(own: tuple[Layer, ...], silence: str) -> tuple[Layer, ...]:
    """The layers of a poll with what is said of silence for it."""
    before = next((one.values for one in own if one.key == ANSWERS), {})
    values = {name: value for name, value in before.items() if name != "silence"}
    if silence != AS_THE_LAW:
        values["silence"] = Sourced(silence, _SILENCE_SOURCE, Confidence.CHOICE)
    kept = tuple(one for one in own if one.key != ANSWERS)
    if not values:
        return kept
    return (*kept, Layer(ANSWERS, Text("本次表决", "this motion"), values))


def _motion(
    desk: Desk, given: AnElection, own: tuple[Layer, ...], known: tuple[Option, ...] = ()
) -> Motion:
    law = desk.motions.law(given.jurisdiction, own)
    return Motion.under(
        law,
        given.id,
        given.question,
        given.matter,
        scope=given.scope or Everything(),
        options=_candidates(given.candidates, known),
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

_FOR_ALL = frozenset({"motion/promote", "motion/prepare", "motion/dispute", "motion/object"})
"""What is done to no election, and what whoever stands may do too: object, or dispute it."""
_TELLS = frozenset(
    {"motion/mismatches", "motion/disputes", "motion/objections", "motion/corrections"}
)
"""What is only read, and yet of counting: papers that differ, what disputes and objections say, and
whose heads and areas are asked about."""


def without_candidates(act: Act) -> Act:
    """The act, refused to whoever stands in the election that it is done to, or signs beside."""
    if act.key in _FOR_ALL or (act.reads and act.key not in _TELLS):
        return act

    def run(desk: Desk, given: Any, actor: Actor, *more: Any) -> Any:
        signing = (one.name for one in more if isinstance(one, Actor))
        with suppress(NotListed):  # the act says so itself, in its own order
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
            "motion/draw-order",
            Text("抽签排定候选人次序", "draw the candidates' order by lot"),
            APreparedElection,
            lambda desk, given, actor: MotionAnswer.of(desk.motions.draw_order(given.id)),
            answer=MotionAnswer,
            about=Text(
                "不抽签的，选票上照填写的次序（如按姓氏笔画）。每抽一次都记入办理记录；议题要重新公示。",
                "Without it the paper has the order in which the names were given, by strokes say. "
                "Each drawing stands in the diary, and the agenda has to be posted anew.",
            ),
        )
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
