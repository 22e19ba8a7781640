"""What a category's policy answers, and ``Policy``, which answers the usual for its author."""

from __future__ import annotations

from typing import Any, Generic, Protocol, TypeVar, runtime_checkable

import attrs

from tickbox_core.categories.fields import faults, fields_of, plain_fields, read
from tickbox_core.categories.values import (
    NO_PLAN,
    NOWHERE,
    Disclosure,
    Objection,
    Plan,
    Proposal,
    Setting,
)
from tickbox_core.errors import BadValue
from tickbox_core.model import Item, Question, Unit
from tickbox_core.rules import Placed
from tickbox_core.text import Text, join_texts


@runtime_checkable
class CategoryPolicy(Protocol):
    """What a category knows about its items.

    ``fields`` is one attrs class (``tickbox_core.categories``): it becomes the form, the JSON
    Schema, the spreadsheet columns and the table in the documents.  Methods are pure: the same
    item and setting, the same answer.  ``setting`` may be ``NOWHERE``: then they answer what they
    can, and say what is unknown.
    """

    @property
    def key(self) -> str:
        """Its name in the registry."""
        ...

    @property
    def version(self) -> str:
        """The version of the policy, not of the plugin that brings it."""
        ...

    @property
    def title(self) -> Text:
        """The category in words."""
        ...

    @property
    def fields(self) -> type:
        """The attrs class of its items' own fields."""
        ...

    def question(self, item: Item) -> Question:
        """Which of the three kinds of tick the item is on this list."""
        ...

    def motions(self, item: Item, setting: Setting = NOWHERE) -> tuple[Proposal, ...]:
        """The motions that carrying it out needs; none where the ranking is enough."""
        ...

    def objections(self, item: Item, setting: Setting = NOWHERE) -> tuple[Objection, ...]:
        """What stands against listing it as it is."""
        ...

    def disclose(
        self, item: Item, unit: Unit, setting: Setting = NOWHERE
    ) -> tuple[Disclosure, ...]:
        """What the household of a unit is shown before it ticks."""
        ...

    def plan(self, item: Item, setting: Setting = NOWHERE) -> Plan:
        """What follows once it is chosen: milestones, who pays how much."""
        ...

    def notice(self, item: Item, placed: Placed | None) -> Text:
        """What a posted notice says of the item, with its place once there is one."""
        ...


@attrs.frozen
class NoCategoryFields:
    """A category without fields of its own."""


Fields = TypeVar("Fields")


class Policy(Generic[Fields]):
    """A policy that answers the usual; a category overrides what it knows better.

    A subclass gives ``key``, ``version``, ``title``, ``fields`` and ``examples``.  Without more
    it is a preference whose fields are checked and read out in the notice, that needs no motion,
    shows the same to every household and plans nothing.
    """

    key: str
    version: str = "1"
    title: Text
    fields: type[Fields]
    examples: tuple[Item, ...] = ()
    """Worked items that can be listed as they are: for tests, templates and ``plugin check``."""

    def held(self, item: Item) -> Fields | None:
        """The item's fields, or ``None`` where they are objected to."""
        try:
            return read(self.fields, item.fields, f"item {item.id}")
        except BadValue:
            return None

    def question(self, item: Item) -> Question:
        """A preference: it orders the work and binds nobody."""
        return Question.PREFERENCE

    def motions(self, item: Item, setting: Setting = NOWHERE) -> tuple[Proposal, ...]:
        """None."""
        return ()

    def objections(self, item: Item, setting: Setting = NOWHERE) -> tuple[Objection, ...]:
        """A missing title, and everything that is wrong with the fields."""
        return (*untitled(item), *faults(self.fields, item.fields))

    def disclose(
        self, item: Item, unit: Unit, setting: Setting = NOWHERE
    ) -> tuple[Disclosure, ...]:
        """Nothing that differs from household to household."""
        return ()

    def plan(self, item: Item, setting: Setting = NOWHERE) -> Plan:
        """Nothing."""
        return NO_PLAN

    def notice(self, item: Item, placed: Placed | None) -> Text:
        """The title, its place once there is one, and what stands in its fields."""
        held = self.held(item)
        if held is None or not fields_of(self.fields):
            return headline(item, placed)
        return sentences(headline(item, placed), read_out(held))


def untitled(item: Item) -> tuple[Objection, ...]:
    """The objection to an item without a title in both languages."""
    if item.title.zh.strip() and item.title.en.strip():
        return ()
    return (
        Objection(
            Text("没有标题。", "It has no title."),
            Text("请写一句居民看得懂的话。", "Give it a line that residents understand."),
            field="title",
        ),
    )


def headline(item: Item, placed: Placed | None) -> Text:
    """The title; once there is a ranking, its place and why."""
    if placed is None:
        return item.title
    ranked = Text("第{rank}名：{title}。{why}", "Rank {rank}: {title}. {why}")
    return ranked.filled(rank=placed.rank, title=item.title, why=placed.why)


def sentences(*said: Text) -> Text:
    """Several as one text; where one does not end its sentence, its end is added."""
    kept = [one for one in said if one]
    return join_texts(
        [
            Text(
                one.zh if one.zh.endswith(_ENDS) else f"{one.zh}。",
                one.en if one.en.endswith(_ENDS) else f"{one.en}.",
            )
            for one in kept
        ]
    )


_ENDS = ("。", "！", "？", ".", "!", "?")


def read_out(held: Any) -> Text:
    """What stands in the fields: label and value, one after the other."""
    plain = plain_fields(held)
    said = [
        Text("{label}：{value}", "{label}: {value}").filled(
            label=one.label, value=one.kind.describe(plain[one.key])
        )
        for one in fields_of(type(held))
        if one.key in plain
    ]
    line = join_texts(said, "；", "; ")
    return Text(line.zh, line.en[:1].upper() + line.en[1:])
