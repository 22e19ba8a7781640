"""The matters of an area, a folder each; another one is reached through its door only."""

from tickbox_core.components import (
    ideas,
    judgement,
    meetings,
    people,
    places,
    problems,
    projects,
    templates,
    wishes,
)
from tickbox_core.text import Text

CORE = (
    wishes.COMPONENT,
    places.COMPONENT,
    projects.COMPONENT,
    problems.COMPONENT,
    ideas.COMPONENT,
    meetings.COMPONENT,
    people.COMPONENT,
    judgement.COMPONENT,
    templates.COMPONENT,
)
"""Those that are always there, in the order of the year."""

CHAPTERS = {
    "round": Text("清单与打钩", "Lists and rounds"),
    "item": Text("事项", "Items"),
    "objection": Text("异议", "Objections"),
    "paper": Text("纸质选票", "Paper"),
    "ballot": Text("协助与代理", "Ticking with help"),
    "tie": Text("并列", "Ties"),
    "result": Text("结果", "Results"),
    "motion": Text("表决", "Motions"),
    "keeping": Text("个人信息", "Personal data"),
}
"""The stages of acts that have no component yet, in the order of the year."""
JOINED = {"award": Text("案例", "Cases")}
"""Stages in which the core has acts, and which the component of a plugin may make its own."""

THINGS_OF_CHAPTERS = frozenset(
    "round item tick option picture item-of-round category batch slot home objection rule "
    "tie-break policy jurisdiction area motion side owners-matter law-question service "
    "case-elsewhere matter neighbourhood level template-offered".split()
)
"""The kinds of thing that have none."""

__all__ = ["CHAPTERS", "CORE", "JOINED", "THINGS_OF_CHAPTERS"]
