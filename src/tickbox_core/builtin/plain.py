"""The plain category: items that are only ticked and ranked, with no fields of their own."""

from __future__ import annotations

import attrs

from tickbox_core.hooks import Disclosure, Objection
from tickbox_core.model import Item, Question, Unit
from tickbox_core.rules import Placed
from tickbox_core.text import Text


@attrs.frozen
class NoFields:
    """A category without fields of its own."""


@attrs.frozen
class PlainPolicy:
    """Preference ticks and nothing more."""

    key: str = "plain"
    version: str = "1"
    title: Text = attrs.field(default=Text("一般事项", "plain items"))
    fields: type = NoFields

    def question(self, item: Item) -> Question:
        """Always a preference."""
        return Question.PREFERENCE

    def needs(self, item: Item) -> Question | None:
        """Nothing more than its place in the ranking."""
        return None

    def objections(self, item: Item) -> tuple[Objection, ...]:
        """An item without a title cannot be read."""
        if item.title.zh.strip() and item.title.en.strip():
            return ()
        return (
            Objection(
                Text("没有标题。", "It has no title."),
                Text("请写一句居民看得懂的话。", "Give it a line that residents understand."),
            ),
        )

    def disclose(self, item: Item, unit: Unit) -> tuple[Disclosure, ...]:
        """Nothing that differs from household to household."""
        return ()

    def notice(self, item: Item, placed: Placed | None) -> Text:
        """The title, and its place once there is one."""
        if placed is None:
            return item.title
        return Text("第{rank}名：{title}。{why}", "Rank {rank}: {title}. {why}").filled(
            rank=placed.rank, title=item.title, why=placed.why
        )
