"""Acts on a preliminary result: posted, objected to, papers set right before it is made final."""

from __future__ import annotations

from typing import Any

import attrs

from tickbox_core.acts.act import Act, Actor, Role
from tickbox_core.acts.motion_fields import AMotion
from tickbox_core.acts.states import CLOSED, PRELIMINARY
from tickbox_core.categories import a_line, yes_no
from tickbox_core.components.motions import MotionObjectionAnswer, PreliminaryAnswer
from tickbox_core.declarations import ListOf, refers_to
from tickbox_core.declarations.fields import a_name, prose
from tickbox_core.desk import Desk, wall
from tickbox_core.desk.motions.preliminary import PaperCorrection
from tickbox_core.errors import NotPossible
from tickbox_core.text import Text
from tickbox_core.workflow.answers import Referenced


@attrs.frozen
class PreliminaryPosting:
    """A closed motion whose result is posted as preliminary, and where objections go on paper."""

    id: str = refers_to("motion", "表决编号", "motion", states=CLOSED)
    where: Text = a_line(
        "书面异议交到哪里（会公布）", "where objections are handed in on paper; this is posted"
    )


@attrs.frozen
class ObjectionToResult:
    """An objection to a preliminary result; what it says and who says it is sealed."""

    id: str = refers_to("motion", "表决编号", "motion", states=PRELIMINARY)
    text: str = prose("异议内容", "the objection")
    author: str = a_name("提出人", "author", default="")
    contact: str = a_name("联系方式", "contact", default="")


@attrs.frozen(kw_only=True)
class CorrectMotionPaper:
    """A paper as two people read it now; why is sealed, for it may name somebody."""

    id: str = refers_to("motion", "表决编号", "motion", states=PRELIMINARY)
    place: str = a_name("房号", "unit")
    mark: str = a_name("票面写的", "what the paper says")
    reason: Text = a_line("更正理由（密封保存）", "why it is set right; kept sealed")
    by: str = a_name("表决人（漏录的票才写）", "marked by, of a paper left out", default="")
    in_time: bool = yes_no(
        "漏录的票是截止以前交来的", "a paper left out came in before the end", default=False
    )


def _post(desk: Desk, given: PreliminaryPosting, actor: Actor, second: Actor) -> Any:
    desk.motions.preliminary.post(given.id, given.where, by=actor.name, second=second.name)
    return _shown(desk, given.id)


def _shown(desk: Desk, id_: str) -> Any:
    return wall.preliminary_facts(desk, desk.motions.poll(id_))


def _object(desk: Desk, given: ObjectionToResult, actor: Actor) -> Any:
    said = {"name": given.author.strip(), "contact": given.contact.strip()}
    author = {key: value for key, value in said.items() if value}
    return Referenced(desk.motions.preliminary.object(given.id, given.text, author))


def _objections(desk: Desk, given: AMotion, actor: Actor) -> Any:
    return [
        MotionObjectionAnswer(
            ref=one.ref,
            motion=one.round,
            at=one.at,
            text=one.text,
            author=one.author,
            answer=one.answer,
            answered_at=one.answered_at,
        )
        for one in desk.motions.preliminary.objections(given.id)
    ]


def _correct(desk: Desk, given: CorrectMotionPaper, actor: Actor, second: Actor) -> Any:
    if given.by.strip() and not given.in_time:
        raise NotPossible(_NOT_IN_TIME, _SAY)
    how = PaperCorrection(given.place, given.mark, given.reason, given.by)
    desk.motions.preliminary.correct(given.id, how, by=actor.name, second=second.name)
    return _shown(desk, given.id)


_NOT_IN_TIME = Text(
    "没有确认这张漏录的票是截止以前交来的；截止以后不收票。",
    "it is not said that the paper that was left out came in before the end; none is taken after.",
)
_SAY = Text("是的，请在表上确认。", "If it did, say so in the form.")

ACTS = (
    Act(
        "motion/preliminary",
        Text("公布初步结果", "post the preliminary result"),
        PreliminaryPosting,
        _post,
        second=True,
        irreversible=True,
        answer=PreliminaryAnswer,
        about=Text(
            "规定要求的，计票结果先作为初步结果公示，听取异议；公示期满、异议逐条答复以后，"
            "再由两人公布最终结果（motion/publish）。",
            "Where the rules ask for it, what is counted is posted as preliminary first, with "
            "objections; once the days are over and each is answered, two people make it final "
            "(motion/publish).",
        ),
    ),
    Act(
        "motion/object",
        Text("对表决初步结果提出异议", "object to a motion's preliminary result"),
        ObjectionToResult,
        _object,
        Role.ANYBODY,
        answer=Referenced,
        closed=Text(
            "现在没有正在听取异议的表决初步结果。",
            "no motion's preliminary result is open to objections now.",
        ),
    ),
    Act(
        "motion/objections",
        Text("对初步结果的异议", "objections to a preliminary result"),
        AMotion,
        _objections,
        reads=True,
        answer=ListOf(MotionObjectionAnswer),
    ),
    Act(
        "motion/correct",
        Text("更正表决票", "set a paper of a motion right"),
        CorrectMotionPaper,
        _correct,
        second=True,
        irreversible=True,
        answer=PreliminaryAnswer,
        about=Text(
            "异议查实是录错、漏录的，由两人对照票面更正；原来的录入留在记录里，初步结果和最终结果都公布。"
            "本人在线上投的，谁也不能改。两份结果相减，知情人可能看出更正的是谁的票，请先告诉本人。",
            "Where an objection shows that a paper was read wrongly or left out, two people set it "
            "right by the paper. The reading before stays in the log, and both results are posted. "
            "What somebody answered online is nobody's to change. The two results side by side may "
            "tell somebody whose paper it was: ask its owner first.",
        ),
    ),
)
