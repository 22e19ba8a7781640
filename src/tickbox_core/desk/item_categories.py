"""Whether an item is of a category that its round knows, and which of its fields is an account.

A round that declares no categories knows one: plain items.  An item that names another was meant
for a policy which would never be asked; it is stopped in words wherever it comes from.
"""

from __future__ import annotations

from collections.abc import Sequence

from tickbox_core.categories import fields_of
from tickbox_core.categories.kinds import Hundredths, Name, Pairs
from tickbox_core.errors import NotPossible
from tickbox_core.model import Category, Item, Round
from tickbox_core.model.items import PLAIN
from tickbox_core.registry import Registry
from tickbox_core.text import Text, join_texts


def knows_category(round: Round, item: Item) -> bool:
    """Whether an item is of a category of its round; in one that declares none items are plain."""
    if not round.categories:
        return item.category == PLAIN
    return any(one.key == item.category for one in round.categories)


def unknown_category(round: Round, item: Item) -> NotPossible:
    """What is wrong with an item of a category that its round does not know, and what to do."""
    problem = Text(
        "“{title}”的类别“{category}”，这一轮没有。",
        "'{title}' is of the category '{category}', which this round does not know.",
    ).filled(title=item.title, category=item.category)
    if not round.categories:
        return NotPossible(
            problem,
            Text(
                "请在 round/change 里写明类别（categories），或把事项改为一般事项（plain）。",
                "Declare categories with round/change, or make it a plain item (plain).",
            ),
        )
    titles = [Text(f"{c.title.zh}（{c.key}）", f"{c.title.en} ({c.key})") for c in round.categories]
    remedy = Text("请改为：{titles}。", "Make it one of: {titles}.")
    return NotPossible(problem, remedy.filled(titles=join_texts(titles, "、", ", ")))


def keep_known(round: Round, categories: Sequence[Category]) -> None:
    """Raise ``NotPossible`` where a plan's new categories leave out one that items are of.

    Where a plan declares none any more the checklist says of each item what is to be done.
    """
    known = {one.key for one in categories}
    left = [item for item in round.items if item.category not in known]
    if not left or not categories:
        return
    keys = sorted({item.category for item in left})
    policies = {one.key: one.policy for one in round.categories}
    written = [f"{key}: {policies.get(key, key)}" for key in keys]
    names = [Text(f"“{item.title.zh}”", f"'{item.title.en}'") for item in left[:_SHOWN]]
    more = len(left) - len(names)
    said = join_texts(names, "、", ", ")
    if more:
        said = join_texts([said, Text(f"等{len(left)}项", f"and {more} more")], "", " ")
    raise NotPossible(
        Text(
            "清单上已有“{keys}”类的事项（{items}），新的类别里没有它。",
            "items on the list are of '{keys}' ({items}), which the new categories leave out.",
        ).filled(keys=Text("、".join(keys), ", ".join(keys)), items=said),
        Text(
            "请把它一并写上：{keys}；新类别加上以后，再用 item/change 改这些事项的类别。",
            "Name it beside the new ones: {keys}. Once those are there the items can be made of "
            "them (item/change).",
        ).filled(keys=Text("、".join(written), ", ".join(written))),
    )


_SHOWN = 3


def of_a_known_category(round: Round, item: Item) -> None:
    """Raise ``NotPossible`` for an item of a category that its round does not know."""
    if not knows_category(round, item):
        raise unknown_category(round, item)


def amounts_by_home(registry: Registry, round: Round, item: Item) -> str:
    """The key of the field of an item's category that holds amounts by home; empty: none."""
    policies = {category.key: category.policy for category in round.categories}
    offered = registry.policies.get(policies.get(item.category, ""))
    if offered is None:
        return ""
    for one in fields_of(offered.thing.fields):
        kind = one.kind
        if not isinstance(kind, Pairs) or not isinstance(kind.first, Name):
            continue
        if isinstance(kind.second, Hundredths):
            return one.key
    return ""
