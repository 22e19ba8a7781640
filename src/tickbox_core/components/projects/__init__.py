"""Projects: from the annual list to delivery, with what they cost and who answers for them."""

from tickbox_core.components.projects import acts, money_acts
from tickbox_core.components.projects.compare import Comparison, compare_project
from tickbox_core.components.projects.money import collection
from tickbox_core.components.projects.money_public import (
    DECIDED_BY,
    PAYMENTS,
    ContributionAnswer,
    LedgerAnswer,
    LineAnswer,
    MoneyAnswer,
    PaymentAnswer,
    SharesAnswer,
    SubsidyAnswer,
)
from tickbox_core.components.projects.payments import (
    KnownPayment,
    NewPayment,
    Payment,
    known_payments,
)
from tickbox_core.components.projects.project import (
    Baseline,
    Milestone,
    Part,
    Participation,
    Project,
    Status,
    public_card,
    stored_card,
)
from tickbox_core.components.projects.public import (
    MilestoneAnswer,
    NoteAnswer,
    PartAnswer,
    ProjectAnswer,
    ProjectCard,
)
from tickbox_core.components.projects.service import ProjectService
from tickbox_core.components.projects.standing import needs_decision, still_owed
from tickbox_core.components.projects.state import Projects
from tickbox_core.components.projects.steps import DELIVERED, next_steps
from tickbox_core.components.projects.things import COLLECTED, THINGS
from tickbox_core.declarations import Component, EntryKind, Figure
from tickbox_core.text import Text

__all__ = [
    "COLLECTED",
    "COMPONENT",
    "DECIDED_BY",
    "DELIVERED",
    "PAYMENTS",
    "Baseline",
    "Comparison",
    "ContributionAnswer",
    "KnownPayment",
    "LedgerAnswer",
    "LineAnswer",
    "Milestone",
    "MilestoneAnswer",
    "MoneyAnswer",
    "NewPayment",
    "NoteAnswer",
    "Part",
    "PartAnswer",
    "Participation",
    "Payment",
    "PaymentAnswer",
    "Project",
    "ProjectAnswer",
    "ProjectCard",
    "ProjectService",
    "Projects",
    "SharesAnswer",
    "Status",
    "SubsidyAnswer",
    "collection",
    "compare_project",
    "known_payments",
    "needs_decision",
    "public_card",
    "still_owed",
    "stored_card",
]

COMPONENT = Component(
    key="projects",
    stages={"project": Text("项目", "Projects")},
    state=Projects,
    kinds={  # ``desk.keeping.due`` knows by the name that what they seal stays till it is over
        "project-started": EntryKind(Text("立项", "a project was started"), act="project/start"),
        "project-party": EntryKind(
            Text("确定责任方", "it was said who is responsible"), act="project/responsible"
        ),
        "project-supervisors": EntryKind(
            Text("确定监督员", "supervisors were appointed"), act="project/supervisors"
        ),
        "project-begun": EntryKind(Text("开工", "the work began"), act="project/begin"),
        "project-milestone": EntryKind(
            Text("节点完成", "a milestone was done"), act="project/milestone"
        ),
        "project-rescheduled": EntryKind(
            Text("节点改期", "a milestone got another day"), act="project/reschedule"
        ),
        "project-signed": EntryKind(
            Text("节点签字", "a milestone was signed off"), act="project/sign"
        ),
        "project-sent-back": EntryKind(
            Text("节点退回", "a milestone was sent back"), act="project/send-back"
        ),
        "project-part": EntryKind(Text("一处完成", "a part was finished"), act="project/part"),
        "project-piloted": EntryKind(Text("试点结束", "the pilot ended"), act="project/pilot"),
        "project-note": EntryKind(
            Text("公布进展", "it was posted how a project goes"), act="project/note"
        ),
        "project-paused": EntryKind(Text("项目暂停", "a project was paused"), act="project/pause"),
        "project-resumed": EntryKind(Text("项目恢复", "a project went on"), act="project/resume"),
        "project-given-up": EntryKind(
            Text("项目终止", "a project was given up"), act="project/give-up"
        ),
        "project-delivered": EntryKind(
            Text("项目完成", "a project was delivered"), act="project/deliver"
        ),
        "project-expected": EntryKind(
            Text("预计费用", "it was said what a project will cost"), act="project/expect"
        ),
        "project-decided": EntryKind(
            Text("费用重新决定", "the cost was decided again"), act="project/decide-again"
        ),
        "project-spent": EntryKind(Text("支出", "money was spent"), act="project/spend"),
        "project-pledged": EntryKind(Text("认捐", "a gift was promised"), act="project/pledge"),
        "project-received": EntryKind(Text("捐助到位", "a gift came"), act="project/receive"),
        "project-pledge-withdrawn": EntryKind(
            Text("捐助撤回", "a gift was withdrawn"), act="project/pledge-withdrawn"
        ),
        "project-paid": EntryKind(Text("住户缴费", "a household paid"), act="project/pay"),
        "project-unpaid": EntryKind(
            Text("退回或更正住户缴费", "a household's payment was taken back"), act="project/unpay"
        ),
        "project-payments": EntryKind(
            Text("从表格登记住户缴费", "payments of households were read in from a table")
        ),
        "project-payment-assigned": EntryKind(
            Text("写明一笔收款是哪一户交的", "it was said whose a payment was"),
            act="project/assign",
        ),
        "project-payment-corrected": EntryKind(
            Text("更正一笔住户缴费", "a household's payment was set right"), act="project/correct"
        ),
        "project-payments-undone": EntryKind(
            Text("撤回从表格登记的住户缴费", "payments that were read in were taken back")
        ),
        "project-subsidies": EntryKind(
            Text("写明适用的补贴", "it was said which subsidies apply"), act="project/subsidies"
        ),
        "project-collected": EntryKind(
            Text("确定住户出资", "it was said what households pay"), act="project/collect"
        ),
    },
    things=THINGS,
    acts=(*acts.ACTS, *money_acts.ACTS),
    figures=(
        Figure(
            "projects",
            Text("项目", "projects"),
            lambda desk: len(desk.service(ProjectService).projects()),
            Text("项目{number}个", "{number} projects"),
        ),
    ),
    next_steps=next_steps,
    exits={
        "project": {
            str(Status.PLANNED): ("project/responsible", "project/begin", "project/give-up"),
            str(Status.UNDER_WAY): ("project/pause", "project/deliver", "project/give-up"),
            str(Status.PAUSED): ("project/resume", "project/give-up"),
            str(Status.DELIVERED): (),
            str(Status.GIVEN_UP): (),
        }
    },
)
