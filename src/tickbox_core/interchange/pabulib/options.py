"""Items with options in a format that has none: a project for each option, and back again.

``option_of`` names the item of such a project, ``option`` the option's own title, ``item_cost``
what the item costs where an option says nothing else.  A project's id is ``ITEM/OPTION``.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import attrs

from tickbox_core.counting import Profile
from tickbox_core.interchange.pabulib.figures import number
from tickbox_core.interchange.reading import Trouble
from tickbox_core.model import Item, Option, TickList
from tickbox_core.model.items import NONE_OF_THESE
from tickbox_core.text import Text

OPTION_OF, OPTION, ITEM_COST = "option_of", "option", "item_cost"
COLUMNS = (OPTION_OF, OPTION, ITEM_COST)
_OF_PROJECTS = {*COLUMNS, "votes", "score"}


def titled(item: str, option: str) -> str:
    """The title of a project that is an option."""
    return f"{item}（{option}）"


def join_options(
    items: tuple[Item, ...], profile: Profile, minor_units: int, trouble: Trouble, line: int
) -> tuple[tuple[Item, ...], Profile]:
    """Items with their options, and the ballots over them; as it stands where there are none."""
    if not items or OPTION_OF not in items[0].fields:  # a column, so all of them have it or none
        return items, profile
    if not any(item.fields[OPTION_OF] for item in items):
        return items, profile
    joined = _joined(items, minor_units)
    if joined is None:
        trouble.warn(
            line,
            Text(
                f"{OPTION_OF} 一栏与项目编号对不上。",
                f"the column {OPTION_OF} does not fit the ids of the projects.",
            ),
            Text("各项目分开计。", "Each project is counted by itself."),
        )
        return items, profile
    listed = TickList(joined)
    place = {tick: at for at, tick in enumerate(listed.ids)}
    moved = [place[item.id] for item in items]
    ticks = tuple(moved[at] for at in profile.ticks)
    return joined, attrs.evolve(profile, items=listed.ids, ticks=ticks)


def _joined(items: Sequence[Item], minor_units: int) -> tuple[Item, ...] | None:
    """The items in their order; ``None`` where an option is not its item's, or stands apart."""
    found: list[Item] = []
    for item_id, group in groupby(items, lambda item: item.fields.get(OPTION_OF) or ""):
        projects = list(group)
        one = projects if not item_id else [_item(item_id, projects, minor_units)]
        if None in one:
            return None
        found += [item for item in one if item is not None]
    ids = [tick for item in found for tick in item.ticks] + [i.id for i in found if i.options]
    return tuple(found) if len(set(ids)) == len(ids) else None


def _item(id_: str, projects: list[Item], minor_units: int) -> Item | None:
    options = []
    for project in projects:
        name = project.id.removeprefix(f"{id_}/")
        if name in (project.id, "", NONE_OF_THESE) or "/" in name:
            return None
        options.append(Option(name, project.fields.get(OPTION) or name, project.cost))
    first = projects[0]
    stated = first.fields.get(ITEM_COST) or ""
    cost = number(stated)
    if stated and (cost is None or (cost * minor_units).denominator != 1):
        return None
    title = first.title.zh.removesuffix(titled("", first.fields.get(OPTION) or ""))
    return attrs.evolve(
        first,
        id=id_,
        title=Text.of(title or id_),
        cost=None if cost is None else int(cost * minor_units),
        options=tuple(options),
        fields={key: value for key, value in first.fields.items() if key not in _OF_PROJECTS},
    )
