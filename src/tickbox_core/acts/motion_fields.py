"""What is asked for the acts on motions: the fields of each."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs

from tickbox_core.acts.law_answers import law_answer
from tickbox_core.acts.states import ASKING, CLOSED, PRELIMINARY, SEEN, VOIDABLE_MOTION
from tickbox_core.categories import (
    a_count,
    a_day,
    a_line,
    an_hour,
    one_of,
    pairs,
    several,
    yes_no,
)
from tickbox_core.categories.kinds import Choice
from tickbox_core.declarations import FieldsOf, refers_to
from tickbox_core.declarations.fields import Name, a_name, pasted_table
from tickbox_core.interchange.tables.cells import ROLL as ROLL_COLUMNS
from tickbox_core.interchange.tables.persons import Namesakes
from tickbox_core.model.channels import Channel
from tickbox_core.rules.motions import Confidence
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.deadlines import END_HELP, PUT_OFF_HELP

MARKS = {str(mark): mark.words for mark in Confidence}


NAMESAKES = {str(one): one.words for one in Namesakes}


ROLL_HEADERS = {
    key: Text(next((word for word in words.split() if not word.isascii()), key), key)
    for key, words in ROLL_COLUMNS.items()
}


ABSTAIN = "abstain"
SOURCE_HELP = Text(
    "写明出自哪里：如“议事规则第九条”“业主大会2026年3月1日决定”。",
    "Where it is from: 'rules of the assembly, art. 9', say.",
)


RULE_HELP = Text(
    "依据的种类是“本小区的规约、议事规则”的，填文件名称、哪一条、哪天通过，不填“依据”；是别的，只填“依据”。",
    "Of a source that is the estate's own rules give document, article and day of adoption and no "
    "'source'; of any other the 'source' alone.",
)


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
class PublishMotion:
    """A motion that is closed, or whose preliminary result was heard."""

    id: str = refers_to("motion", "表决编号", "motion", states=(*CLOSED, *PRELIMINARY))


@attrs.frozen
class ExtendMotion:
    """A later hour in the place of the announced one; the reason is posted."""

    id: str = refers_to("motion", "表决编号", "motion", states=ASKING)
    closes: date = a_day("延到哪一天", "now until")
    reason: Text = a_line("延期理由（会公布）", "why it is put off; this is posted")
    closes_at: str = an_hour("截止钟点", "hour of closing", default="", help=PUT_OFF_HELP)


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
    """What no layer of law says, said for this motion: one question, with a source."""

    id: str = refers_to("motion", "表决编号", "motion", decides=True)
    question: str = refers_to(
        "law-question", "哪一条规则", "question", within="id", noted=False, decides=True
    )
    answer: Any = law_answer("怎样规定", "answer", refers=FieldsOf("question"))
    source: Text = a_line("依据", "source", help=SOURCE_HELP, default=EMPTY)
    mark: str = one_of("依据的种类", "kind of source", MARKS, default=str(Confidence.CHOICE))
    document: Text = a_line(
        "小区规则：文件名称", "estate's rule: document", help=RULE_HELP, default=EMPTY
    )
    article: Text = a_line("小区规则：哪一条", "estate's rule: article", default=EMPTY)
    adopted: date | None = a_day("小区规则：哪天通过", "estate's rule: adopted on", default=None)


SAID_IS_GONE = Text(
    "现在一次答一条：填 question 和 answer（如 question=silence answer=abstain）；"
    "有哪些、可答什么，见 motion/questions。",
    "It asks one question at a time now: give 'question' and 'answer' (question=silence "
    "answer=abstain); motion/questions lists them with the answers that will do.",
)


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

    id: str = refers_to("motion", "表决编号", "motion", states=SEEN)
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
