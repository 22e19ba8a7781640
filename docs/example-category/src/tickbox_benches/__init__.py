"""Benches (长椅): where one stands, what it costs, and what a sponsor gives towards it."""

import attrs

from tickbox_core import Disclosure, Item, Objection, Policy, Text, Unit, hookimpl
from tickbox_core.categories import NOWHERE, Setting, a_count, a_line, in_yuan, money


@attrs.frozen
class Bench:
    """``price`` and ``given`` in fen; ``homes`` share what no sponsor gives."""

    where: Text = a_line("放在哪里", "where it stands")
    price: int = money("费用", "price", least=1)
    homes: int = a_count("几户分摊", "homes that share it", least=1)
    given: int = money("赞助", "given by a sponsor", default=0)


class Benches(Policy[Bench]):
    """A preference; every home sees its part before it ticks."""

    key = "benches"
    title = Text("长椅", "benches")
    fields = Bench
    examples = (
        Item("gate", Text("东门长椅", "A bench at the gate"), "benches", fields={
            "where": {"zh": "东门", "en": "east gate"}, "price": 120000, "homes": 60}),
    )  # fmt: skip

    def objections(self, item: Item, setting: Setting = NOWHERE) -> tuple[Objection, ...]:
        """Its fields, and a gift that is more than the bench."""
        held, found = self.held(item), super().objections(item, setting)
        if held is None or held.given <= held.price:
            return found
        return (*found, Objection(Text("赞助多于费用。", "More is given than it costs."), _REMEDY))

    def disclose(
        self, item: Item, unit: Unit, setting: Setting = NOWHERE
    ) -> tuple[Disclosure, ...]:
        """The part of one home, rounded up to the fen."""
        held = self.held(item)
        part = 0 if held is None else max(0, -(-(held.price - held.given) // held.homes))
        return () if held is None else (Disclosure(Text("每户分摊", "Your part"), in_yuan(part)),)


_REMEDY = Text("请核对金额。", "Check the amounts.")


@hookimpl
def tickbox_categories() -> tuple[Benches, ...]:
    """What this plugin brings."""
    return (Benches(),)
