"""Wishes, as what fields may refer to."""

from __future__ import annotations

from collections.abc import Iterator

from tickbox_core.components.wishes.service import WishService
from tickbox_core.components.wishes.state import Wishes
from tickbox_core.declarations import Chosen, Thing, ThingChoice, named_choice
from tickbox_core.text import Text
from tickbox_core.workflow.desks import ComponentDesk

UNANSWERED, ANSWERED = ("unanswered",), ("answered",)
_SHOWN = 40


def _choices(desk: ComponentDesk, chosen: Chosen) -> Iterator[ThingChoice]:
    """The newest first."""
    for wish in reversed(desk.service(WishService).wishes()):
        words = Text.of((wish.text or wish.posted.zh or "–")[:_SHOWN])
        yield named_choice(wish.ref, words, *(UNANSWERED if wish.answer is None else ANSWERED))


THINGS = (
    Thing(
        "wish",
        Text("心愿", "wish"),
        _choices,
        private=True,
        find=lambda state, ref: state.of(Wishes).wish(ref),
    ),
)
