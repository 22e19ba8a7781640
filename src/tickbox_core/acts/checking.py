"""Acts that prove a motion: the sealed file for a court, and papers drawn to be checked."""

from __future__ import annotations

import base64
from typing import Any

import attrs

from tickbox_core.acts.act import Act, Actor
from tickbox_core.acts.states import PUBLISHED, WITH_PAPERS
from tickbox_core.acts.ties import Throws
from tickbox_core.categories import a_count, a_line, field, one_of, yes_no
from tickbox_core.components.motions import (
    DrawingAnswer,
    DrawnAnswer,
    EvidenceAnswer,
    EvidenceFileAnswer,
    EvidencePartAnswer,
    tallied_words,
)
from tickbox_core.declarations import ListOf, refers_to
from tickbox_core.declarations.fields import a_name
from tickbox_core.desk import Desk
from tickbox_core.errors import NotPossible
from tickbox_core.rules.motions.decision import SILENT
from tickbox_core.text import Text
from tickbox_core.year.drawings import DrawnFrom, OwnerSays


@attrs.frozen
class AnEvidence:
    """A motion whose sealed file is handed to somebody who may see it."""

    id: str = refers_to("motion", "表决编号", "motion", states=WITH_PAPERS)
    given_to: Text = a_line("交给谁、用于什么（密封保存）", "for whom, and what for; kept sealed")


@attrs.frozen
class ADrawing:
    """How many of a published motion are drawn, and what the dice showed that were thrown then."""

    id: str = refers_to("motion", "表决编号", "motion", states=PUBLISHED)
    number: int = a_count("抽多少", "how many", least=1)
    dice: str = field(Throws(), "骰子点数", "throws of the dice")
    of: str = one_of(
        "从哪里抽",
        "from",
        {str(one): one.words for one in DrawnFrom},
        default=str(DrawnFrom.PAPERS),
    )


@attrs.frozen
class ADrawingMade:
    """A drawing of a motion by its number."""

    id: str = refers_to("motion", "表决编号", "motion", states=PUBLISHED)
    drawing: int = a_count("第几次抽取", "drawing number", least=1, default=1)


@attrs.frozen
class AnAnswerOfDrawn:
    """What came of asking one of those drawn; nobody has to say anything."""

    id: str = refers_to("motion", "表决编号", "motion", states=PUBLISHED)
    place: str = a_name("房号", "unit")
    said: str = one_of("核对情况", "what they say", {str(one): one.words for one in OwnerSays})
    asker: str = a_name("谁去核对的", "who has asked")
    independent: bool = yes_no(
        "核对的人不在业委会、物业公司任职，也不是候选人",
        "who has asked is of neither committee nor firm, and no candidate",
    )
    drawing: int = a_count("第几次抽取", "drawing number", least=1, default=1)


@attrs.frozen
class AnEvidenceFile:
    """A file that was made, by the digest of its list."""

    id: str = refers_to("motion", "表决编号", "motion", states=WITH_PAPERS)
    digest: str = a_name(
        "清单摘要（不写：最近一份）", "digest of the list (none: the newest)", default=""
    )


def _make(desk: Desk, given: AnEvidence, actor: Actor, second: Actor) -> Any:
    made, file = desk.motions.make_evidence(
        given.id, given.given_to, by=actor.name, second=second.name
    )
    parts = EvidencePartAnswer.all_of(file)
    return EvidenceAnswer(made.motion, made.on, made.digest, len(file.data), parts)


def _take(desk: Desk, given: AnEvidenceFile, actor: Actor) -> Any:
    file = desk.motions.take_evidence(given.id, given.digest, actor.name)
    content = base64.b64encode(file.data).decode("ascii")
    return EvidenceFileAnswer(evidence_name(given.id, file.digest), file.digest, content)


def _draw(desk: Desk, given: ADrawing, actor: Actor, second: Actor) -> Any:
    made = desk.motions.draw_papers(
        given.id,
        given.number,
        DrawnFrom(given.of),
        given.dice,
        by=actor.name,
        second=second.name,
    )
    return DrawingAnswer.of_drawing(made)


