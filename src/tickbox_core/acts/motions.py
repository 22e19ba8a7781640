"""Acts on motions: promoted or prepared, posted, opened, papers taken, closed, decided, posted."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tickbox_core.acts import (
    checking,
    correcting,
    elections,
    law_answers,
    preliminary,
    preparing,
    scoping,
)
from tickbox_core.acts.act import Act, Actor, Role
from tickbox_core.acts.motion_fields import (
    SAID_IS_GONE,
    ADispute,
    ADisputesEnd,
    AMotion,
    AMotionOption,
    AnAnswerToLaw,
    AnAssistedPaper,
    APaper,
    APaperRead,
    APlace,
    APosting,
    APromotion,
    ARoll,
    ExtendMotion,
    OpenMotion,
    PublishMotion,
    SomeCodes,
    VoidMotion,
)
from tickbox_core.acts.preparing import ANewMotion, AService
from tickbox_core.components.motions import (
    ChecklistAnswer,
    CorrectionsCount,
    DatesAnswer,
    DecisionAnswer,
    DisputeAnswer,
    DrawingAnswer,
    LawAnswer,
    LawPointAnswer,
    MotionAnswer,
    MotionPlaceAnswer,
    MotionShown,
    PapersCountedAnswer,
    PollState,
    RollAnswer,
    ScopeAnswer,
    Served,
    SlipsAnswer,
    VoidedMotionAnswer,
)
from tickbox_core.components.paper import KeyedAnswer
from tickbox_core.declarations import LEFT_OUT, ListOf, value_of
from tickbox_core.declarations.acts import Change
from tickbox_core.declarations.fields import NoFields
from tickbox_core.desk import Desk, wall
from tickbox_core.desk.importing import ROLL
from tickbox_core.desk.motions import CastPaper
from tickbox_core.interchange import read_roll
from tickbox_core.model.areas import MOST_DECIMALS
from tickbox_core.model.channels import Channel
from tickbox_core.rules.motions import Mandate, Paper
from tickbox_core.text import Text
from tickbox_core.workflow.answers import ReceiptAnswer
from tickbox_core.workflow.deadlines import Announced, DeadlineAnswer, end_of, put_off_to


def _promote(desk: Desk, given: APromotion, actor: Actor) -> Any:
    return [
        MotionAnswer.of(poll) for poll in desk.promote(given.round, given.item, given.jurisdiction)
    ]


def _register(desk: Desk, given: ARoll, actor: Actor) -> Any:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "roll.csv"
        file.write_text(given.table, "utf-8")
        today = given.as_of or desk.today()
        read = read_roll(
            file,
            as_of=today,
            tree=desk.tree,
            called="roll",
            within=desk.area,
            known={**desk.importing.headers(ROLL), **dict(given.headers)},
            person_id=desk.importing.person_id(),
            most_decimals=MOST_DECIMALS,
            namesakes={"": given.namesakes},
        )
    assembly = desk.motions.register(given.id, read.roll)
    desk.importing.remember(ROLL, dict(given.headers), actor.name)
    return RollAnswer(
        heads=len(assembly.heads),
        area_unknown=sum(head.area is None for head in assembly.heads),
        warnings=tuple(read.warnings),
    )


def _answer(desk: Desk, given: AnAnswerToLaw, actor: Actor) -> str:
    read = law_answers.read_answer(desk, given.id, given.question, given.answer)
    named = (given.document, given.article, given.adopted)
    source = law_answers.read_source(given.source, given.mark, *named)
    desk.motions.answer(given.id, read, source, given.mark)
    return given.id


def _questions(desk: Desk, given: AMotion, actor: Actor) -> Any:
    return [law_answers.point_answer(one) for one in desk.motions.questions(given.id)]


def _checklist(desk: Desk, given: AMotion, actor: Actor) -> Any:
    return _what_is_left(desk, given.id)


def _what_is_left(desk: Desk, id_: str) -> Any:
    return ChecklistAnswer.of(desk.motions.checklist(id_))


def _open(desk: Desk, given: OpenMotion, actor: Actor) -> Any:
    announced = Announced(given.closes, given.closes_at, given.extensions, given.extension_days)
    if given.opens is None:
        return MotionAnswer.of(desk.motions.open(given.id, announced))
    at = end_of(desk.context, given.opens, given.opens_at or "00:00")
    return MotionAnswer.of(desk.motions.announce(given.id, at, announced))


def _extend(desk: Desk, given: ExtendMotion, actor: Actor, second: Actor) -> Any:
    until = put_off_to(desk.context, given.id, given.closes, given.closes_at)
    return DeadlineAnswer.of(desk.motions.extend(given.id, until, given.reason))


def _cast(desk: Desk, given: APaper, actor: Actor) -> Any:
    mandate = None
    if given.proxy:
        mandate = Mandate(given.proxy, given.written, given.mark, given.role)
    paper = Paper(given.place, given.mark, given.by, mandate)
    # the same paper typed twice is one paper; another of the same head is told apart by its key
    said = f"{given.place}\0{given.mark}\0{given.by}\0{given.proxy}\0{given.channel}"
    key = given.key or hashlib.sha256(said.encode()).hexdigest()[:24]
    return desk.motions.cast(given.id, CastPaper(paper, key, given.channel))


def _key(desk: Desk, given: APaperRead, actor: Actor) -> Any:
    place = desk.motions.find_place(given.id, given.place)
    mark = None if given.unsure else given.mark
    keyed = desk.motions.key(
        given.id, place, mark, actor.name, again=given.again, reason=given.reason
    )
    return KeyedAnswer.of(keyed)


def _unkey(desk: Desk, given: APlace, actor: Actor) -> Any:
    place = desk.motions.find_place(given.id, given.place)
    desk.motions.unkey(given.id, place, actor.name)
    return MotionPlaceAnswer(place)


def _count(desk: Desk, given: AMotion, actor: Actor) -> Any:
    counted = desk.motions.count(given.id)
    return PapersCountedAnswer(counted.counted, counted.void)


def _differing(desk: Desk, given: AMotion, actor: Actor) -> Any:
    """What differs, but for what the asker has read: that would say whether both agree."""
    waiting = (one for one in desk.motions.keyed(given.id) if one.differs)
    return [MotionPlaceAnswer(one.place) for one in waiting if not one.read_by(actor.name)]


def _assist(desk: Desk, given: AnAssistedPaper, actor: Actor) -> Any:
    return desk.motions.assist(
        given.id,
        given.place,
        given.mark,
        by=given.by,
        channel=Channel(given.channel),
        helper=actor.name,
        witness=given.witness,
    )


def _publish(desk: Desk, given: PublishMotion, actor: Actor, second: Actor) -> Any:
    desk.motions.publish(given.id, actor.name, second.name)
    return DecisionAnswer.of(desk.motions.published(given.id))


def _void(desk: Desk, given: VoidMotion, actor: Actor, second: Actor) -> Any:
    found = desk.motions.void(given.id, given.reason, by=actor.name, second=second.name)
    return value_of(VoidedMotionAnswer, found.plain())


def _look_at_void(desk: Desk, given: Mapping[str, Any]) -> Any:
    """What would be posted beside the reason; nothing before closing."""
    id_ = str(given["id"])
    closed = desk.motions.poll(id_).state in (PollState.CLOSED, PollState.PRELIMINARY)
    return value_of(DecisionAnswer, desk.motions.computed(id_)) if closed else None


def _dispute(desk: Desk, given: ADispute, actor: Actor) -> Any:
    return desk.motions.dispute(given.id, given.reason, actor.name)


def _end_dispute(desk: Desk, given: ADisputesEnd, actor: Actor) -> Any:
    desk.motions.end_dispute(given.id, given.reason, actor.name, given.number)
    return desk.motions.disputes(given.id)


def _show(desk: Desk, given: AMotion, actor: Actor) -> Any:
    poll = desk.motions.poll(given.id)
    void = desk.motions.voided(given.id)
    practice = desk.motions.practice(given.id)
    return MotionShown.beside(
        MotionAnswer.of(poll),
        heads=None if poll.roll is None else poll.roll.registered,
        taken_part=desk.motions.taken_part(given.id),
        dates=DatesAnswer(**desk.motions.dates(given.id)),
        law=LawAnswer.all_of(practice),
        law_words=desk.motions.law_words(given.id),
        result=DecisionAnswer.of(desk.motions.published(given.id)),
        void=None if void is None else value_of(VoidedMotionAnswer, void.plain()),
        drawings=DrawingAnswer.posted(desk.motions.drawings(given.id)) or LEFT_OUT,
        corrections=CorrectionsCount.of(desk.motions.corrections.of(given.id)) or LEFT_OUT,
        preliminary=wall.preliminary_facts(desk, poll) or LEFT_OUT,
    )


_ACTS = (
    Act(
        "motion/promote",
        Text("事项转为表决", "promote an item to the motions it needs"),
        APromotion,
        _promote,
        answer=ListOf(MotionAnswer),
    ),
    Act(
        "motion/prepare",
        Text("拟定表决", "prepare a motion"),
        ANewMotion,
        preparing.prepare,
        change=Change(("id",), preparing.find),
        answer=MotionAnswer,
        look=scoping.look,
        look_first=Text("会问到谁", "Whom it would ask"),
    ),
    Act(
        "motion/scope",
        Text("数一数范围", "count a scope"),
        scoping.CountScope,
        scoping.count,
        reads=True,
        answer=ScopeAnswer,
        about=Text(
            "范围可以按楼栋、楼层、电梯来选；按已有的名册数出有多少人、多少面积。",
            "A scope is chosen by buildings, floors or a lift; it is counted by a roll there is.",
        ),
    ),
    Act(
        "motion/post",
        Text("登记议题公示", "say that its agenda is posted"),
        APosting,
        lambda desk, given, actor: MotionAnswer.of(desk.motions.post(given.id, given.on)),
        answer=MotionAnswer,
    ),
    Act(
        "motion/register",
        Text("导入业主名册", "give it its roll"),
        ARoll,
        _register,
        answer=RollAnswer,
    ),
    Act(
        "motion/answer",
        Text("填写规则", "answer what no law says"),
        AnAnswerToLaw,
        _answer,
        after=_what_is_left,  # a motion is imagined for it, which would keep everybody waiting
        answer=ChecklistAnswer,
        gone={"said": SAID_IS_GONE},
    ),
    Act(
        "motion/questions",
        Text("规则逐条查看", "the questions of law, one by one"),
        AMotion,
        _questions,
        reads=True,
        answer=ListOf(LawPointAnswer),
    ),
    Act(
        "motion/checklist",
        Text("表决前检查", "the checklist before opening"),
        AMotion,
        _checklist,
        reads=True,
        answer=ChecklistAnswer,
    ),
    Act(
        "motion/open",
        Text("开始表决", "open for papers"),
        OpenMotion,
        _open,
        answer=MotionAnswer,
        irreversible=True,
    ),
    Act(
        "motion/cast",
        Text("登记表决票", "take a paper"),
        APaper,
        _cast,
        once=True,
        answer=ReceiptAnswer,
    ),
    Act(
        "motion/key",
        Text("录入表决票", "key a paper"),
        APaperRead,
        _key,
        also=(Role.KEYER,),
        once=True,
        answer=KeyedAnswer,
        about=Text(
            "两个人各录一遍，一样才算录完；不一样由第三个人核对。录第二遍的人不知道两遍是否一样。"
            "录完的一起计入，最迟在截止时。",
            "Two people key each paper, and it is settled where both read alike; else a third "
            "looks. Who reads second is not told whether they agree. All that are settled count "
            "together, at the latest when the motion closes.",
        ),
    ),
    Act(
        "motion/count",
        Text("计入录完的表决票", "count the papers that are keyed"),
        AMotion,
        _count,
        answer=PapersCountedAnswer,
        irreversible=True,
    ),
    Act(
        "motion/unkey",
        Text("撤回刚录的表决票", "take one's own reading of a paper back"),
        APlace,
        _unkey,
        also=(Role.KEYER,),
        once=True,
        answer=MotionPlaceAnswer,
    ),
    Act(
        "motion/mismatches",
        Text("待第三人核对的表决票", "papers that wait for a third look"),
        AMotion,
        _differing,
        reads=True,
        also=(Role.KEYER,),
        answer=ListOf(MotionPlaceAnswer),
    ),
    Act(
        "motion/codes",
        Text("发放表决码", "issue voting codes"),
        SomeCodes,
        lambda desk, given, actor: desk.motions.issue_codes(
            given.id, given.places or None, given.reason, anew=False
        ),
        answer=SlipsAnswer,
        irreversible=True,
    ),
    Act(
        "motion/assist",
        Text("协助表决", "take a paper with help"),
        AnAssistedPaper,
        _assist,
        answer=ReceiptAnswer,
    ),
    Act(
        "motion/deliver",
        Text("登记送达", "record proofs of service"),
        AService,
        preparing.deliver,
        change=Change(("id",), preparing.find_service),
        answer=Served,
    ),
    Act(
        "motion/extend",
        Text("表决延期", "put the end of voting off"),
        ExtendMotion,
        _extend,
        second=True,
        answer=DeadlineAnswer,
    ),
    Act(
        "motion/close",
        Text("截止表决", "end the papers"),
        AMotion,
        lambda desk, given, actor: MotionAnswer.of(desk.motions.close(given.id)),
        answer=MotionAnswer,
        irreversible=True,
    ),
    Act(
        "motion/publish",
        Text("公布表决结果", "decide and publish"),
        PublishMotion,
        _publish,
        second=True,
        answer=DecisionAnswer,
    ),
    *preliminary.ACTS,
    Act(
        "motion/void",
        Text("作废表决", "void a motion"),
        VoidMotion,
        _void,
        second=True,
        irreversible=True,
        answer=VoidedMotionAnswer,
        look=_look_at_void,
    ),
    *elections.ACTS,
    Act(
        "motion/confirm",
        Text("进入第二轮确认", "prepare the confirming round"),
        AMotionOption,
        lambda desk, given, actor: MotionAnswer.of(desk.motions.confirming(given.id, given.option)),
        answer=MotionAnswer,
    ),
    Act(
        "motion/dispute",
        Text("登记表决争议", "declare a dispute about a motion"),
        ADispute,
        _dispute,
        about=Text(
            "有人起诉或投诉一项表决时登记：了结之前，这项表决的材料一份也不删。",
            "For when somebody goes to court over a motion, or complains: until it has ended "
            "nothing of the motion is erased.",
        ),
        answer=DisputeAnswer,
    ),
    Act(
        "motion/end-dispute",
        Text("表决争议了结", "end a dispute about a motion"),
        ADisputesEnd,
        _end_dispute,
        answer=ListOf(DisputeAnswer),
        irreversible=True,
    ),
    Act(
        "motion/disputes",
        Text("查看表决争议", "disputes about a motion"),
        AMotion,
        lambda desk, given, actor: desk.motions.disputes(given.id),
        reads=True,
        answer=ListOf(DisputeAnswer),
    ),
    *correcting.ACTS,
    *checking.ACTS,
    Act(
        "motion/list",
        Text("所有表决", "all motions"),
        NoFields,
        lambda desk, given, actor: [MotionAnswer.of(poll) for poll in desk.motions.polls()],
        Role.ANYBODY,
        reads=True,
        answer=ListOf(MotionAnswer),
    ),
    Act(
        "motion/show",
        Text("查看表决", "show a motion"),
        AMotion,
        _show,
        Role.ANYBODY,
        reads=True,
        answer=MotionShown,
    ),
)
ACTS = tuple(map(elections.without_candidates, _ACTS))
"""The acts on motions; those of counting an election are refused to whoever stands in it."""
