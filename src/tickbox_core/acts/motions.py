"""Acts on motions: promoted or prepared, posted, opened, papers taken, closed, decided, posted."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import attrs

from tickbox_core.acts import preparing
from tickbox_core.acts.act import Act, Actor, Role
from tickbox_core.acts.preparing import ANewMotion, AService
from tickbox_core.acts.states import ASKING, VOIDABLE_MOTION
from tickbox_core.categories import a_count, a_day, a_line, an_hour, one_of, pairs, several, yes_no
from tickbox_core.categories.kinds import Choice
from tickbox_core.components.motions import (
    ChecklistAnswer,
    DatesAnswer,
    DecisionAnswer,
    DisputeAnswer,
    LawAnswer,
    MotionAnswer,
    MotionPlaceAnswer,
    MotionShown,
    PapersCountedAnswer,
    RollAnswer,
    Served,
    SlipsAnswer,
    VoidedMotionAnswer,
)
from tickbox_core.components.paper import KeyedAnswer
from tickbox_core.declarations import ListOf, refers_to, value_of
from tickbox_core.declarations.acts import Change
from tickbox_core.declarations.fields import Name, NoFields, a_name, json_object, pasted_table
from tickbox_core.desk import Desk
from tickbox_core.desk.importing import ROLL
from tickbox_core.desk.motions import CastPaper
from tickbox_core.interchange import read_roll
from tickbox_core.interchange.tables.cells import ROLL as ROLL_COLUMNS
from tickbox_core.interchange.tables.persons import Namesakes
from tickbox_core.model.areas import MOST_DECIMALS
from tickbox_core.model.channels import Channel
from tickbox_core.rules.motions import Confidence, Mandate, Paper
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.answers import ReceiptAnswer
from tickbox_core.workflow.deadlines import END_HELP, Announced, DeadlineAnswer, end_of

MARKS = {str(mark): mark.words for mark in Confidence}
NAMESAKES = {str(one): one.words for one in Namesakes}
ROLL_HEADERS = {
    key: Text(next((word for word in words.split() if not word.isascii()), key), key)
    for key, words in ROLL_COLUMNS.items()
}
ABSTAIN = "abstain"


@attrs.frozen
class AMotion:
    """The id of a motion."""

    id: str = refers_to("motion", "表决编号", "motion")


@attrs.frozen
class OpenMotion:
    """A motion that opens, now or by itself at an hour, and until when papers are taken."""

    id: str = refers_to("motion", "表决编号", "motion")
    closes: date | None = a_day("表决最后一天", "last day of voting", default=None)
    closes_at: str = an_hour("截止钟点", "hour of closing", default="", help=END_HELP)
    extensions: int = a_count("最多延期几次", "may be put off how often", default=0)
    extension_days: int = a_count("每次最多延几天", "by how many days each time", default=0)
    opens: date | None = a_day("自动开始的日期", "opens by itself on", default=None)
    opens_at: str = an_hour("自动开始的钟点", "hour of opening", default="")


@attrs.frozen
class ExtendMotion:
    """A later hour in the place of the announced one; the reason is posted."""

    id: str = refers_to("motion", "表决编号", "motion", states=ASKING)
    closes: date = a_day("延到哪一天", "now until")
    reason: Text = a_line("延期理由（会公布）", "why it is put off; this is posted")
    closes_at: str = an_hour("截止钟点", "hour of closing", default="", help=END_HELP)


@attrs.frozen
class VoidMotion:
    """A motion that is not to hold, and why: the reason is posted."""

    id: str = refers_to("motion", "表决编号", "motion", states=VOIDABLE_MOTION)
    reason: Text = a_line(
        "作废理由（会公布，请勿写人名）", "why it is voided; this is posted, so name nobody"
    )


@attrs.frozen
class APromotion:
    """A listed item whose carrying out needs motions."""

    round: str = refers_to("round", "轮次", "round")
    item: str = refers_to("item", "事项编号", "item id", within="round")
    jurisdiction: str = refers_to(
        "jurisdiction", "法律依据", "jurisdiction", noted=False, default=""
    )


@attrs.frozen
class APosting:
    """The day the agenda of a motion was posted (empty: today)."""

    id: str = refers_to("motion", "表决编号", "motion")
    on: date | None = a_day("公示日期", "posted on", default=None)


@attrs.frozen
class ARoll:
    """The roll of a motion as plain tables."""

    id: str = refers_to("motion", "表决编号", "motion")
    table: str = pasted_table("房屋和业主名册", "roll of units and owners")
    as_of: date | None = a_day("名册日期", "as of", default=None)
    namesakes: str = one_of(
        "一户里同名的两行", "two rows of one name in a home", NAMESAKES, default=str(Namesakes.ASK)
    )
    headers: tuple[tuple[str, str], ...] = pairs(
        "表头的含义", "what headers mean", Name(), Choice(ROLL_HEADERS), default=()
    )


@attrs.frozen
class AnAnswerToLaw:
    """What no layer of law says, said for this motion, with a source."""

    id: str = refers_to("motion", "表决编号", "motion")
    said: dict[str, Any] = json_object("填写的值", "values by name")
    source: Text = a_line("依据", "source")
    mark: str = one_of("依据的种类", "kind of source", MARKS, default=str(Confidence.CHOICE))


@attrs.frozen(kw_only=True)
class APaper:
    """One paper: the unit (or resident) it is for, what it says, who marked it."""

    id: str = refers_to("motion", "表决编号", "motion")
    place: str = a_name("房号", "unit")
    mark: str = a_name("意见", "mark", default=ABSTAIN)
    by: str = a_name("表决人", "marked by")
    channel: str = one_of(
        "方式",
        "channel",
        {"paper": Text("纸质票", "paper"), "online": Text("在线", "online")},
        default="paper",
    )
    proxy: str = a_name("代理人", "proxy", default="")
    written: bool = yes_no("有书面委托", "with a written mandate", default=False)
    role: str = a_name("代理人身份", "role of the proxy", default="")
    key: str = a_name("登记号", "key", default="")


@attrs.frozen(kw_only=True)
class APaperRead:
    """A paper as one person reads it; two who read alike have it counted."""

    id: str = refers_to("motion", "表决编号", "motion")
    place: str = a_name("房号", "unit")
    mark: str = a_name("意见", "mark", default=ABSTAIN)
    unsure: bool = yes_no(
        "看不清，要第三人看", "it cannot be read: a third person looks", default=False
    )
    again: bool = yes_no("这一户另有一张", "another paper of this unit", default=False)
    reason: Text = a_line("作废的原因", "why it is spoiled", default=EMPTY)


@attrs.frozen
class APlace:
    """A home or resident that a motion asks."""

    id: str = refers_to("motion", "表决编号", "motion")
    place: str = a_name("房号", "unit")


@attrs.frozen
class SomeCodes:
    """Units (or residents) whose heads get a new code; none named: all heads that have none yet."""

    id: str = refers_to("motion", "表决编号", "motion")
    places: tuple[str, ...] = several("房号", "units", Name(), default=())
    reason: Text = a_line("补发的理由", "why anew", default=EMPTY)


@attrs.frozen(kw_only=True)
class AnAssistedPaper:
    """What somebody says who asks for help, taken by a helper before a witness."""

    id: str = refers_to("motion", "表决编号", "motion")
    place: str = a_name("房号", "unit")
    mark: str = a_name("意见", "mark", default=ABSTAIN)
    by: str = a_name("表决人", "marked by")
    channel: str = one_of("渠道", "channel", {str(one): one.words for one in Channel})
    witness: str = a_name("见证人", "witness")


@attrs.frozen
class ADispute:
    """A dispute about a motion; the reason is sealed, for it may name somebody."""

    id: str = refers_to("motion", "表决编号", "motion")
    reason: Text = a_line("争议事由", "what is disputed")


@attrs.frozen
class ADisputesEnd:
    """How a dispute ended; without a number, the only one that goes on."""

    id: str = refers_to("motion", "表决编号", "motion")
    reason: Text = a_line("了结情况", "how it ended")
    number: int | None = a_count("第几起", "which one", least=1, default=None)


@attrs.frozen
class AMotionOption:
    """An option that goes into the confirming round."""

    id: str = refers_to("motion", "表决编号", "motion")
    option: str = refers_to("side", "选项", "option", within="id", noted=False)


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
    desk.motions.answer(given.id, given.said, given.source, given.mark)
    return given.id


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
    until = end_of(desk.context, given.closes, given.closes_at)
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


def _publish(desk: Desk, given: AMotion, actor: Actor, second: Actor) -> Any:
    desk.motions.publish(given.id, actor.name, second.name)
    return DecisionAnswer.of(desk.motions.published(given.id))


def _void(desk: Desk, given: VoidMotion, actor: Actor, second: Actor) -> Any:
    found = desk.motions.void(given.id, given.reason, by=actor.name, second=second.name)
    return value_of(VoidedMotionAnswer, found.plain())


def _dispute(desk: Desk, given: ADispute, actor: Actor) -> Any:
    return desk.motions.dispute(given.id, given.reason, actor.name)


def _end_dispute(desk: Desk, given: ADisputesEnd, actor: Actor) -> Any:
    desk.motions.end_dispute(given.id, given.reason, actor.name, given.number)
    return desk.motions.disputes(given.id)


def _show(desk: Desk, given: AMotion, actor: Actor) -> Any:
    poll = desk.motions.poll(given.id)
    void = desk.motions.voided(given.id)
    practice = poll.practice or desk.motions.law(poll.jurisdiction, poll.own)
    return MotionShown.beside(
        MotionAnswer.of(poll),
        heads=None if poll.roll is None else poll.roll.registered,
        taken_part=desk.motions.taken_part(given.id),
        dates=DatesAnswer(**desk.motions.dates(given.id)),
        law=LawAnswer.all_of(practice),
        result=DecisionAnswer.of(desk.motions.published(given.id)),
        void=None if void is None else value_of(VoidedMotionAnswer, void.plain()),
    )


ACTS = (
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
        AMotion,
        _publish,
        second=True,
        answer=DecisionAnswer,
    ),
    Act(
        "motion/void",
        Text("作废表决", "void a motion"),
        VoidMotion,
        _void,
        second=True,
        irreversible=True,
        answer=VoidedMotionAnswer,
    ),
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
