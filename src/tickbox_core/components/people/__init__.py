"""People with a task: supervision groups, stairwell representatives, volunteers, who publishes."""

from tickbox_core.components.people.acts import ACTS, answering_of
from tickbox_core.components.people.service import PeopleService, publisher_at
from tickbox_core.components.people.state import (
    Office,
    People,
    Publisher,
    SignUp,
    SupervisionGroup,
    Task,
    still_needed,
)
from tickbox_core.components.people.things import HELD, OVER, THINGS
from tickbox_core.declarations import Component, EntryKind, PersonalData, Retention
from tickbox_core.text import Text

__all__ = [
    "COMPONENT",
    "Office",
    "People",
    "PeopleService",
    "Publisher",
    "SignUp",
    "SupervisionGroup",
    "Task",
    "answering_of",
    "publisher_at",
]

_OF = ("office:{id}",)

COMPONENT = Component(
    key="people",
    stages={
        "people": Text("职务", "Offices"),
        "group": Text("监督管理小组", "Supervision group"),
        "stairwell": Text("本楼道", "My stairwell"),
        "volunteer": Text("报名", "Signing up"),
    },
    state=People,
    kinds={
        "publisher": EntryKind(
            Text("确定公示单位", "it was said who publishes"),
            Retention("staff"),
            act="people/publisher",
        ),
        "answerable": EntryKind(
            Text("设定由谁负责", "it was said who answers for a level"), act="people/name-office"
        ),
        "answerable-ended": EntryKind(
            Text("撤销由谁负责", "nobody answers for a level any more"),
            act="people/end-answering",
        ),
        "group": EntryKind(
            Text("成立监督管理小组", "a supervision group was founded"),
            Retention("staff"),
            act="people/group",
        ),
        "office": EntryKind(
            Text("任职", "somebody took an office"),
            Retention("offices", _OF, ("day:{until}",)),
            act="people/representative",
        ),
        "office-ended": EntryKind(
            Text("离任", "an office ended"), Retention("offices", _OF, _OF), act="people/end"
        ),
        # how long the name of whoever signed up stays is asked of the project
        "sign-up": EntryKind(Text("报名参加", "somebody signed up"), act="volunteer/join"),
        "sign-up-withdrawn": EntryKind(Text("退出报名", "somebody left"), act="volunteer/leave"),
    },
    things=THINGS,
    acts=ACTS,
    exits={"office": {HELD: ("people/end",), OVER: ()}},
    personal={
        "offices": PersonalData(
            Text("职务：姓名、凭证", "offices: the holder's name and token"),
            Text("任期已满或已结束", "its term is over"),
        )
    },
    purposes={"office": still_needed},
)
