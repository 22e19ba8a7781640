"""Awards: cases that neighbourhoods put forward; a town scores, chooses and commends them."""

from tickbox_core.components.awards.acts import ACTS
from tickbox_core.components.awards.public import (
    AwardAnswer,
    CaseAnswer,
    CertificateAnswer,
    WonAnswer,
)
from tickbox_core.components.awards.service import AwardService
from tickbox_core.components.awards.state import Award, Awards, Nomination, Won
from tickbox_core.components.awards.things import AWARDED, THINGS
from tickbox_core.declarations import Component, EntryKind, Retention
from tickbox_core.text import Text

__all__ = [
    "AWARDED",
    "COMPONENT",
    "Award",
    "AwardAnswer",
    "AwardService",
    "Awards",
    "CaseAnswer",
    "CertificateAnswer",
    "Nomination",
    "Won",
    "WonAnswer",
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
        "award-won": EntryKind(
            Text("获得表扬", "the neighbourhood won an award"), act="award/commend"
        ),
    },
    things=THINGS,
    acts=ACTS,
)
