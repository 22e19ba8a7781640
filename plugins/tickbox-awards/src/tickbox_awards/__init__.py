"""Awards: cases that neighbourhoods put forward; a town scores, chooses and commends them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tickbox_awards.acts import ACTS
from tickbox_awards.examples import play_winter
from tickbox_awards.formula import PARTS, Best, Formula, ScoredCase, best, explain_score
from tickbox_awards.notices import NOTICES
from tickbox_awards.public import AwardAnswer, CaseAnswer, CertificateAnswer, WonAnswer
from tickbox_awards.service import AwardService
from tickbox_awards.state import Award, Awards, Nomination, Won, still_needed
from tickbox_awards.steps import next_steps
from tickbox_awards.things import AWARDED, CALLED_OFF, THINGS
from tickbox_core.declarations import (
    Component,
    EntryKind,
    Figure,
    PersonalData,
    Retention,
    Season,
)
from tickbox_core.hooks import hookimpl
from tickbox_core.text import Text

if TYPE_CHECKING:
    from tickbox_server.parts import ServerPart

__all__ = [
    "AWARDED",
    "COMPONENT",
    "PARTS",
    "Award",
    "AwardAnswer",
    "AwardService",
    "Awards",
    "Best",
    "CaseAnswer",
    "CertificateAnswer",
    "Formula",
    "Nomination",
    "ScoredCase",
    "Won",
    "WonAnswer",
    "best",
    "explain_score",
]

_OF = ("award:{award}",)

COMPONENT = Component(
    key="awards",
    stages={"award": Text("评选", "Awards")},
    state=Awards,
    kinds={
        "award": EntryKind(
            Text("设立奖项", "an award was declared"), Retention("awards", _OF), act="award/declare"
        ),
        "case-nominated": EntryKind(
            Text("推荐参评", "a project was put forward"), Retention("staff"), act="award/nominate"
        ),
        "case-entered": EntryKind(Text("参评登记", "a case was entered"), act="award/nominate"),
        "case-withdrawn": EntryKind(Text("退出参评", "a case was taken out"), act="award/withdraw"),
        "jury-score": EntryKind(
            Text("评委打分", "a case was scored"), Retention("awards", _OF), act="award/score"
        ),
        "award-decided": EntryKind(
            Text("评选结果", "an award was decided"),
            Retention("awards", (), _OF),
            ends=True,
            act="award/decide",
        ),
        "award-called-off": EntryKind(
            Text("评选取消", "an award was called off"),
            Retention("awards", (), _OF),
            ends=True,
            act="award/call-off",
        ),
        "award-won": EntryKind(
            Text("获得表扬", "the neighbourhood won an award"), act="award/commend"
        ),
    },
    things=THINGS,
    acts=ACTS,
    service=AwardService,
    figures=(
        Figure(
            "awards",
            Text("优秀案例", "awards"),
            lambda desk: len(desk.service(AwardService).won()),
            Text("荣誉{number}个", "{number} awards"),
        ),
    ),
    notices=NOTICES,
    next_steps=next_steps,
    exits={
        "award": {
            "": ("award/gather", "award/score", "award/decide", "award/call-off"),
            AWARDED[0]: (),
            CALLED_OFF[0]: (),
        }
    },
    personal={
        "awards": PersonalData(
            Text("评优：评委姓名", "awards: the jurors' names"), Text("已评定", "it is decided")
        )
    },
    purposes={"award": still_needed},
    examples={Season.WINTER: play_winter},
)


@hookimpl
def tickbox_components() -> tuple[Component, ...]:
    """Awards of a town."""
    return (COMPONENT,)


@hookimpl(optionalhook=True)
def tickbox_server_parts() -> tuple[ServerPart, ...]:
    """Its page and its twin."""
    from tickbox_awards.pages import PART

    return (PART,)
