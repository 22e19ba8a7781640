"""Judgement: residents say of delivered projects whether they are satisfied (问效)."""

from tickbox_core.components.judgement.acts import ACTS
from tickbox_core.components.judgement.examples import play_autumn
from tickbox_core.components.judgement.marks import (
    Judgement,
    Phase,
    load_judgement,
    load_judgements,
)
from tickbox_core.components.judgement.opening import JUDGING_OPENS
from tickbox_core.components.judgement.public import (
    JudgedAnswer,
    JudgementAnswer,
    VoidedJudgementAnswer,
)
from tickbox_core.components.judgement.service import JudgementService
from tickbox_core.components.judgement.state import (
    AnnouncedJudgement,
    Deliverable,
    Judgements,
    ProjectJudged,
)
from tickbox_core.components.judgement.things import ANNOUNCED, THINGS
from tickbox_core.components.judgement.voiding import VoidedJudgement
from tickbox_core.declarations import Component, EntryKind, Retention, Season
from tickbox_core.text import Text

__all__ = [
    "COMPONENT",
    "JUDGING_OPENS",
    "AnnouncedJudgement",
    "Deliverable",
    "JudgedAnswer",
    "Judgement",
    "JudgementAnswer",
    "JudgementService",
    "Judgements",
    "Phase",
    "ProjectJudged",
    "VoidedJudgement",
    "VoidedJudgementAnswer",
    "load_judgement",
    "load_judgements",
]

COMPONENT = Component(
    key="judgement",
    stages={"judgement": Text("评议", "Judgement")},
    state=Judgements,
    kinds={
        "judgement-announced": EntryKind(
            Text("预告评议", "a judgement was announced"), act="judgement/announce"
        ),
        "judgement-called-off": EntryKind(
            Text("取消预告的评议", "an announced judgement was called off"),
            act="judgement/call-off",
        ),
        "judgement-opened": EntryKind(
            Text("开始评议", "a judgement was opened"), act="judgement/open"
        ),
        "judgement-closed": EntryKind(
            Text("评议截止", "a judgement was closed"), act="judgement/close"
        ),
        "judgement-voided": EntryKind(
            Text("作废评议", "a judgement was voided"),
            Retention("staff", ("judgement:{judgement}",)),
            act="judgement/void",
        ),
        "judged": EntryKind(
            Text("公布评议结果", "a judgement was published"),
            Retention("staff"),
            act="judgement/publish",
        ),
    },
    things=THINGS,
    exits={
        "judgement": {
            ANNOUNCED: ("judgement/announce", "judgement/call-off"),
            str(Phase.OPEN): ("judgement/close", "judgement/void"),
            str(Phase.CLOSED): ("judgement/publish", "judgement/void"),
            str(Phase.PUBLISHED): (),
            str(Phase.VOID): (),
        }
    },
    acts=ACTS,
    examples={Season.AUTUMN: play_autumn},
)
