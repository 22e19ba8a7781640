"""What of ideas is to be done next."""

from __future__ import annotations

from collections.abc import Iterator

from tickbox_core.components.ideas.service import IdeaService
from tickbox_core.declarations import ActWay, NextStep
from tickbox_core.text import Text
from tickbox_core.workflow.desks import ComponentDesk


def next_steps(desk: ComponentDesk) -> Iterator[NextStep]:
    """Ideas to answer, and calls whose last day has passed."""
    service = desk.service(IdeaService)
    if waiting := len(service.waiting()):
        said = Text("{number}条建议等答复", "{number} ideas wait for a reply")
        yield NextStep(said.filled(number=waiting), (ActWay("idea/answer"),))
    for call in service.calls():
        if call.closed is None and not call.takes_on(desk.today()):
            said = Text("征集已到期：{question}", "a call for ideas is over: {question}")
            yield NextStep(
                said.filled(question=call.question), (ActWay("idea/close", {"call": call.id}),)
            )
