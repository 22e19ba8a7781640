"""Problems, as what fields may refer to."""

from __future__ import annotations

from collections.abc import Iterator

from tickbox_core.components.problems.service import ProblemService
from tickbox_core.components.problems.state import Problems
from tickbox_core.declarations import Chosen, Thing, ThingChoice, named_choice
from tickbox_core.text import Text
from tickbox_core.workflow.desks import ComponentDesk

UNSOLVED, SOLVED = ("unsolved",), ("solved",)


def _choices(desk: ComponentDesk, chosen: Chosen) -> Iterator[ThingChoice]:
    for one in desk.service(ProblemService).all():
        yield named_choice(one.ref, one.title, *(UNSOLVED if one.solved is None else SOLVED))


THINGS = (
    Thing(
        "problem",
        Text("急难愁盼问题", "problem"),
        _choices,
        find=lambda state, ref: state.of(Problems).problem(ref),
        titles=lambda desk, _: {one.ref: one.title for one in desk.service(ProblemService).all()},
    ),
)