def _drawn(desk: Desk, given: ADrawingMade, actor: Actor) -> Any:
    motion = desk.motions.poll(given.id).motion
    return [
        DrawnAnswer(
            place=one.place,
            label=Text.of(one.label),
            voters=one.names,
            paper=tallied_words(motion, one.mark or SILENT),
            said=None if one.said is None else str(one.said),
        )
        for one in desk.motions.drawn(given.id, given.drawing, actor.name)
    ]


def _answer(desk: Desk, given: AnAnswerOfDrawn, actor: Actor) -> Any:
    if not given.independent:
        raise NotPossible(_NOT_SAID, _SAY)
    said = OwnerSays(given.said)
    found = desk.motions.answer_drawn(
        given.id, given.drawing, given.place, said, given.asker, actor.name
    )
    return DrawingAnswer.of_drawing(found)


_NOT_SAID = Text(
    "还没有确认核对的人不在业委会、物业公司任职，也不是候选人。",
    "it is not said that who has asked is of neither committee nor firm, and no candidate.",
)
_SAY = Text("请由这样的人核对，并在表上确认。", "Have such a person ask, and say so in the form.")


def evidence_name(motion: str, digest: str) -> str:
    """What the file is called."""
    return f"evidence-{motion}-{digest[:8]}.zip"


EVIDENCE_FILE = Act(
    "motion/evidence-file",
    Text("取证据文件", "take the evidence file"),
    AnEvidenceFile,
    _take,
    reads=True,
    answer=EvidenceFileAnswer,
    about=Text(
        "只有签字出具的两个人能取。材料按期删除以后，就不能再取；复算程序随版本变了，要重新出具。",
        "Only the two who signed for it can take it, as long as the papers are kept and until a "
        "new version counts with another program; then it is made anew.",
    ),
)

ACTS = (
    Act(
        "motion/evidence",
        Text("出具证据文件", "make the evidence file"),
        AnEvidence,
        _make,
        second=True,
        answer=EvidenceAnswer,
        about=Text(
            "给法院、街道等有权查看的人：每张票和每一遍录入、送达证明、记录、适用的规定、复算程序和复算结果，"
            "附清单和各部分的摘要。里面有真实姓名，不得公布；谁在何时为谁出具，记入办理记录。",
            "For a court or an office that may see it: every paper and every reading of it, proofs "
            "of service, the log, the law, the recount and its answer, with a list of what is in "
            "it. It holds real names and must not be published; who made it for whom stands in the "
            "diary.",
        ),
    ),
    EVIDENCE_FILE,
    Act(
        "paper/draw",
        Text("抽票核对", "draw papers to be checked"),
        ADrawing,
        _draw,
        second=True,
        irreversible=True,
        answer=DrawingAnswer,
        about=Text(
            "结果公布以后，两人当众轮流掷骰子，点数与记录的根合成种子，谁都不能事先知道抽到谁。"
            "抽到的请本人自愿核对票面；由不在业委会、物业公司任职、也不是候选人的人去问。"
            "抽到了谁，只有签字的两个人能看；抽得太少的不公布。核对不改变表决结论。",
            "Once the result is published two people throw dice in public in turn; with the root "
            "of the log they are the seed, so that nobody knows before who is drawn. Those drawn "
            "are asked, if they wish, whether the paper says what they said, by somebody who is of "
            "neither committee nor firm and no candidate. Only the two who sign see who was drawn; "
            "small drawings are not posted. No verdict changes.",
        ),
    ),
    Act(
        "paper/drawn",
        Text("查看抽到了谁", "see who was drawn"),
        ADrawingMade,
        _drawn,
        reads=True,
        answer=ListOf(DrawnAnswer),
        about=Text("只有签字的两个人能看。", "Only the two who signed for the drawing see it."),
    ),
    Act(
        "paper/drawn-answer",
        Text("登记核对情况", "enter what one of those drawn says"),
        AnAnswerOfDrawn,
        _answer,
        answer=DrawingAnswer,
        about=Text(
            "核对自愿；不愿核对、没有联系上的也登记，一并计数。有不一致的，可以登记表决争议。",
            "Checking is voluntary: who declines or is not reached is entered and counted too. "
            "Where something differs a dispute can be declared.",
        ),
    ),
)
