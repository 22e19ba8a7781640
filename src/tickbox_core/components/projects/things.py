"""Projects and what belongs to them, as what fields may refer to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tickbox_core.components.projects.ledger import PAYMENT
from tickbox_core.components.projects.payments import Payment
from tickbox_core.components.projects.project import Project
from tickbox_core.components.projects.service import ProjectService
from tickbox_core.components.projects.state import Projects
from tickbox_core.declarations import Chosen, Thing, ThingChoice, named_choice
from tickbox_core.errors import NotListed
from tickbox_core.numbers import read_count
from tickbox_core.rules.subsidy import Claim
from tickbox_core.text import Text, yuan
from tickbox_core.workflow.desks import ComponentDesk

COLLECTED = "collected"
"""Of a project: households pay for it, and the records are there."""
SUPERVISOR = Text("监督员", "supervisor")
SUBSIDY = Text("补贴", "subsidy")


def _of_projects(desk: ComponentDesk, chosen: Chosen) -> Iterator[Project]:
    """The project that is chosen already, else all of them."""
    for project in desk.service(ProjectService).projects():
        if chosen.get("project") in (None, "", project.id):
            yield project


def _projects(desk: ComponentDesk, chosen: Chosen) -> Iterator[ThingChoice]:
    for one in desk.service(ProjectService).projects():
        title, state = one.baseline.title, one.status.words
        words = Text(f"{title.zh}（{state.zh}）", f"{title.en} ({state.en})")
        held = one.collection
        collected = held is not None and held.settled is not None
        states = (str(one.status), *([COLLECTED] if collected else []))
        yield ThingChoice(one.id, words, frozenset(states))


def _milestones(desk: ComponentDesk, chosen: Chosen) -> Iterator[ThingChoice]:
    for project in _of_projects(desk, chosen):
        for milestone in project.milestones:
            yield ThingChoice(milestone.key, milestone.title)


def _supervisors(desk: ComponentDesk, chosen: Chosen) -> Iterator[ThingChoice]:
    names = [name for one in _of_projects(desk, chosen) for name in one.supervisor_names]
    for name in dict.fromkeys(names):
        yield ThingChoice(name, Text.of(name))


def _gifts(desk: ComponentDesk, chosen: Chosen) -> Iterator[ThingChoice]:
    """Those that are promised and have not come."""
    for project in _of_projects(desk, chosen):
        for gift in project.contributions:
            if gift.received is None and not gift.withdrawn:
                yield named_choice(gift.ref, gift.what)


def _subsidies(desk: ComponentDesk, chosen: Chosen) -> Iterator[ThingChoice]:
    """Those that the law of a project's place publishes."""
    for project in _of_projects(desk, chosen):
        for rule in desk.service(ProjectService).offered_subsidies(project.id):
            said = Text("{title}（{rule}；{source}）", "{title} ({rule}; {source})")
            words = said.filled(title=rule.title, rule=rule.words, source=rule.source)
            yield ThingChoice(rule.key, words)


STANDS, UNASSIGNED = "stands", "unassigned"


def _payments(desk: ComponentDesk, chosen: Chosen) -> Iterator[ThingChoice]:
    """Those that count and did not go back, the newest first; of which project stands before it."""
    for project in _of_projects(desk, chosen):
        lines = project.collection.payments if project.collection else ()
        for line in reversed(lines):
            if line.stands and line.held.amount > 0:
                state = STANDS if line.held.unit else UNASSIGNED
                yield ThingChoice(str(line.ref), _line_words(line), frozenset({state}))


def _line_words(line: Payment) -> Text:
    held, paid = line.held, yuan(line.held.amount)
    who = [one for one in (held.unit, held.payer, held.what) if one]
    return Text(
        f"第{line.ref}笔：{'，'.join([held.on.isoformat(), paid.zh, *who])}",
        f"no. {line.ref}: {', '.join([held.on.isoformat(), paid.en, *who])}",
    )


def line_number(ref: str) -> int:
    """The number of a payment as it is named; ``NotListed`` for what names none."""
    try:
        return read_count(ref)
    except ValueError:
        raise NotListed(PAYMENT, ref) from None


def _line(project: Project, ref: str) -> Payment:
    number = line_number(ref)
    for line in project.collection.payments if project.collection else ():
        if line.ref == number:
            return line
    raise NotListed(PAYMENT, ref)


def _claim(project: Project, key: str) -> Claim:
    for claim in project.claims:
        if claim.rule.key == key:
            return claim
    raise NotListed(SUBSIDY, key)


def _in_a_project(
    find: Callable[[Project, str], object], title: Text
) -> Callable[[Any, str], object]:
    """How something is found that belongs to a project, whichever it is of."""

    def search(state: Any, id_: str) -> object:
        for project in state.of(Projects).by_id.values():
            try:
                return find(project, id_)
            except NotListed:
                continue
        raise NotListed(title, id_)

    return search


def _supervisor(project: Project, name: str) -> str:
    if name in project.supervisor_names:
        return name
    raise NotListed(SUPERVISOR, name)


THINGS = (
    Thing(
        "project",
        Text("项目", "project"),
        _projects,
        stem=lambda _, chosen: chosen.get("item") or "project",
        find=lambda state, id_: state.of(Projects).project(id_),
        titles=lambda desk, _: {
            one.id: one.title for one in desk.service(ProjectService).projects()
        },
    ),
    Thing(
        "milestone",
        Text("节点", "milestone"),
        _milestones,
        find=_in_a_project(Project.milestone, Text("节点", "milestone")),
    ),
    Thing(
        "supervisor",
        SUPERVISOR,
        _supervisors,
        private=True,
        find=_in_a_project(_supervisor, SUPERVISOR),
    ),
    Thing(
        "subsidy",
        SUBSIDY,
        _subsidies,
        find=_in_a_project(_claim, SUBSIDY),
    ),
    Thing(
        "payment",
        PAYMENT,
        _payments,
        private=True,
        find=_in_a_project(_line, PAYMENT),
    ),
    Thing(
        "gift",
        Text("捐助", "gift"),
        _gifts,
        private=True,
        find=_in_a_project(Project.contribution, Text("捐助", "contribution")),
    ),
)
