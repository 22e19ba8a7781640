"""Calls for ideas and ideas, as what fields may refer to."""

from __future__ import annotations

from collections.abc import Iterator

from tickbox_core.components.ideas.service import IdeaService
from tickbox_core.components.ideas.state import Idea, Ideas
from tickbox_core.declarations import Chosen, Thing, ThingChoice, named_choice
from tickbox_core.text import Text
from tickbox_core.workflow.desks import ComponentDesk, year_of

OPEN, CLOSED = ("open",), ("closed",)
"""A call that is open, and one that staff have closed."""
UNANSWERED, ANSWERED, AS_OPTION, WITHDRAWN = (
    ("unanswered",),
    ("answered",),
    ("option",),
    ("withdrawn",),
)
"""What has become of an idea."""
TO_ANSWER = (*UNANSWERED, *ANSWERED, *AS_OPTION)
_SHOWN = 40


def _calls(desk: ComponentDesk, chosen: Chosen) -> Iterator[ThingChoice]:
    """The newest first."""
    for call in reversed(desk.service(IdeaService).calls()):
        yield named_choice(call.id, call.question, *(OPEN if call.closed is None else CLOSED))


def _ideas(desk: ComponentDesk, chosen: Chosen) -> Iterator[ThingChoice]:
    """The newest first."""
    for idea in reversed(desk.service(IdeaService).ideas()):
        words = Text.of((idea.text or idea.posted.zh or "–")[:_SHOWN])
        yield named_choice(idea.ref, words, *_states(idea))


def _states(idea: Idea) -> tuple[str, ...]:
    if idea.withdrawn:
        return WITHDRAWN
    if idea.option is not None:
        return AS_OPTION
    return UNANSWERED if idea.answer is None else ANSWERED


THINGS = (
    Thing(
        "idea-call",
        Text("征集", "call for ideas"),
        _calls,
        stem=year_of,
        find=lambda state, id_: state.of(Ideas).call(id_),
        titles=lambda desk, _: {one.id: one.question for one in desk.service(IdeaService).calls()},
    ),
    Thing(
        "idea",
        Text("建议", "idea"),
        _ideas,
        private=True,
        find=lambda state, ref: state.of(Ideas).idea(ref),
    ),
)
