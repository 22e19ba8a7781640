"""The matters of an area, a folder each; another one is reached through its door only."""

from tickbox_core.components import awards, judgement, meetings, people, problems, projects

CORE = (
    projects.COMPONENT,
    problems.COMPONENT,
    meetings.COMPONENT,
    people.COMPONENT,
    judgement.COMPONENT,
    awards.COMPONENT,
)
"""Those that are always there, in the order of the year."""

__all__ = ["CORE"]
