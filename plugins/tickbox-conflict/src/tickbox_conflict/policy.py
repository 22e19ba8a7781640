"""What is a shared matter, and what is a dispute that stays closed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import attrs

from tickbox_conflict.examples import EXAMPLES
from tickbox_core import (
    NOWHERE,
    Disclosure,
    Item,
    Objection,
    Placed,
    Plan,
    Policy,
    Setting,
    Step,
    Text,
    Unit,
)
from tickbox_core.categories import a_line, a_name, headline, one_of, sentences, several, yes_no
from tickbox_core.categories.kinds import Name

MATTERS = {
    "parking": Text("停车", "parking"),
    "noise": Text("噪声", "noise"),
    "leak": Text("渗漏", "leaks"),
    "corridor": Text("楼道堆物", "things in the corridors"),
    "pets": Text("宠物", "pets"),
    "other": Text("其他共同关心的事", "another shared matter"),
}
_WORDS = (
    re.compile(r"[0-9]{1,4}\s*(室|户)|[0-9]+\s*号楼?\s*[0-9]{2,4}|(?<![0-9])[0-9]+-[0-9]{3,4}"),
    re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])"),
    re.compile(r"[\u4e00-\u9fff](先生|女士|阿姨|叔叔|师傅|老伯)|[\u4e00-\u9fff]某"),
    re.compile(r"\b(Mr|Mrs|Ms)\.? [A-Z]"),
)
"""Flat numbers, mobile numbers, and how people are called: signs that somebody is named."""


@attrs.frozen
class DisputeFields:
    """A matter; ``parties`` or ``between_parties`` make it a dispute that stays closed."""

    matter: str = one_of("什么事", "the matter", MATTERS)
    where: Text = a_line("哪里", "where")
    proposal: Text = a_line("打算怎么办", "what is proposed")
    convenor: str = a_name("谁来牵头", "who brings people together", default="")
    between_parties: bool = yes_no("是双方之间的纠纷", "it is between parties", default=False)
    parties: tuple[str, ...] = several("当事人", "parties", Name(), default=())


class ConflictPolicy(Policy[DisputeFields]):
    """Preference ticks on what concerns everybody; nothing on what concerns two."""

    key = "conflict"
    version = "1"
    title = Text("矛盾处置", "matters of conflict")
    fields = DisputeFields
    examples = EXAMPLES

    def objections(self, item: Item, setting: Setting = NOWHERE) -> tuple[Objection, ...]:
        """Its fields; a dispute for good; words that seem to name somebody, to be looked at."""
        return (*_closed_objection(item), *super().objections(item, setting), *_looked_at(item))

    def disclose(
        self, item: Item, unit: Unit, setting: Setting = NOWHERE
    ) -> tuple[Disclosure, ...]:
        """Nothing that differs from household to household."""
        return ()

    def plan(self, item: Item, setting: Setting = NOWHERE) -> Plan:
        """The three meetings: hearing before, coordination during, review after."""
        return Plan() if any(_closed_objection(item)) else Plan(steps=_MEETINGS)

    def notice(self, item: Item, placed: Placed | None) -> Text:
        """The matter and what is proposed; of a dispute nothing but that it is closed."""
        held = self.held(item)
        if any(_closed_objection(item)):
            return sentences(headline(item, placed), CLOSED)
        if held is None:
            return headline(item, placed)
        said = Text("{matter}（{where}）：{proposal}", "{matter} ({where}): {proposal}").filled(
            matter=MATTERS[held.matter], where=held.where, proposal=held.proposal
        )
        return sentences(headline(item, placed), said)


CLOSED = Text(
    "属当事人之间的纠纷，另行不公开调解，不列入清单。",
    "A dispute between parties: it goes to closed mediation and stands on no list.",
)
_MEETINGS = (
    Step("hearing", Text("听证会", "hearing")),
    Step("coordination", Text("协调会", "coordination meeting"), before=("hearing",)),
    Step("review", Text("评议会", "review meeting"), before=("coordination",)),
)


def _closed_objection(item: Item) -> Iterator[Objection]:
    """A dispute that declares its parties: no answer of staff lists it."""
    parties = item.fields.get("parties")
    if parties or item.fields.get("between_parties") is True:
        yield Objection(
            CLOSED,
            Text("请转人民调解。", "Take it to mediation."),
            field="parties",
            final=True,
        )


def _looked_at(item: Item) -> Iterator[Objection]:
    if names_somebody(item):
        yield Objection(
            Text("文字里好像写到了具体的人或门牌。", "its words seem to name a person or a flat."),
            Text("请改成不指名的说法。", "Say it without naming anybody."),
            field="proposal",
        )


def names_somebody(item: Item) -> bool:
    """Whether words of an item look like a flat, a telephone number or somebody's name."""
    said = "\n".join(
        (item.title.zh, item.title.en, item.description.zh, item.description.en, item.place.zh,
         *_strings(dict(item.fields)))
    )  # fmt: skip
    return any(pattern.search(said) for pattern in _WORDS)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _strings(one)
