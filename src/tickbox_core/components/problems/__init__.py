"""Problems (急难愁盼): raised, looked after by somebody, solved; never ticked and never ranked."""

from tickbox_core.components.problems.acts import ACTS, PROBLEM
from tickbox_core.components.problems.public import ProblemAnswer, ProblemCard
from tickbox_core.components.problems.service import ProblemService
from tickbox_core.components.problems.state import ProblemRecord, Problems, still_needed
from tickbox_core.components.problems.things import SOLVED, THINGS, UNSOLVED
from tickbox_core.declarations import Component, EntryKind, PersonalData, Retention
from tickbox_core.text import Text
from tickbox_core.workflow.photo_acts import photo_entries

__all__ = [
    "COMPONENT",
    "ProblemAnswer",
    "ProblemCard",
    "ProblemRecord",
    "ProblemService",
    "Problems",
]

_OF = ("problem:{ref}",)

COMPONENT = Component(
    key="problems",
    stages={"problem": Text("急难愁盼问题", "Problems")},
    state=Problems,
    kinds={
        "problem": EntryKind(
            Text("提出急难愁盼问题", "a problem was raised"),
            Retention("problems", _OF),
            act="problem/raise",
        ),
        "problem-party": EntryKind(
            Text("确定问题责任方", "somebody took a problem on"), act="problem/take-on"
        ),
        "problem-linked": EntryKind(
            Text("问题关联事项", "a problem was tied to what solves it"), act="problem/link"
        ),
        "problem-solved": EntryKind(
            Text("问题解决", "a problem was solved"),
            Retention("problems", (), _OF),
            ends=True,
            act="problem/solve",
        ),
        "problem-reopened": EntryKind(
            Text("问题重新打开", "a problem was back"),
            Retention("problems", _OF),
            ends=True,
            act="problem/reopen",
        ),
        **photo_entries("problem", PROBLEM, Retention("problems", _OF)),
    },
    things=THINGS,
    exits={
        "problem": {UNSOLVED[0]: ("problem/take-on", "problem/solve"), SOLVED[0]: ()},
    },
    acts=ACTS,
    personal={
        "problems": PersonalData(
            Text("急难愁盼：原话、提出人", "problems: the words, who raised them"),
            Text("已解决", "it is solved"),
        )
    },
    purposes={"problem": still_needed},
)
