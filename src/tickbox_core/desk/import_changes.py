"""What a table that is read in would change, item by item, and beside the roll of before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import attrs

from tickbox_core.desk.roll_changes import RowChange, titled
from tickbox_core.errors import DuplicateId
from tickbox_core.model import (
    Item,
    Roll,
    Round,
    Unit,
    with_origins,
)
from tickbox_core.text import EMPTY, Text, join_texts


def item_changes(round: Round, items: Sequence[Item]) -> list[RowChange]:
    """What a table of items changes on a list; raises ``BadValue`` for an item in two rows."""
    for id_, rows_of_it in Counter(item.id for item in items).items():
        if rows_of_it > 1:
            raise DuplicateId("item", id_)
    listed = {item.id: item for item in round.items}
    rows = [lay_over(listed.get(item.id), item) for item in items]
    return [item_change(listed.get(item.id), item) for item in rows]


def lay_over(listed: Item | None, row: Item) -> Item:
    """What a row says over what is listed; its category's fields name by name."""
    if listed is None:
        return row
    unsaid = Item(row.id, row.title)
    said = {
        field.name: getattr(row, field.name)
        for field in attrs.fields(Item)
        if getattr(row, field.name) != getattr(unsaid, field.name)
    }
    words = {
        name: getattr(row, name).over(getattr(listed, name))
        for name in ("title", *({"description", "place"} & said.keys()))
    }
    fields = {"fields": {**listed.fields, **row.fields}}
    if "options" in said:
        said["options"] = with_origins(row.options, listed.options)
    return attrs.evolve(listed, **{**said, **words, **fields})


def item_change(before: Item | None, after: Item) -> RowChange:
    """What becomes of an item of a list, called by its title."""
    words = titled(after.title, after.id)
    if before is None:
        return RowChange(after.id, "added", words=words)
    parts = tuple(
        field.name
        for field in attrs.fields(Item)
        if getattr(before, field.name) != getattr(after, field.name)
    )
    return RowChange(after.id, "changed" if parts else "same", parts, words=words)


MAY = Text(
    "可以参与这一轮的（{who}）：表中{of}人里有{number}人。",
    "Who may tick in this round ({who}): {number} of the {of} people of the table.",
)


NOBODY_MAY = Text(
    "可以参与这一轮的（{who}）：表中{of}人里没有人。请看“居住身份”“出生日期”两栏，或修改这一轮的参与条件。",
    "Who may tick in this round ({who}): none of the {of} people of the table. Look at who lives "
    "there as what, and at dates of birth, or change whom the round asks.",
)


NOBODY_LIVES = Text(
    "可以参与这一轮的（{who}）：表中{of}人里没有人，因为表里只写了业主，没有写谁在此居住。住在这里的，"
    "请加“是否常住”一栏；不住在这里的业主也可参与的，请修改这一轮的参与条件（owners=是）。",
    "Who may tick in this round ({who}): none of the {of} people of the table, which names owners "
    "and not who lives there. Add a column 'lives' (是否常住) for those who do, or let the round "
    "ask owners who live elsewhere too (owners=yes).",
)


def compare_rolls(last: Round, before: Roll, now: Roll) -> Text:
    """Homes and persons that came and went between two rolls."""
    homes = {one.id: one for one in before.units}, {one.id: one for one in now.units}
    people = {one.person for one in before.residences}, {one.person for one in now.residences}
    called = _home_names({**homes[0], **homes[1]})

    def list_homes(ids: set[str]) -> Text:
        some = [Text.of(called[id_]) for id_ in sorted(ids)[:_NAMED]]
        more = Text("等", " and more") if len(ids) > _NAMED else Text("", "")
        listed = Text("（{homes}{more}）", " ({homes}{more})")
        return listed.filled(homes=join_texts(some, "、", ", "), more=more) if ids else EMPTY

    new, gone = homes[1].keys() - homes[0].keys(), homes[0].keys() - homes[1].keys()
    of_homes = Text(
        "与“{title}”的名册（截至{day}）相比：房屋多{new}户{these}，少{gone}户{those}",
        "Beside the roll of '{title}' (as of {day}): homes that are new: {new}{these}; gone: "
        "{gone}{those}",
    ).filled(
        title=last.title,
        day=before.as_of.isoformat(),
        new=len(new),
        these=list_homes({*new}),
        gone=len(gone),
        those=list_homes({*gone}),
    )
    of_people = Text(
        "；可以参与的人多{come}人，少{left}人", "; people who may tick: {come} more, {left} fewer"
    ).filled(come=len(people[1] - people[0]), left=len(people[0] - people[1]))
    full_stop = Text("。", ".")  # a roll of households keeps nobody by name
    return join_texts([of_homes, *([of_people] if people[0] else []), full_stop], "", "")


def _home_names(units: Mapping[str, Unit]) -> dict[str, str]:
    """What homes are called; by their ids where two are called the same: 101 of two buildings."""
    labels = {one.label or id_ for id_, one in units.items()}
    by_label = len(labels) == len(units)
    return {id_: one.label if by_label and one.label else id_ for id_, one in units.items()}


_NAMED = 10
