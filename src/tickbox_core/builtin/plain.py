"""The plain category: items that are only ticked and ranked, with no fields of their own."""

from __future__ import annotations

import attrs

from tickbox_core.categories import NOWHERE, NoCategoryFields, Objection, Policy, Setting, untitled
from tickbox_core.model import Item
from tickbox_core.text import Text


@attrs.frozen
class PlainPolicy(Policy[NoCategoryFields]):
    """Preference ticks and nothing more."""

    key: str = "plain"
    version: str = "1"
    title: Text = attrs.field(default=Text("一般事项", "plain items"))
    fields: type = NoCategoryFields

    def objections(self, item: Item, setting: Setting = NOWHERE) -> tuple[Objection, ...]:
        """An item without a title cannot be read; whatever else is kept with it may stay."""
        return untitled(item)
